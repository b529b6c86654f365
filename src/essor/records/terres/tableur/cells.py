"""One cell as its column holds it, read and written."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from essor.foundations.errors import UserFault
from essor.foundations.tables import Cell, Value
from essor.foundations.text import fold
from essor.records.plans.tableur.values import (
    read_boolean,
    read_date,
    read_text,
    refuse_untrusted,
)
from essor.records.terres.facts_text import read_facts, write_facts
from essor.records.terres.tableur.layout import Column, Kind
from essor.records.terres.week_text import plain, read_weeks, write_weeks

EMPTY: dict[Kind, Any] = {
    Kind.TEXT: "",
    Kind.WORD: "",
    Kind.NUMBER: None,
    Kind.DAY: None,
    Kind.YES_NO: None,
    Kind.FLAG: False,
    Kind.WHOLE: 0,
}
"""What an empty cell says, by kind; lists and facts are empty ones."""


def read_value(column: Column, cell: Cell, *, is_1904: bool) -> Any:
    """Return what a cell says. Raises UserFault."""
    refuse_untrusted(cell)
    text = read_text(cell)
    if cell.is_empty or not text:
        return empty(column)
    if column.kind is Kind.DAY:
        return read_date(cell, is_1904=is_1904)
    if column.kind in {Kind.YES_NO, Kind.FLAG}:
        return read_boolean(cell)
    if column.kind is Kind.WORD:
        return word(column, text)
    return READERS.get(column.kind, str)(text)


def empty(column: Column) -> Any:
    """Return what an empty cell says."""
    if column.kind is Kind.FACTS:
        return {}
    return [] if column.kind in {Kind.LIST, Kind.LINES, Kind.WEEKS} else EMPTY[column.kind]


def write_value(column: Column, value: Any) -> Value:
    """Return what goes into a cell."""
    match column.kind:
        case Kind.NUMBER | Kind.WHOLE:
            return _number(value)
        case Kind.YES_NO:
            return {True: "oui", False: "non"}.get(value)
        case Kind.FLAG:
            return "oui" if value else None
        case Kind.WORD:
            return dict(column.choices).get(str(value), str(value)) if value else None
        case Kind.LIST:
            return ", ".join(value) or None
        case Kind.LINES:
            return "\n".join(value) or None
        case Kind.WEEKS:
            return write_weeks(value) or None
        case Kind.FACTS:
            return write_facts(value) or None
    return value if isinstance(value, dt.date) else (str(value) if value else None)


def number(text: str) -> Decimal:
    """Read a number with a comma or a point. Raises UserFault."""
    try:
        found = Decimal(plain(text).replace("\u2212", "-"))
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite():
        raise UserFault.single("ce n'est pas un nombre", value=text, expected="un nombre")
    return found.normalize() if found else Decimal(0)


def whole(text: str) -> int:
    """Read a whole number. Raises UserFault."""
    found = number(text)
    if found != found.to_integral_value():
        raise UserFault.single("ce n'est pas un nombre entier", value=text, expected="un entier")
    return int(found)


def word(column: Column, text: str) -> str:
    """Return the value of a word of the list, or of the value itself. Raises UserFault."""
    wanted = fold(text)
    for value, label in column.choices:
        if wanted in (fold(label), fold(value)):
            return value
    raise UserFault.single(
        "ce mot n'est pas dans la liste", value=text,
        expected=", ".join(label for _, label in column.choices),
    )  # fmt: skip


def _number(value: Any) -> Value:
    if value is None:
        return None
    found = Decimal(str(value))
    return Decimal(f"{found.normalize():f}") if found else Decimal(0)


def _listed(text: str) -> list[str]:
    return [one.strip() for one in text.replace("\n", ",").split(",") if one.strip()]


def _lines(text: str) -> list[str]:
    return [" ".join(one.split()) for one in text.splitlines() if one.strip()]


READERS: dict[Kind, Callable[[str], Any]] = {
    Kind.NUMBER: number,
    Kind.WHOLE: whole,
    Kind.LIST: _listed,
    Kind.LINES: _lines,
    Kind.WEEKS: read_weeks,
    Kind.FACTS: read_facts,
}
