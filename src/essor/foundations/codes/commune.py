"""Official geographic code (INSEE) of a commune. It is not the postal code."""

import re
from typing import NewType

from essor.foundations.codes.departement import CodeDepartement
from essor.foundations.codes.digits import refuse
from essor.foundations.text import without_spaces

CodeCommuneInsee = NewType("CodeCommuneInsee", str)

EXPECTED = "cinq caractères comme 63113, 2A004 ou 97411"

_SHAPE = re.compile(
    r"(?:0[1-9]|1\d|2[1-9AB]|[3-8]\d|9[0-5])\d{3}|97[1-8]\d{2}|98[46-9]\d{2}", re.ASCII
)
_ARRONDISSEMENTS = (("751", "75056"), ("132", "13055"), ("6938", "69123"))


def parse_code_commune_insee(text: str) -> CodeCommuneInsee:
    """Read the five characters of a commune: metropolitan, Corse (2A, 2B) or overseas.

    Checks the shape, not the existence, which changes every year. A Corsican code from before
    1976 (20…), a lost leading zero and a letter O are refused with the reason.
    Source: INSEE, Code officiel géographique.
    """
    code = without_spaces(text).upper()
    if not code:
        refuse(text, "le code de la commune est vide", expected=EXPECTED, code="vide")
    if len(code) != 5:
        _refuse_length(text, code)
    if re.fullmatch(r"20\d{3}", code, re.ASCII):
        reason = (
            "le code commence par 20, l'ancien code de la Corse (divisée en 2A et 2B depuis 1976)"
            " et le début des codes postaux corses"
        )
        refuse(text, reason, expected="un code en 2A ou 2B", code="perime")
    if not _SHAPE.fullmatch(code):
        _refuse_shape(text, code)
    return CodeCommuneInsee(code)


def departement_of(code: CodeCommuneInsee) -> CodeDepartement:
    """The département (or overseas collectivity) that the code begins with."""
    return CodeDepartement(code[:3] if code[:2] in ("97", "98") else code[:2])


def commune_of_arrondissement(code: CodeCommuneInsee) -> CodeCommuneInsee:
    """Paris, Marseille or Lyon for the code of one of their arrondissements, else the code itself.

    Establishments carry the arrondissement; perimeters carry the commune.
    """
    for prefix, commune in _ARRONDISSEMENTS:
        if code.startswith(prefix):
            return CodeCommuneInsee(commune)
    return code


def _refuse_length(text: str, code: str) -> None:
    if re.fullmatch(r"[1-9]\d{3}", code, re.ASCII):
        reason = "le zéro de tête du code de la commune manque, le tableur l'a sans doute effacé"
        refuse(text, reason, expected=f"0{code}", code="longueur")
    plural = "s" if len(code) > 1 else ""
    reason = f"le code de la commune a {len(code)} caractère{plural} au lieu de 5"
    refuse(text, reason, expected=EXPECTED, code="longueur")


def _refuse_shape(text: str, code: str) -> None:
    if "O" in code and _SHAPE.fullmatch(code.replace("O", "0")):
        reason = "le code de la commune contient la lettre O à la place d'un zéro"
        refuse(text, reason, expected=code.replace("O", "0"), code="caractere")
    refuse(text, "ce n'est pas un code de commune", expected=EXPECTED, code="inconnu")
