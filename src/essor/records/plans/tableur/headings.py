"""Follow the headings down the rows: levels, first spelling, levels that are skipped."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from essor.foundations.errors import NBSP, Place
from essor.foundations.tables import Cell, address
from essor.records.plans.tableur import values
from essor.records.plans.tableur.cell_reader import CellReader
from essor.records.plans.tableur.coherence import axis_key
from essor.records.plans.tableur.columns import FoundColumn

Path = tuple[str, ...]
_SHOWN_ROWS = 20


@dataclass(slots=True)
class HeadingReader:
    """Reads the headings of each row.

    met : first row of each spelling; canonical : first spelling of each heading, parents first
    """

    reader: CellReader
    met: dict[Path, int] = field(default_factory=dict)
    canonical: dict[Path, Path] = field(default_factory=dict)
    _columns: tuple[tuple[FoundColumn, Mapping[int, Cell]], ...] = ()
    _gaps: dict[tuple[str, str, int], list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """A merged heading holds for every row of its range."""
        header = self.reader.header
        found = sorted(
            (found for (key, _), found in header.columns.items() if key.startswith("axe_")),
            key=lambda found: found.spec.number,
        )
        self._columns = tuple(
            (column, header.sheet.column_with_merges(column.column)) for column in found
        )

    def read(self, row: int) -> Path:
        """The headings of a row, from the first level down; a skipped level is closed up."""
        levels: list[str] = []
        missing: FoundColumn | None = None
        for column, cells in self._columns:
            cell = cells.get(row)
            title = self.reader.attempt(values.read_title, column, cell) if cell else None
            if not title:
                missing = missing or column
                continue
            if missing is not None:
                gap = (missing.label, column.label, column.column)
                self._gaps.setdefault(gap, []).append(row)
                missing = None
            levels.append(title)
        return tuple(levels)

    def note(self, axes: Path, row: int) -> Path:
        """Remember each level; a heading met before gives its first spelling."""
        same: Path = ()
        for depth in range(1, len(axes) + 1):
            self.met.setdefault(axes[:depth], row)
            spelled = (*same, axes[depth - 1])
            same = self.canonical.setdefault(axis_key(axes[:depth]), spelled)
        return same

    def warn_gaps(self) -> None:
        """Say once per level that it was skipped, with the rows."""
        for (missing, label, column), rows in self._gaps.items():
            numbers = ", ".join(map(str, rows[:_SHOWN_ROWS]))
            numbers += ", …" if len(rows) > _SHOWN_ROWS else ""
            self.reader.warn(
                f"«{NBSP}{label}{NBSP}» est rempli sans «{NBSP}{missing}{NBSP}»"
                f" (lignes {numbers}){NBSP}; il est rattaché au niveau rempli au-dessus",
                place=Place(
                    sheet=self.reader.header.sheet.title,
                    cell=address(rows[0], column),
                    column=label,
                ),
                code="niveau_d_axe_saute",
            )
