"""Codes of the French nomenclature of activities (NAF), rev. 2 (2008) and 2025."""

import re
from typing import NewType

from essor.foundations.codes.digits import refuse
from essor.foundations.text import without_spaces

NafRev2 = NewType("NafRev2", str)
Naf2025 = NewType("Naf2025", str)

_SHAPE = re.compile(r"(\d{2})\.?(\d{2})([A-Z])", re.ASCII)


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


def parse_naf_rev2(text: str) -> NafRev2:
    """Read « 25.11Z » or « 2511z » and return « 25.11Z »."""
    number, letter = _read(text, name="NAF rév. 2", expected="un code comme 25.11Z")
    return NafRev2(number + letter)


def parse_naf_2025(text: str) -> Naf2025:
    """Read « 64.91Y » or « 6491y » and return « 64.91Y »."""
    number, letter = _read(text, name="NAF 2025", expected="un code comme 64.91Y")
    return Naf2025(number + letter)
