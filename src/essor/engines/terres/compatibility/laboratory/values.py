"""Read the value of one cell: a number, « < 0,05 », « n.d. », or nothing measured."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from essor.engines.terres.compatibility.measures import Measure
from essor.foundations.errors import Place, UserFault
from essor.foundations.text import fold

EXPECTED = "un nombre comme 0,5, une borne comme < 0,05, « n.d. », ou rien"
LARGEST = Decimal(10) ** 9  # mg/kg: a kilogram holds a million; more is a slip of the keyboard

_MISSING = frozenset(
    {"-", "--", "---", "/", "n.m.", "n.m", "nm", "n.a.", "n.a", "na", "n/a", "s.o.", "so"}
    | {"non mesure", "non analyse", "non determine", "sans objet"}
)
_NOT_DETECTED = frozenset(
    {"nd", "n.d.", "n.d", "n d", "non detecte", "non quantifie", "nq", "n.q.", "inf lq"}
    | {"<lq", "< lq", "<ld", "< ld", "<l.q.", "< l.q.", "<lod", "<loq", "inferieur a la lq"}
)
_SIGN = re.compile(r"(<=|>=|<|>|≤|≥|inf\.? a |inf\.? |inferieur a |sup\.? a |superieur a )? ?(.+)")
_UNCERTAIN = re.compile(r"(.+?) ?(?:±|\+/-) ?\S+(?: ?%)?")
_PLAIN = re.compile(r"[-+]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?: ?e[-+]?\d{1,2})?", re.ASCII)
# Thousands apart, then decimals behind another mark. « 1.234 » is not one of them: one and a bit.
_GROUPED = (
    re.compile(r"-?\d{1,3}(?:[ ']\d{3})+(?:[.,]\d+)?", re.ASCII),
    re.compile(r"-?\d{1,3}(?:\.\d{3})+,\d+", re.ASCII),
    re.compile(r"-?\d{1,3}(?:,\d{3})+\.\d+", re.ASCII),
)


class ValueKind(StrEnum):
    """What a cell says."""

    MISSING = "non_mesure"
    EXACT = "valeur"
    BELOW = "inferieur"
    ABOVE = "superieur"
    NOT_DETECTED = "non_detecte"


@dataclass(frozen=True, slots=True, kw_only=True)
class CellValue:
    """The kind of value and its number; None for a value not measured or not detected."""

    kind: ValueKind
    number: Decimal | None = None

    def measure(self, lq: Decimal | None) -> Measure | None:
        """The interval that the cell stands for; None when nothing was measured."""
        if self.kind is ValueKind.MISSING:
            return None
        if self.kind is ValueKind.NOT_DETECTED:
            return Measure.below(lq)
        assert self.number is not None
        if self.kind is ValueKind.BELOW:
            return Measure.below(self.number)
        if self.kind is ValueKind.ABOVE:
            return Measure(low=self.number, high=None, lq=lq)
        return Measure.exact(self.number, lq=lq)


def parse_value(text: str, *, place: Place | None = None) -> CellValue:
    """Read what a cell says.

    A comma is a decimal mark, « 1 234,5 » and « 1.234,5 » are read. « n.d. » is « not detected »,
    « - », « n.m. », « n.a. » are « not measured ».
    Raises UserFault for a negative number and for anything that is no value.
    """
    folded = fold(text)
    if not folded or folded in _MISSING:
        return CellValue(kind=ValueKind.MISSING)
    if folded in _NOT_DETECTED:
        return CellValue(kind=ValueKind.NOT_DETECTED)
    match = _SIGN.fullmatch(folded)
    if match is None:
        raise _fault(text, "ce n'est pas une valeur d'analyse", "valeur_illisible", place)
    sign, body = match[1] or "", match[2]
    number = _number(body)
    if number is None:
        raise _fault(text, "ce n'est pas une valeur d'analyse", "valeur_illisible", place)
    if number < 0:
        raise _fault(text, "une teneur n'est pas négative", "valeur_negative", place)
    if number > LARGEST:
        raise _fault(text, "la valeur est hors de toute mesure", "valeur_enorme", place)
    return CellValue(kind=_kind(sign), number=number)


def _kind(sign: str) -> ValueKind:
    if not sign:
        return ValueKind.EXACT
    return ValueKind.BELOW if sign[0] in "<≤i" else ValueKind.ABOVE


def _number(text: str) -> Decimal | None:
    certain = _UNCERTAIN.fullmatch(text)
    body = certain[1] if certain else text
    if any(pattern.fullmatch(body) for pattern in _GROUPED):
        body = _ungrouped(body)
    elif not _PLAIN.fullmatch(body):
        return None
    try:
        return Decimal(body.replace(" ", "").replace(",", "."))
    except InvalidOperation:
        return None


def _ungrouped(text: str) -> str:
    """Drop the marks of thousands; the last mark, if another one, is the decimal one."""
    whole, mark, decimals = re.fullmatch(r"(.+?)(?:([.,])(\d+))?", text).groups("")  # type: ignore[union-attr]
    return re.sub(r"[ '.,]", "", whole) + mark.replace(",", ".") + decimals


def _fault(text: str, message: str, code: str, place: Place | None) -> UserFault:
    return UserFault.single(
        message, value=text, expected=EXPECTED, place=place or Place(), code=code
    )
