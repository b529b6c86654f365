"""Codes of the French nomenclature of activities (NAF), rev. 2 (2008) and 2025."""

import re
from typing import NewType

from essor.foundations.codes.digits import refuse
from essor.foundations.codes.naf_lists import NACE_REV2_1_CLASSES, NAF_REV2_SOUS_CLASSES
from essor.foundations.text import without_spaces

NafRev2 = NewType("NafRev2", str)
Naf2025 = NewType("Naf2025", str)

_REV2_LETTERS = "ABCDEFZ"
_SHAPE = re.compile(r"(\d{2})\.?(\d{2})([A-Z])", re.ASCII)
_REV2 = "un code de sous-classe comme 25.11Z"
_2025 = "un code de sous-classe comme 64.91Y"


def parse_naf_rev2(text: str) -> NafRev2:
    """Read « 25.11Z » or « 2511z » and return « 25.11Z »; checked against the 732 sub-classes.

    Source: décret n° 2007-1888 du 26 décembre 2007, annexe.
    """
    classe, letter = _read(text, name="NAF rév. 2", expected=_REV2)
    code = classe + letter
    if code in NAF_REV2_SOUS_CLASSES:
        return NafRev2(code)
    siblings = [code for code in sorted(NAF_REV2_SOUS_CLASSES) if code.startswith(classe)]
    if siblings:
        reason = f"la classe {classe} de la NAF rév. 2 n'a pas de sous-classe {letter}"
        refuse(text, reason, expected=" ou ".join(siblings), code="inconnu")
    reason = f"la classe {classe} n'existe pas dans la NAF rév. 2"
    if classe in NACE_REV2_1_CLASSES:
        reason += ", elle appartient à la NAF 2025"
    return refuse(text, reason, expected=_REV2, code="inconnu")


def parse_naf_2025(text: str) -> Naf2025:
    """Read « 64.91Y » or « 6491y » and return « 64.91Y ».

    Checks the class against the 651 classes of NACE rev. 2.1, in which the NAF 2025 is nested, and
    that the letter is not one of those of NAF rev. 2 (A to F, Z). It does not check that the
    sub-class exists below the class: the 747 French sub-classes are not shipped.
    Source: règlement délégué (UE) 2023/137; INSEE, « Vers une nouvelle nomenclature : la NAF
    2025 », https://www.insee.fr/fr/information/8181066; letters observed in the Sirene directory.
    """
    classe, letter = _read(text, name="NAF 2025", expected=_2025)
    if letter in _REV2_LETTERS:
        reason = f"la lettre {letter} termine un code de la NAF rév. 2, pas de la NAF 2025"
        refuse(text, reason, expected=_2025, code="mauvaise_nomenclature")
    if classe not in NACE_REV2_1_CLASSES:
        reason = f"la classe {classe} n'existe pas dans la NAF 2025"
        refuse(text, reason, expected=_2025, code="inconnu")
    return Naf2025(classe + letter)


def _read(text: str, *, name: str, expected: str) -> tuple[str, str]:
    """Return the class (« 25.11 ») and the letter, point optional, case indifferent."""
    compact = without_spaces(text).upper()
    if not compact:
        refuse(text, f"le code {name} est vide", expected=expected, code="vide")
    match = _SHAPE.fullmatch(compact)
    if match is None:
        reason = f"un code {name} a quatre chiffres et une lettre"
        refuse(text, reason, expected=expected, code="forme")
    division, rest, letter = match.groups()
    return f"{division}.{rest}", letter
