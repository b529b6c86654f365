"""A table of a study: words for readers, exact numbers for files, a block for documents."""

from dataclasses import dataclass
from decimal import Decimal

from essor.foundations.french import format_number
from essor.reports.charts.scale import short_eur
from essor.reports.document.blocks import Table as Block

WIDE = 3


@dataclass(frozen=True, slots=True)
class Measure:
    """A physical quantity, with the decimals that its readers need."""

    value: float
    decimals: int

    def __str__(self) -> str:
        return format_number(round(self.value, self.decimals) + 0.0, decimals=self.decimals)


Cell = str | float | Measure
Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Heads and cells; a float is an amount in EUR.

    is_text : cells are words, set to the left; has_total : the last row is the sum of the others
    """

    head: tuple[str, ...]
    cells: tuple[Row, ...]
    is_text: bool = False
    has_total: bool = False

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """Cells in words, as on screen and on paper."""
        return [
            tuple(short_eur(cell) if isinstance(cell, float) else str(cell) for cell in row)
            for row in self.cells
        ]

    @property
    def labelled(self) -> list[list[tuple[str, str]]]:
        """Cells in words, each with the head of its column: what a phone shows."""
        return [list(zip(self.head, row, strict=True)) for row in self.rows]

    @property
    def is_wide(self) -> bool:
        """Tell whether a phone has no room for its columns."""
        return len(self.head) > WIDE

    @property
    def exact(self) -> list[list[str | Decimal]]:
        """Cells for a file: amounts to the cent, quantities unrounded."""
        return [[_exact(cell) for cell in row] for row in self.cells]

    def block(
        self,
        caption: str,
        widths: tuple[float, ...],
        *,
        is_small: bool = False,
        numbers: tuple[int, ...] | None = None,
    ) -> Block:
        """Return the table of a document; numbers : columns set to the right."""
        right = () if self.is_text else tuple(range(1, len(self.head)))
        return Block(
            caption=caption,
            head=self.head,
            rows=tuple(self.rows),
            widths=widths,
            numbers=right if numbers is None else numbers,
            has_total=self.has_total,
            is_small=is_small,
        )


def _exact(cell: Cell) -> str | Decimal:
    if isinstance(cell, str):
        return cell
    return Decimal(str(round(cell, 2) if isinstance(cell, float) else cell.value))
