"""Read the cells of one row, each fault and warning placed at its cell."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from essor.foundations.errors import NBSP, Fault, FaultGatherer, Place, UserFault
from essor.foundations.tables import Cell, address
from essor.foundations.text import fold, fold_words
from essor.records.plans.tableur import values
from essor.records.plans.tableur.budget_lines import parse_budget_lines
from essor.records.plans.tableur.columns import FoundColumn, Header
from essor.records.plans.tableur.draft import IntercommunaliteDraft
from essor.records.plans.tableur.layout import Kind
from essor.records.plans.tableur.lists import split_values
from essor.records.plans.tableur.vocabulary import LATE, LATE_READ_AS, STATUTS

T = TypeVar("T")


@dataclass(slots=True)
class CellReader:
    """Knows the columns, and where faults and warnings go."""

    header: Header
    is_1904: bool
    faults: FaultGatherer
    warnings: list[Fault]

    def value(self, column: FoundColumn, cell: Cell) -> Any:
        """What the cell says, None when it is refused."""
        return self.attempt(self._reader(column), column, cell)

    def title(self, cell: Cell | None, key: str) -> str:
        """A title, shown as it is when it is refused so that the row can still be named."""
        if cell is None:
            return ""
        column = self.header.columns[key, 0]
        title = self.attempt(values.read_title, column, cell)
        if title is None:
            return values.one_line(values.shown(cell))
        if not fold(title):
            self.faults.add_message(
                "le titre ne contient aucun caractère visible",
                place=self.place(column, cell.row),
                expected="un titre",
                code="titre_absent",
            )
        return title

    def attempt(self, reader: Callable[[Cell], T], column: FoundColumn, cell: Cell) -> T | None:
        """The value, or None with its faults gathered at this cell."""
        try:
            values.refuse_untrusted(cell)
            return reader(cell)
        except UserFault as error:
            self.faults.extend(error.faults, place=self.place(column, cell.row))
            return None

    def place(self, column: FoundColumn | None, row: int) -> Place:
        """Where a fault of this row stands."""
        sheet = self.header.sheet.title
        if column is None:
            return Place(sheet=sheet, cell=f"ligne {row}")
        return Place(sheet=sheet, cell=address(row, column.column), column=column.label)

    def warn(
        self,
        message: str,
        *,
        place: Place,
        code: str,
        value: str | None = None,
        expected: str | None = None,
    ) -> None:
        """Add a warning."""
        self.warnings.append(
            Fault(message=message, place=place, value=value, expected=expected, code=code)
        )

    def _reader(self, column: FoundColumn) -> Callable[[Cell], Any]:
        spec = column.spec
        match spec.kind:
            case Kind.DATE:
                return lambda cell: values.read_date(cell, is_1904=self.is_1904)
            case Kind.AMOUNT:
                return values.read_amount
            case Kind.BOOLEAN:
                return values.read_boolean
            case Kind.LIST:
                return lambda cell: values.read_names(cell, split_values)
            case Kind.CODE:
                return values.read_code
            case Kind.BUDGET_LINES:
                return lambda cell: parse_budget_lines(values.read_text(cell))
            case Kind.INTERCOMMUNALITES:
                return _intercommunalites
            case Kind.CHOICE:
                return lambda cell: self._choice(column, cell)
            case _:
                return lambda cell: self._text(column, cell)

    def _text(self, column: FoundColumn, cell: Cell) -> str:
        text = values.read_text(cell)
        if day := values.serial_day(cell):
            self.warn(
                f"ce nombre est peut-être une date ({day:%d/%m/%Y}){NBSP}; il est gardé tel quel",
                place=self.place(column, cell.row),
                value=text,
                expected="la date en toutes lettres si c'en est une",
                code="date_probable",
            )
        return text

    def _choice(self, column: FoundColumn, cell: Cell) -> str:
        text = values.read_text(cell)
        assert column.spec.vocabulary is not None
        if column.spec.vocabulary is STATUTS and fold_words(text) == LATE:
            self.warn(
                f"«{NBSP}En retard{NBSP}» est calculé par Essor d'après les dates"
                f"{NBSP}; le statut est lu «{NBSP}{LATE_READ_AS}{NBSP}»",
                place=self.place(column, cell.row),
                value=text,
                code="statut_en_retard",
            )
            return LATE_READ_AS
        return column.spec.vocabulary.read(text)


def _intercommunalites(cell: Cell) -> tuple[IntercommunaliteDraft, ...]:
    faults = FaultGatherer()
    found = []
    for name in values.read_names(cell, split_values):
        with faults.catching():
            found.append(values.read_intercommunalite(name))
    faults.raise_if_any()
    return tuple(found)
