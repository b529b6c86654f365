"""In which order the rows stand, in which groups, and what their amounts add up to. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from essor.foundations.french import format_eur, format_number
from essor.records.vues.columns import COLUMNS, Column
from essor.records.vues.description import SortKey, ViewDescription
from essor.records.vues.rows import ListRow

NBSP = "\u00a0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Rows of a page that share a value.

    count : rows of the whole group, on every page; is_continued : it began on an earlier page
    """

    label: str
    mark: str
    rows: tuple[ListRow, ...]
    count: int
    is_continued: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """Sum of a column over the whole list: what is known, and how much is not.

    below : sub-actions left out because their action is in the list as well
    """

    known_eur: Decimal | None
    known: int
    unknown: int
    below: int

    def label(self) -> str:
        """Write the sum with what it leaves out."""
        parts = [format_eur(self.known_eur) if self.known_eur is not None else "non publié"]
        if self.unknown and self.known_eur is not None:
            many = "s" if self.unknown > 1 else ""
            parts.append(f"{format_number(self.unknown)} non publié{many}")
        if self.below and self.known_eur is not None:
            parts.append("hors sous-actions")
        return " ; ".join(parts)


def arranged(rows: Iterable[ListRow], description: ViewDescription) -> list[ListRow]:
    """Return the rows in order; equal ones keep plan order, so that every page is repeatable."""
    found = sorted(rows, key=_plan_order)
    for key in reversed(description.sort):
        found = _sorted_by(found, key)
    if description.group:
        found = _sorted_by(found, SortKey(column=description.group))
        return _gathered(found, COLUMNS[description.group])
    return found


def groups_of(
    page: Sequence[ListRow], everything: Sequence[ListRow], description: ViewDescription
) -> tuple[Group, ...]:
    """Return the groups of a page; one nameless group when none was asked for."""
    if not description.group:
        return (Group(label="", mark="", rows=tuple(page), count=len(everything)),)
    column = COLUMNS[description.group]
    counts: dict[str, int] = {}
    first: dict[str, Any] = {}
    for row in everything:
        label = column.text(row)
        counts[label] = counts.get(label, 0) + 1
        first.setdefault(label, row.action.pk)
    return tuple(
        Group(
            label=label,
            mark=column.mark(rows[0]) if column.mark else "",
            rows=tuple(rows),
            count=counts[label],
            is_continued=first[label] != rows[0].action.pk,
        )
        for label, rows in ((label, list(found)) for label, found in groupby(page, column.text))
    )


def totals_of(rows: Sequence[ListRow], columns: Iterable[Column]) -> Mapping[str, Total]:
    """Return the sum of each column that has one, over the whole list."""
    inside = {row.action.pk for row in rows}
    counted = [row for row in rows if row.action.parent_id not in inside]
    below = len(rows) - len(counted)
    return {column.name: _total(column, counted, below) for column in columns if column.has_total}


def _total(column: Column, rows: Sequence[ListRow], below: int) -> Total:
    values = [(column.key(row), column.value(row)) for row in rows]
    known = [key for key, _ in values if isinstance(key, Decimal)]
    in_part = sum(isinstance(value, str) for _, value in values)
    return Total(
        known_eur=sum(known, Decimal(0)) if known else None,
        known=len(known),
        unknown=len(rows) - len(known) + in_part,
        below=below,
    )


def _plan_order(row: ListRow) -> tuple[int, str, str]:
    return (row.action.ordre, row.action.code, str(row.action.pk))


def _sorted_by(rows: list[ListRow], key: SortKey) -> list[ListRow]:
    column = COLUMNS[key.column]
    known = [(value, row) for row in rows if (value := column.key(row)) is not None]
    unknown = [row for row in rows if column.key(row) is None]
    known.sort(key=lambda pair: pair[0], reverse=key.is_descending)
    return [row for _, row in known] + unknown


def _gathered(rows: list[ListRow], column: Column) -> list[ListRow]:
    """Put rows that read the same beside each other, in the order of the first of them."""
    groups: dict[str, list[ListRow]] = {}
    for row in rows:
        groups.setdefault(column.text(row), []).append(row)
    return [row for found in groups.values() for row in found]
