"""Read one cell of a weighbridge's file. Whatever is doubtful is refused with the reason."""

import datetime as dt
import re
from decimal import Decimal, InvalidOperation

from essor.foundations.errors import UserFault
from essor.foundations.tables import Cell
from essor.foundations.text import fold, without_spaces
from essor.records.plans.tableur import values

HEAVIEST_TRUCK_T = Decimal(100)
KILOGRAMS = Decimal(1000)
GRAM = Decimal("0.001")
EXPECTED_NUMBER = "un nombre comme 18,42"
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?", re.ASCII)
_WEIGHT_UNIT = re.compile(r"(?P<figure>.*?)(?P<unit>t|tonnes?|kgs?)?", re.ASCII)
_TIME = re.compile(r"([01]?\d|2[0-3])\s?[h:]\s?([0-5]\d)?(?::[0-5]\d)?", re.ASCII)
_DAY_AND_TIME = re.compile(r"(.+?)[ t]+(?:a )?(\d{1,2}\s?[h:].*)", re.ASCII)
_ESTIMATED = frozenset({"estime", "estimee", "estimation", "e", "non pese", "volume"})
_WEIGHED = frozenset({"reel", "reelle", "pese", "pesee", "bascule", "r", "pont bascule"})


def read_moment(cell: Cell, *, is_1904: bool) -> tuple[dt.date, dt.time | None]:
    """Read a day, with the time when the same cell gives it. Raises UserFault."""
    if isinstance(cell.value, dt.datetime):
        time = cell.value.time().replace(second=0, microsecond=0)
        return cell.value.date(), time if time != dt.time() else None
    match = _DAY_AND_TIME.fullmatch(fold(values.shown(cell)))
    if isinstance(cell.value, str) and match:
        text = Cell(row=cell.row, column=cell.column, kind=cell.kind, value=match[1])
        return values.read_date(text, is_1904=is_1904), parse_time(match[2])
    return values.read_date(cell, is_1904=is_1904), None


def read_time(cell: Cell) -> dt.time:
    """Read a time of day: « 14:35 », « 14 h 35 », a fraction of a day. Raises UserFault."""
    if isinstance(cell.value, dt.datetime):
        return cell.value.time().replace(second=0, microsecond=0)
    if isinstance(cell.value, float) and 0 <= cell.value < 1:
        minutes = round(cell.value * 24 * 60)
        return dt.time(minutes // 60 % 24, minutes % 60)
    return parse_time(values.shown(cell))


def parse_time(text: str) -> dt.time:
    """Read « 14:35 » or « 14 h 35 ». Raises UserFault."""
    match = _TIME.fullmatch(fold(text))
    if match is None:
        raise UserFault.single(
            "l'heure n'est pas lisible", value=text, expected="une heure comme 14:35", code="heure"
        )
    return dt.time(int(match[1]), int(match[2] or 0))


def read_tonnes(cell: Cell, *, is_in_kilograms: bool | None) -> Decimal:
    """Read the net weight of a truck, in tonnes. Raises UserFault.

    is_in_kilograms : what the head or the person says of the unit, None when neither does; then a
    figure that no truck carries is not taken for kilograms without asking. A weighbridge weighs
    to the kilogram: « 18.420 » tonnes is 18 t 420, never eighteen thousand.
    """
    text = values.shown(cell)
    found = _WEIGHT_UNIT.fullmatch(without_spaces(fold(text)))
    unit = (found and found["unit"]) or ""
    number = _number(cell, text, found["figure"] if found and unit else None)
    in_kilograms = unit.startswith("kg") if unit else bool(is_in_kilograms)
    tonnes = number / KILOGRAMS if in_kilograms else number
    if not in_kilograms and number > HEAVIEST_TRUCK_T and is_in_kilograms is None and not unit:
        raise UserFault.single(
            "aucun camion ne porte ce poids en tonnes",
            value=text,
            expected="« kg » dans l'intitulé de la colonne, ou l'unité choisie à l'aperçu",
            code="unite_poids",
        )
    return tonnes.quantize(GRAM)


def read_volume(cell: Cell) -> Decimal:
    """Read a volume in m³. Raises UserFault."""
    return _number(cell, values.shown(cell), None).quantize(GRAM)


def read_is_estimated(cell: Cell) -> bool:
    """Tell whether the weight is an estimate, by the words of the registers. Raises UserFault."""
    word = fold(values.shown(cell))
    if word in _ESTIMATED:
        return True
    if word in _WEIGHED:
        return False
    raise UserFault.single(
        "ce mot n'est pas dans la liste",
        value=values.shown(cell),
        expected="REEL (pesé) ou ESTIME",
        code="hors_liste",
    )


def _number(cell: Cell, text: str, figure: str | None) -> Decimal:
    if isinstance(cell.value, float) and not isinstance(cell.value, bool):
        return Decimal(repr(cell.value))
    digits = figure if figure is not None else without_spaces(fold(text))
    digits = digits.removesuffix("m3").removesuffix("m³")
    if not _NUMBER.fullmatch(digits):
        raise UserFault.single(
            "ce n'est pas un nombre", value=text, expected=EXPECTED_NUMBER, code="nombre"
        )
    try:
        return Decimal(digits.replace(",", "."))
    except InvalidOperation as error:  # pragma: no cover - the pattern lets only numbers in
        raise UserFault.single("ce n'est pas un nombre", value=text) from error
