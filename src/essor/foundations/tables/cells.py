"""A workbook once read: sheets of typed cells, each knowing its address."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from essor.foundations.errors import Fault

_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")

CellValue = str | float | bool | date | datetime | None


class CellKind(StrEnum):
    """What a cell holds; the last three hold nothing that may be trusted."""

    EMPTY = "vide"
    TEXT = "texte"
    NUMBER = "nombre"
    BOOLEAN = "booleen"
    DATE = "date"
    DATETIME = "date_heure"
    ERROR = "erreur"
    FORMULA_WITHOUT_VALUE = "formule_sans_valeur"
    EXTERNAL = "valeur_externe"


def column_letters(column: int) -> str:
    """Letters of a column counted from 1: 1 → A, 27 → AA."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Number of a column from its letters: A → 1, AA → 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def address(row: int, column: int) -> str:
    """A1-style address of a cell counted from 1."""
    return f"{column_letters(column)}{row}"


def parse_address(text: str) -> tuple[int, int] | None:
    """Row and column of « B12 », counted from 1; None when the text is no address."""
    match = _ADDRESS.fullmatch(text)
    return (int(match[2]), column_number(match[1])) if match else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell. `value` is None when empty or not to be trusted (see `kind`)."""

    row: int
    column: int
    kind: CellKind = CellKind.EMPTY
    value: CellValue = None
    shown: str = ""

    @property
    def address(self) -> str:
        """A1-style address."""
        return address(self.row, self.column)

    @property
    def is_empty(self) -> bool:
        """Nothing in it."""
        return self.kind is CellKind.EMPTY


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedRange:
    """A rectangle of merged cells, bounds included, counted from 1."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet: only its filled cells are kept, by (row, column) counted from 1."""

    title: str
    cells: Mapping[tuple[int, int], Cell]
    is_hidden: bool = False
    merged: tuple[MergedRange, ...] = ()

    def cell(self, row: int, column: int) -> Cell:
        """The cell at this place, empty when nothing is there."""
        return self.cells.get((row, column)) or Cell(row=row, column=column)

    def rows(self) -> Iterator[tuple[int, tuple[Cell, ...]]]:
        """Rows that hold something, in order, with their filled cells from left to right."""
        by_row: dict[int, list[Cell]] = {}
        for (row, _column), cell in sorted(self.cells.items()):
            by_row.setdefault(row, []).append(cell)
        for row, cells in by_row.items():
            yield row, tuple(cells)

    @property
    def last_row(self) -> int:
        """Number of the last filled row, 0 for an empty sheet."""
        return max((row for row, _column in self.cells), default=0)

    def column_with_merges(self, column: int) -> dict[int, Cell]:
        """Filled cells of a column by row; a merged range gives its value to each of its rows."""
        found = {row: cell for (row, col), cell in self.cells.items() if col == column}
        last_row, reached = self.last_row, 0
        for area in sorted(self.merged, key=lambda area: area.top):
            if not area.left <= column <= area.right or area.top <= reached:
                continue
            reached = min(area.bottom, last_row)
            source = self.cell(area.top, area.left)
            if not source.is_empty:
                found |= dict.fromkeys(range(area.top, reached + 1), source)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbook:
    """A whole file. `is_1904` tells which day the serial number 0 is (Excel for Mac, long ago)."""

    file_name: str
    sheets: tuple[Sheet, ...]
    is_1904: bool = False
    warnings: tuple[Fault, ...] = ()
