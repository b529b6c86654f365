"""Read the workbook: sheets by their title, columns by their heading, every fault at once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from essor.foundations.errors import FaultGatherer, Place, UserFault
from essor.foundations.tables import Cell, Sheet, Workbook
from essor.foundations.text import fold
from essor.records.terres.tableur.cells import read_value
from essor.records.terres.tableur.layout import COLUMNS, Column, Feuille

HEADER_ROWS = 6
README = "lisez-moi"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ligne:
    """One row: what each of its columns says, and where it stands."""

    feuille: Feuille
    values: Mapping[str, Any]
    number: int
    letters: Mapping[str, int]

    def place(self, name: str = "") -> Place:
        """Return where a value stands, or the row."""
        labels = {one.name: one.label for one in COLUMNS[self.feuille]}
        if name not in self.letters:
            return Place(sheet=self.feuille.value, cell=f"A{self.number}")
        cell = Cell(row=self.number, column=self.letters[name])
        return Place(sheet=self.feuille.value, cell=cell.address, column=labels[name])


def read_lines(book: Workbook) -> dict[Feuille, list[Ligne]]:
    """Return the rows of each sheet found. Raises UserFault with every fault of the file."""
    found: dict[Feuille, list[Ligne]] = {}
    titles = {fold(one.value): one for one in Feuille}
    with FaultGatherer() as faults:
        for sheet in book.sheets:
            feuille = titles.get(fold(sheet.title))
            if feuille is None:
                if not sheet.is_hidden and fold(sheet.title) != README and sheet.cells:
                    faults.add_message(
                        "cette feuille n'est pas connue", place=Place(sheet=sheet.title),
                        expected=", ".join(one.value for one in Feuille), code="feuille",
                    )  # fmt: skip
                continue
            with faults.catching():
                found[feuille] = list(_lines(sheet, feuille, is_1904=book.is_1904))
        if not found and not faults:
            faults.add_message(
                "aucune feuille n'est reconnue", place=Place(file=book.file_name),
                expected=", ".join(one.value for one in Feuille), code="feuille",
            )  # fmt: skip
    return {one: found[one] for one in Feuille if one in found}


def _lines(sheet: Sheet, feuille: Feuille, *, is_1904: bool) -> Iterator[Ligne]:
    top, columns = _header(sheet, feuille)
    letters = {column.name: place for place, column in columns.items()}
    lines = []
    with FaultGatherer() as faults:
        for number, cells in sheet.rows():
            if number <= top or _is_hint(cells, columns) or all(one.is_empty for one in cells):
                continue
            with faults.catching():
                values = _values(sheet, number, columns, feuille, is_1904=is_1904)
                lines.append(Ligne(feuille=feuille, values=values, number=number, letters=letters))
    yield from lines


def _header(sheet: Sheet, feuille: Feuille) -> tuple[int, dict[int, Column]]:
    known = {fold(one.label): one for one in COLUMNS[feuille]}
    for number, cells in sheet.rows():
        if number > HEADER_ROWS:
            break
        named = {cell.column: fold(str(cell.value or "")) for cell in cells}
        found = {place: known[label] for place, label in named.items() if label in known}
        if len(found) < 2:  # noqa: PLR2004
            continue
        with FaultGatherer() as faults:
            for place, label in named.items():
                if label and label not in known:
                    faults.add_message(
                        "cette colonne n'est pas connue", code="colonne",
                        value=str(sheet.cell(number, place).value),
                        place=Place(
                            sheet=sheet.title, cell=Cell(row=number, column=place).address
                        ),
                        expected=", ".join(one.label for one in COLUMNS[feuille]),
                    )  # fmt: skip
            for one in COLUMNS[feuille]:
                if one.is_required and one not in found.values():
                    faults.add_message(
                        "une colonne manque", place=Place(sheet=sheet.title), expected=one.label,
                        code="colonne",
                    )  # fmt: skip
        return number, found
    raise UserFault.single(
        "les intitulés des colonnes ne sont pas reconnus", place=Place(sheet=sheet.title),
        expected=", ".join(one.label for one in COLUMNS[feuille]), code="colonne",
    )  # fmt: skip


def _is_hint(cells: tuple[Cell, ...], columns: Mapping[int, Column]) -> bool:
    hints = {place: column.hint for place, column in columns.items()}
    said = [(cell.column, str(cell.value or "")) for cell in cells if not cell.is_empty]
    return bool(said) and all(hints.get(place) == text for place, text in said)


def _values(
    sheet: Sheet, number: int, columns: Mapping[int, Column], feuille: Feuille, *, is_1904: bool
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    with FaultGatherer() as faults:
        for place, column in columns.items():
            cell = sheet.cell(number, place)
            where = Place(sheet=feuille.value, cell=cell.address, column=column.label)
            with faults.catching(where):
                found[column.name] = read_value(column, cell, is_1904=is_1904)
            if column.is_required and found.get(column.name, "?") in ("", None):
                faults.add_message(
                    "la cellule est vide", place=where, expected=column.label.lower(), code="vide"
                )
    return found
