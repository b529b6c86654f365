"""Turn the rows under the labels into drafts, keeping every fault and going on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from essor.foundations.errors import NBSP, Place
from essor.foundations.tables import Cell, CellKind, address
from essor.records.plans.tableur import values
from essor.records.plans.tableur.cell_reader import CellReader
from essor.records.plans.tableur.draft import ActionDraft
from essor.records.plans.tableur.funders import KEYS as FUNDER_KEYS
from essor.records.plans.tableur.funders import read_funders
from essor.records.plans.tableur.guidance import is_guidance, is_total
from essor.records.plans.tableur.headings import HeadingReader
from essor.records.plans.tableur.layout import Kind

MAX_ACTIONS = 5_000
MAX_FAULTS = 1_000
_OWN_WAY = frozenset({"titre", "sous_titre", *FUNDER_KEYS})


@dataclass(slots=True)
class RowReader:
    """Reads the rows of one plan; `drafts` and `headings` fill up meanwhile."""

    reader: CellReader
    headings: HeadingReader = field(init=False)
    drafts: list[ActionDraft] = field(default_factory=list)
    _titles: Mapping[int, Cell] = field(default_factory=dict)
    _fillers: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.headings = HeadingReader(self.reader)
        header = self.reader.header
        self._titles = header.sheet.column_with_merges(header.columns["titre", 0].column)

    def read(self) -> None:
        """Read every row."""
        for row in self._rows():
            if len(self.drafts) >= MAX_ACTIONS:
                self._stop(row, "le plan a trop d'actions", f"{MAX_ACTIONS} actions au plus")
                return
            if len(self.reader.faults) >= MAX_FAULTS:
                found = f"trop de fautes ({len(self.reader.faults)}), la lecture s'arrête ici"
                self._stop(row, found, "une feuille de plan d'action")
                return
            self._read_row(row)
        self.headings.warn_gaps()
        self._warn_fillers()
        self._warn_merges()

    # -- which rows ---------------------------------------------------------------------------

    def _rows(self) -> list[int]:
        header = self.reader.header
        known = {found.column for found in header.columns.values()}
        rows = {row for row, column in header.sheet.cells if column in known}
        return sorted(row for row in rows if row > header.row)

    def _stop(self, row: int, message: str, expected: str) -> None:
        place = self.reader.place(None, row)
        self.reader.faults.add_message(
            message, place=place, expected=expected, code="lecture_arretee"
        )

    # -- one row ------------------------------------------------------------------------------

    def _read_row(self, row: int) -> None:
        cells, header = self._cells(row), self.reader.header
        below = row - header.row
        if header.has_guidance and is_guidance(tuple(cells.values()), rows_below_labels=below):
            return
        axes = self.headings.read(row)
        title, sub_title = cells.get(("titre", 0)), cells.get(("sous_titre", 0))
        if title is None and sub_title is not None:
            title = self._titles.get(row)  # the parent's title may be merged over its sub-actions
        content = [cell for (key, _), cell in cells.items() if not key.startswith("axe_")]
        if not content:
            self.headings.note(axes, row)
        elif title is None and sub_title is None:
            self._row_without_title(row, content)
        else:
            same = self.headings.note(axes, row)
            self.drafts.append(self._draft(row, same, title, sub_title, cells))

    def _cells(self, row: int) -> dict[tuple[str, int], Cell]:
        """Filled cells of the row by column; the model's own filler text counts as empty."""
        found: dict[tuple[str, int], Cell] = {}
        header = self.reader.header
        for key, column in header.columns.items():
            cell = header.sheet.cell(row, column.column)
            if cell.is_empty or (isinstance(cell.value, str) and not cell.value.strip()):
                continue
            if values.is_model_filler(cell) and row > header.row + 2:
                self._fillers.append(cell.address)
                continue
            found[key] = cell
        return found

    def _row_without_title(self, row: int, content: list[Cell]) -> None:
        place = self.reader.place(self.reader.header.get("titre"), row)
        if is_total(content):
            self.reader.warn("ligne de total, ignorée", place=place, code="ligne_total")
            return
        self.reader.faults.add_message(
            "la ligne contient des données mais aucun titre d'action",
            place=place,
            value=values.shown(content[0]),
            expected="un titre d'action, ou une ligne vide",
            code="titre_absent",
        )

    def _draft(
        self,
        row: int,
        axes: tuple[str, ...],
        title: Cell | None,
        sub_title: Cell | None,
        cells: Mapping[tuple[str, int], Cell],
    ) -> ActionDraft:
        own = self.reader.title(title, "titre")
        below = self.reader.title(sub_title, "sous_titre")
        fields = self._fields(cells)
        if sub_title is not None and title is None:
            self._refuse_orphan(row, below)
        fields["financeurs"] = read_funders(self.reader, row, cells)
        self._check_dates(row, fields)
        return ActionDraft(
            axes=axes,
            titre=below if sub_title is not None else own,
            parent_titre=own if sub_title is not None else None,
            row=row,
            cells=self._addresses(row),
            **fields,
        )

    def _fields(self, cells: Mapping[tuple[str, int], Cell]) -> dict[str, Any]:
        """Values by field; two columns of one text field are put one under the other."""
        fields: dict[str, Any] = {}
        for (key, number), cell in cells.items():
            column = self.reader.header.columns[key, number]
            if key in _OWN_WAY or column.spec.kind is Kind.AXIS:
                continue
            value = self.reader.value(column, cell)
            if value not in (None, "", ()):
                fields[key] = f"{fields[key]}\n{value}" if key in fields else value
        return fields

    def _refuse_orphan(self, row: int, title: str) -> None:
        self.reader.faults.add_message(
            "la sous-action n'a pas de titre d'action parente",
            place=self.reader.place(self.reader.header.get("titre"), row),
            value=title,
            expected="le titre de l'action parente dans la colonne «\u00a0Titre de l'action\u00a0»",
            code="parent_absent",
        )

    def _check_dates(self, row: int, fields: Mapping[str, Any]) -> None:
        start, end = fields.get("debut_on"), fields.get("fin_on")
        if start is not None and end is not None and end < start:
            self.reader.faults.add_message(
                "la date de fin précède la date de début",
                place=self.reader.place(self.reader.header.get("fin_on"), row),
                value=f"{end:%d/%m/%Y}",
                expected=f"une date à partir du {start:%d/%m/%Y}",
                code="fin_avant_debut",
            )

    def _addresses(self, row: int) -> dict[str, str]:
        return {
            key: address(row, found.column)
            for (key, number), found in self.reader.header.columns.items()
            if number <= 1
        }

    # -- what is said once --------------------------------------------------------------------

    def _warn_fillers(self) -> None:
        if self._fillers:
            self.reader.warn(
                "le texte d'aide du modèle n'est pas repris",
                place=Place(sheet=self.reader.header.sheet.title, cell=self._fillers[0]),
                value=", ".join(self._fillers),
                code="texte_du_modele",
            )

    def _warn_merges(self) -> None:
        """A merged cell outside headings counts once: sharing it out could double an amount."""
        header = self.reader.header
        by_column = {found.column: found for found in header.columns.values()}
        for area in header.sheet.merged:
            column = by_column.get(area.left)
            if column is None or area.top <= header.row or area.bottom == area.top:
                continue
            cell = header.sheet.cell(area.top, area.left)
            spread = column.spec.kind in (Kind.AXIS, Kind.TITLE)
            if not spread and not cell.is_empty and cell.kind is not CellKind.ERROR:
                self.reader.warn(
                    "cellule fusionnée sur plusieurs lignes"
                    f"{NBSP}: la valeur n'est retenue que pour la première",
                    place=self.reader.place(column, area.top),
                    value=values.shown(cell),
                    code="cellule_fusionnee",
                )
