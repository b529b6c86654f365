"""Count what a workbook holds while it is read, and stop at the first bound passed."""

from essor.foundations.errors import Place, UserFault
from essor.foundations.french import format_number
from essor.foundations.tables.cells import address, column_letters
from essor.foundations.tables.limits import Limits


class WorkbookBudget:
    """Cells and characters left for the whole workbook, all sheets together."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._cells = 0
        self._characters = 0

    def spend(self, *, cells: int, characters: int) -> None:
        """Count cells and their text. Raises `UserFault` when the workbook holds too much."""
        self._cells += cells
        self._characters += characters
        if self._cells > self.limits.max_cells:
            most = format_number(self.limits.max_cells)
            refuse("le classeur contient trop de cellules remplies", f"{most} cellules au plus")
        if self._characters > self.limits.max_text_characters:
            most = format_number(self.limits.max_text_characters)
            refuse("le classeur contient trop de texte", f"{most} caractères au plus")


class SheetBounds:
    """The rectangle of filled cells of one sheet, kept within the limits."""

    def __init__(self, title: str, budget: WorkbookBudget) -> None:
        self.title = title
        self._budget = budget
        self._limits = budget.limits
        self.last_row = 0
        self.last_column = 0

    def fill(
        self, row: int, column: int, *, characters: int = 0, rows: int = 1, columns: int = 1
    ) -> None:
        """Count a filled cell, or a block of repeated ones whose last corner is given."""
        place = Place(sheet=self.title, cell=address(row, column))
        if row > self._limits.max_rows:
            most = format_number(self._limits.max_rows)
            refuse("la feuille a trop de lignes", f"{most} lignes au plus", place)
        if column > self._limits.max_columns:
            most = f"{self._limits.max_columns} colonnes au plus (jusqu'à la colonne "
            most += f"{column_letters(self._limits.max_columns)})"
            refuse("la feuille a trop de colonnes", most, place)
        if characters > self._limits.max_cell_characters:
            most = format_number(self._limits.max_cell_characters)
            refuse("la cellule contient trop de texte", f"{most} caractères au plus", place)
        self.last_row = max(self.last_row, row)
        self.last_column = max(self.last_column, column)
        if self.last_row * self.last_column > self._limits.max_area:
            most = format_number(self._limits.max_area)
            refuse("la feuille est trop étendue", f"{most} cases au plus, vides comprises", place)
        count = rows * columns
        self._budget.spend(cells=count, characters=characters * count)

    def merge(self, count: int) -> None:
        """Check the number of merged ranges so far."""
        if count > self._limits.max_merges:
            most = format_number(self._limits.max_merges)
            refuse(
                "la feuille a trop de cellules fusionnées",
                f"{most} fusions au plus",
                Place(sheet=self.title),
            )


def refuse(message: str, expected: str, place: Place | None = None) -> None:
    """Raise the fault of a workbook that passes a bound."""
    raise UserFault.single(
        message, expected=expected, place=place or Place(), code="classeur_trop_grand"
    )
