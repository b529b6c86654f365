"""Read a number of fixed length as people paste it, and say what is wrong with it."""

from typing import NoReturn

from essor.foundations.errors import UserFault
from essor.foundations.text import without_spaces


def read_digits(text: str, *, length: int, name: str) -> str:
    """Return exactly `length` digits, spaces of every kind dropped.

    name : French name of the code with its article, « le SIREN »
    """
    compact = without_spaces(text)
    expected = f"{length} chiffres"
    if not compact:
        refuse(text, f"{name} est vide", expected=expected, code="vide")
    if not (compact.isascii() and compact.isdigit()):
        strange = next(char for char in compact if not (char.isascii() and char.isdigit()))
        reason = f"{name} contient «\u00a0{strange}\u00a0», qui n'est pas un chiffre"
        refuse(text, reason, expected=expected, code="caractere")
    if len(compact) != length:
        plural = "s" if len(compact) > 1 else ""
        reason = f"{name} a {len(compact)} chiffre{plural} au lieu de {length}"
        refuse(text, reason, expected=expected, code="longueur")
    return compact


def refuse(text: str, reason: str, *, expected: str, code: str) -> NoReturn:
    """Raise the fault of one code."""
    raise UserFault.single(reason, value=text, expected=expected, code=code)
