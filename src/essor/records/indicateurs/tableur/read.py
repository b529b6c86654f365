"""Find the sheets and their columns in whatever was sent; every row keeps its place."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from essor.foundations.errors import FaultGatherer, Place, UserFault
from essor.foundations.tables import Cell, Sheet, Workbook, address
from essor.foundations.text import fold
from essor.records.indicateurs.tableur.layout import COLONNES, MARQUES, Colonne, Feuille
from essor.records.indicateurs.values import parse_number_fr
from essor.records.plans.tableur import values

HEAD_ROWS = 10
SIX_DECIMALS = Decimal("0.000001")
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ligne:
    """One row: its filled cells by name of column; ``columns`` are those that the sheet bears."""

    sheet: str
    row: int
    cells: Mapping[str, Cell]
    columns: Mapping[str, tuple[Colonne, int]]
    is_1904: bool

    @property
    def place(self) -> Place:
        """Where a fault of the whole row stands."""
        return Place(sheet=self.sheet, cell=f"ligne {self.row}")

    def has(self, name: str) -> bool:
        """Tell whether the sheet bears a column."""
        return name in self.columns

    def text(self, name: str) -> str:
        """Return what a cell shows, empty when it is. Raises UserFault."""
        return self.read(name, values.read_text) or ""

    def number(self, name: str) -> Decimal | None:
        """Return a number. Raises UserFault."""
        return self.read(name, _number)

    def day(self, name: str) -> dt.date | None:
        """Return a day. Raises UserFault."""
        return self.read(name, lambda cell: values.read_date(cell, is_1904=self.is_1904))

    def flag(self, name: str) -> bool | None:
        """Return yes or no, None when the cell is empty. Raises UserFault."""
        return self.read(name, values.read_boolean)

    def word(self, name: str) -> str:
        """Return the code of a word of the column's list, empty when the cell is."""
        return self.read(name, lambda cell: self.columns[name][0].read(values.shown(cell))) or ""

    def read(self, name: str, reader: Callable[[Cell], T]) -> T | None:
        """Read one cell; its faults know its place."""
        cell = self.cells.get(name)
        if cell is None or not values.shown(cell).strip():
            return None
        try:
            values.refuse_untrusted(cell)
            return reader(cell)
        except UserFault as error:
            raise error.at(self.at(name)) from error

    def at(self, name: str) -> Place:
        """Return the place of a cell."""
        column, number = self.columns[name]
        return Place(sheet=self.sheet, cell=address(self.row, number), column=column.label)


def read_lines(book: Workbook) -> dict[Feuille, list[Ligne]]:
    """Return the rows of each sheet. Raises UserFault when no sheet is recognised."""
    found: dict[Feuille, list[Ligne]] = {one: [] for one in Feuille}
    is_known = False
    for sheet in book.sheets:
        head = _head(sheet)
        if head is not None:
            feuille, row, columns = head
            is_known = True
            found[feuille] += _lines(sheet, row, columns, is_1904=book.is_1904)
    if not is_known:
        raise UserFault.single(
            "Aucune feuille n'est reconnue.",
            place=Place(file=book.file_name),
            expected="une ligne d'intitulés comme ceux du modèle : « Libellé », « Période » "
            "ou « Échéance »",
            code="feuilles",
        )
    return found


def _head(sheet: Sheet) -> tuple[Feuille, int, dict[str, tuple[Colonne, int]]] | None:
    for row, cells in sheet.rows():
        if row > HEAD_ROWS:
            return None
        labels = {fold(values.shown(cell)): cell.column for cell in cells}
        for feuille, mark in MARQUES.items():
            columns = {
                one.name: (one, labels[fold(one.label)])
                for one in COLONNES[feuille]
                if fold(one.label) in labels
            }
            if mark in columns and len(columns) > 1:
                return feuille, row, columns
    return None


def _lines(
    sheet: Sheet, head: int, columns: dict[str, tuple[Colonne, int]], *, is_1904: bool
) -> list[Ligne]:
    names = {number: name for name, (_, number) in columns.items()}
    found = []
    for row, cells in sheet.rows():
        kept = {names[cell.column]: cell for cell in cells if cell.column in names}
        if row > head and any(values.shown(cell).strip() for cell in kept.values()):
            found.append(
                Ligne(sheet=sheet.title, row=row, cells=kept, columns=columns, is_1904=is_1904)
            )
    return found


def _number(cell: Cell) -> Decimal:
    value = cell.value
    if isinstance(value, float) and not isinstance(value, bool):
        with FaultGatherer() as faults:
            if abs(value) >= 10**14:
                faults.add_message("le nombre est trop grand", value=values.shown(cell))
        return Decimal(repr(value)).quantize(SIX_DECIMALS)
    return parse_number_fr(values.shown(cell))
