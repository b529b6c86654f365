"""Official geographic code of a département or of an overseas collectivity used like one."""

import re
from typing import NewType

from essor.foundations.codes.digits import refuse
from essor.foundations.text import without_spaces

CodeDepartement = NewType("CodeDepartement", str)

EXPECTED = "un code comme 63, 2A ou 971"

_SHAPE = re.compile(r"(?:0[1-9]|1\d|2[1-9AB]|[3-8]\d|9[0-5]|97[1-8]|98[46-9])", re.ASCII)


def parse_code_departement(text: str) -> CodeDepartement:
    """Read 01-95, 2A, 2B, 971-978, 984 or 986-989.

    971-974 and 976 are départements; the others are overseas collectivities, which the official
    geographic code files in the same place. 20 (Corse before 1976) is refused with the reason.
    Source: INSEE, Code officiel géographique.
    """
    code = without_spaces(text).upper()
    if not code:
        refuse(text, "le code du département est vide", expected=EXPECTED, code="vide")
    if code == "20":
        reason = "le 20 est l'ancien code de la Corse, divisée en 2A et 2B depuis 1976"
        refuse(text, reason, expected="2A ou 2B", code="perime")
    if re.fullmatch(r"[1-9]", code, re.ASCII):
        reason = "le zéro de tête du département manque, le tableur l'a sans doute effacé"
        refuse(text, reason, expected=f"0{code}", code="longueur")
    if not _SHAPE.fullmatch(code):
        refuse(text, "ce code de département n'existe pas", expected=EXPECTED, code="inconnu")
    return CodeDepartement(code)
