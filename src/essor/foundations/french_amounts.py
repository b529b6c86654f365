"""Read an amount in euros as French people write it."""

import re
from decimal import Decimal
from typing import NoReturn

from essor.foundations.errors import UserFault
from essor.foundations.text import fold

EXPECTED_AMOUNT = "un montant comme 1200,50 ou 1 200,50 €"
MAX_DIGITS = 12  # of the whole part; a thousand billion euros is a slip of the keyboard

_CENT = Decimal("0.01")
_UNIT = re.compile(r"(k|m|md)? ?(?:€|eur|euros?)?", re.ASCII)
_POWERS = {None: 0, "k": 3, "m": 6, "md": 9}
_TAX = re.compile(r"\b(?:ht|ttc|hors taxes?)\b")

# Digits grouped by one separator in threes, then decimals after another one.
_PLAIN = re.compile(r"(\d+)(?:[.,](\d+))?", re.ASCII)
_SPACED = re.compile(r"(\d{1,3}(?: \d{3})+)(?:[.,](\d+))?", re.ASCII)
_DOTTED = re.compile(r"(\d{1,3}(?:\.\d{3})+),(\d+)|(\d{1,3}(?:\.\d{3}){2,})", re.ASCII)
_COMMAED = re.compile(r"(\d{1,3}(?:,\d{3})+)\.(\d+)|(\d{1,3}(?:,\d{3}){2,})", re.ASCII)
_AMBIGUOUS = re.compile(r"[1-9]\d{0,2}[.,]\d{3}", re.ASCII)


def parse_amount_eur(text: str) -> Decimal:
    """Read « 1 200,50 € », « 1200.5 », « 1.200,50 », « 12 k€ » or « 1,2 M€ », in euros and cents.

    Ranges, words, « 1,200 » (thousands or decimals?), negative amounts, fractions of a cent and
    tax mentions raise `UserFault` with the reason.
    """
    folded = fold(text)
    if not folded:
        _refuse(text, "le montant est vide", code="montant_vide")
    digits, power = _split_unit(text, folded)
    whole, decimals = _split_number(text, digits)
    if len(decimals) > 2 + power:
        _refuse(text, "le montant descend sous le centime", code="montant_decimales")
    if len(whole.lstrip("0")) + power > MAX_DIGITS:
        _refuse(text, "le montant atteint mille milliards d'euros", code="montant_trop_grand")
    return Decimal(f"{whole}.{decimals or 0}").scaleb(power).quantize(_CENT)


def _split_unit(text: str, folded: str) -> tuple[str, int]:
    """Separate the figure from its unit, given as a power of ten."""
    match = re.match(r"[\d.,\s]*\d", folded, re.ASCII)
    if match is None:
        _refuse_unread(text, folded)
    shape = _UNIT.fullmatch(folded[match.end() :].strip())
    if shape is None:
        _refuse_unread(text, folded)
    return match.group(), _POWERS[shape.group(1)]


def _split_number(text: str, digits: str) -> tuple[str, str]:
    """Separate the digits of the whole part from the decimals."""
    if _AMBIGUOUS.fullmatch(digits):
        _refuse(text, "milliers ou décimales\u00a0: le montant est ambigu", code="montant_ambigu")
    for shape in (_PLAIN, _SPACED, _DOTTED, _COMMAED):
        if match := shape.fullmatch(digits):
            found = [part for part in match.groups() if part]
            return re.sub(r"[ .,]", "", found[0]), found[1] if len(found) > 1 else ""
    return _refuse(text, "les séparateurs du montant ne se lisent pas", code="montant_illisible")


def _refuse_unread(text: str, folded: str) -> NoReturn:
    """Say why the text is not an amount, as closely as its shape allows."""
    if re.match(r"[-(] ?\d", folded, re.ASCII):
        _refuse(text, "le montant est négatif", code="montant_negatif")
    if _TAX.search(folded):
        _refuse(text, "la mention HT ou TTC n'a pas sa place dans le montant", code="montant_taxe")
    if re.fullmatch(r"[\d.,]+ ?e ?[+-]?\d+", folded, re.ASCII):
        _refuse(text, "le montant est en notation scientifique", code="montant_illisible")
    figures = re.findall(r"\d[\d .,]*", folded, re.ASCII)
    if len(figures) > 1:
        _refuse(
            text, "plusieurs nombres\u00a0: un seul montant est attendu", code="montant_multiple"
        )
    if figures:
        _refuse(text, "le montant est accompagné d'autre chose", code="montant_illisible")
    _refuse(text, "ce n'est pas un montant", code="montant_illisible")


def _refuse(text: str, reason: str, *, code: str) -> NoReturn:
    raise UserFault.single(reason, value=text, expected=EXPECTED_AMOUNT, code=code)
