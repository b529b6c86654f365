"""Read an amount in euros as French people write it."""

import re
from decimal import Decimal
from typing import NoReturn

from essor.foundations.errors import UserFault
from essor.foundations.text import fold

EXPECTED_AMOUNT = "un montant comme 1200,50 ou 1 200,50 €"
MAX_AMOUNT_EUR = Decimal("999999999999.99")

_CENT = Decimal("0.01")
_UNIT = re.compile(r"(k|m|md)? ?(?:€|eur|euros?)?", re.ASCII)
_SCALES = {None: 1, "k": 1_000, "m": 1_000_000, "md": 1_000_000_000}
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
    digits, scale = _split_unit(text, folded)
    amount = _number(text, digits) * scale
    if amount != amount.quantize(_CENT):
        _refuse(text, "le montant descend sous le centime", code="montant_decimales")
    if amount > MAX_AMOUNT_EUR:
        _refuse(text, "le montant dépasse mille milliards d'euros", code="montant_trop_grand")
    return amount.quantize(_CENT)


def _split_unit(text: str, folded: str) -> tuple[str, int]:
    """Separate the figure from its unit; refuse what is not a figure with a unit."""
    match = re.match(r"[\d.,\s]*\d", folded, re.ASCII)
    if match is None:
        _refuse_unread(text, folded)
    shape = _UNIT.fullmatch(folded[match.end() :].strip())
    if shape is None:
        _refuse_unread(text, folded)
    return match.group(), _SCALES[shape.group(1)]


def _number(text: str, digits: str) -> Decimal:
    if _AMBIGUOUS.fullmatch(digits):
        _refuse(text, "milliers ou décimales\u00a0: le montant est ambigu", code="montant_ambigu")
    for shape in (_PLAIN, _SPACED, _DOTTED, _COMMAED):
        if match := shape.fullmatch(digits):
            found = [part for part in match.groups() if part]
            whole = re.sub(r"[ .,]", "", found[0])
            return Decimal(f"{whole}.{found[1] if len(found) > 1 else 0}")
    return _refuse(text, "les séparateurs du montant ne se lisent pas", code="montant_illisible")


def _refuse_unread(text: str, folded: str) -> NoReturn:
    """Say why the text is not an amount, as closely as its shape allows."""
    if re.match(r"[-(] ?\d", folded, re.ASCII):
        _refuse(text, "le montant est négatif", code="montant_negatif")
    if _TAX.search(folded):
        _refuse(text, "la mention HT ou TTC n'a pas sa place dans le montant", code="montant_taxe")
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
