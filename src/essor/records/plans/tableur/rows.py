"""Turn the rows under the labels into drafts, keeping every fault and going on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from essor.foundations.errors import NBSP, Fault, FaultGatherer, Place, UserFault
from essor.foundations.tables import Cell, CellKind, address
from essor.foundations.text import fold_words
from essor.records.plans.tableur import values
from essor.records.plans.tableur.budget_lines import parse_budget_lines
from essor.records.plans.tableur.coherence import axis_key
from essor.records.plans.tableur.draft import ActionDraft, FunderDraft
from essor.records.plans.tableur.guidance import is_guidance, is_total
from essor.records.plans.tableur.header import FoundColumn, Header
from essor.records.plans.tableur.layout import Kind
from essor.records.plans.tableur.lists import split_values
from essor.records.plans.tableur.vocabulary import LATE, LATE_READ_AS, STATUTS

MAX_ACTIONS = 5_000
_OWN_WAY = frozenset({"titre", "sous_titre", "financeur", "montant", "etat"})
T = TypeVar("T")


@dataclass(slots=True)
class RowReader:
    """Reads the rows of one plan. `drafts`, `axes`, `faults` and `warnings` fill up meanwhile."""

    header: Header
    is_1904: bool
    faults: FaultGatherer
    warnings: list[Fault]
    drafts: list[ActionDraft] = field(default_factory=list)
    axes: dict[tuple[str, ...], int] = field(default_factory=dict)
    canonical: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)
    _gaps: dict[tuple[str, str, int], list[int]] = field(default_factory=dict)
    _fillers: list[str] = field(default_factory=list)

    def read(self) -> None:
        """Read every row."""
        merged = self._merged_columns()
        for row in self._rows(merged):
            if len(self.drafts) >= MAX_ACTIONS:
                self._refuse_count(row)
                return
            self._read_row(row, merged)
        self._warn_gaps()
        self._warn_fillers()
        self._warn_merges()

    # -- which rows ---------------------------------------------------------------------------

    def _merged_columns(self) -> dict[str, dict[int, Cell]]:
        """Headings and the parent's title hold for every row of a merged range."""
        keys = [key for key, _ in self.header.columns if key.startswith("axe_") or key == "titre"]
        return {
            key: self.header.sheet.column_with_merges(self.header.columns[key, 0].column)
            for key in keys
        }

    def _rows(self, merged: Mapping[str, Mapping[int, Cell]]) -> list[int]:
        known = {found.column for found in self.header.columns.values()}
        rows = {row for row, column in self.header.sheet.cells if column in known}
        return sorted(row for row in rows if row > self.header.row)

    def _refuse_count(self, row: int) -> None:
        self.faults.add_message(
            "le plan a trop d'actions",
            place=Place(sheet=self.header.sheet.title, cell=f"ligne {row}"),
            expected=f"{MAX_ACTIONS} actions au plus",
            code="trop_d_actions",
        )

    # -- one row ------------------------------------------------------------------------------

    def _read_row(self, row: int, merged: Mapping[str, Mapping[int, Cell]]) -> None:
        cells = self._cells(row)
        if is_guidance(tuple(cells.values()), rows_below_labels=row - self.header.row):
            return
        axes = self._axes(row, merged)
        sub_title = cells.get(("sous_titre", 0))
        title = cells.get(("titre", 0))
        if title is None and sub_title is not None:
            title = merged.get("titre", {}).get(row)
        content = [cell for (key, _), cell in cells.items() if not key.startswith("axe_")]
        if not content:
            self._note_axes(axes, row)
        elif title is None and sub_title is None:
            self._row_without_title(row, content)
        else:
            same = self._note_axes(axes, row)
            self.drafts.append(self._draft(row, same, title, sub_title, cells))

    def _cells(self, row: int) -> dict[tuple[str, int], Cell]:
        """Filled cells of the row by column; the model's own filler text counts as empty."""
        found: dict[tuple[str, int], Cell] = {}
        for key, column in self.header.columns.items():
            cell = self.header.sheet.cell(row, column.column)
            if cell.is_empty or (isinstance(cell.value, str) and not cell.value.strip()):
                continue
            if values.is_model_filler(cell) and row > self.header.row + 2:
                self._fillers.append(cell.address)
                continue
            found[key] = cell
        return found

    def _row_without_title(self, row: int, content: list[Cell]) -> None:
        column = self.header.get("titre")
        place = self._place(column, row)
        if is_total(content):
            self.warnings.append(
                Fault(message="ligne de total, ignorée", place=place, code="ligne_total")
            )
            return
        self.faults.add_message(
            "la ligne contient des données mais aucun titre d'action",
            place=place,
            value=values.shown(content[0]),
            expected="un titre d'action, ou une ligne vide",
            code="titre_absent",
        )

    # -- headings -----------------------------------------------------------------------------

    def _axes(self, row: int, merged: Mapping[str, Mapping[int, Cell]]) -> tuple[str, ...]:
        columns = sorted(
            (found for (key, _), found in self.header.columns.items() if key.startswith("axe_")),
            key=lambda found: found.spec.number,
        )
        levels: list[str] = []
        missing: FoundColumn | None = None
        for column in columns:
            cell = merged[column.spec.key].get(row)
            title = self._try(values.read_title, cell, column, row) if cell else None
            if not title:
                missing = missing or column
                continue
            if missing is not None:
                gap = (missing.label, column.label, column.column)
                self._gaps.setdefault(gap, []).append(row)
                missing = None
            levels.append(title)
        return tuple(levels)

    def _warn_gaps(self) -> None:
        """Say once per level that it was skipped, with the rows."""
        for (missing, label, column), rows in self._gaps.items():
            numbers = ", ".join(map(str, rows[:20])) + (", …" if len(rows) > 20 else "")
            self.warnings.append(
                Fault(
                    message=f"«{NBSP}{label}{NBSP}» est rempli sans «{NBSP}{missing}{NBSP}»"
                    f" (lignes {numbers}){NBSP}; il est rattaché au niveau rempli au-dessus",
                    place=Place(
                        sheet=self.header.sheet.title, cell=address(rows[0], column), column=label
                    ),
                    code="niveau_d_axe_saute",
                )
            )

    def _note_axes(self, axes: tuple[str, ...], row: int) -> tuple[str, ...]:
        """Remember each level; a heading met before gives its first spelling."""
        same: tuple[str, ...] = ()
        for depth in range(1, len(axes) + 1):
            self.axes.setdefault(axes[:depth], row)
            spelled = (*same, axes[depth - 1])
            same = self.canonical.setdefault(axis_key(axes[:depth]), spelled)
        return same

    # -- fields -------------------------------------------------------------------------------

    def _draft(
        self,
        row: int,
        axes: tuple[str, ...],
        title: Cell | None,
        sub_title: Cell | None,
        cells: Mapping[tuple[str, int], Cell],
    ) -> ActionDraft:
        own = self._title(title, "titre", row)
        below = self._title(sub_title, "sous_titre", row)
        fields: dict[str, Any] = {}
        for (key, number), cell in cells.items():
            column = self.header.columns[key, number]
            if key in _OWN_WAY or column.spec.kind is Kind.AXIS:
                continue
            value = self._try(self._reader(column), cell, column, row)
            if value in (None, "", ()):
                continue
            fields[key] = f"{fields[key]}\n{value}" if key in fields else value
        if sub_title is not None and title is None:
            self._refuse_orphan(row, below)
        fields["financeurs"] = self._funders(row, cells)
        self._check_dates(row, fields)
        return ActionDraft(
            axes=axes,
            titre=below if sub_title is not None else own,
            parent_titre=own if sub_title is not None else None,
            row=row,
            cells=self._addresses(row),
            **fields,
        )

    def _title(self, cell: Cell | None, key: str, row: int) -> str:
        """The title, shown as it is when it is refused so that the row can still be named."""
        if cell is None:
            return ""
        column = self.header.columns[key, 0]
        title = self._try(values.read_title, cell, column, row)
        return values.one_line(values.shown(cell)) if title is None else title

    def _refuse_orphan(self, row: int, title: str) -> None:
        self.faults.add_message(
            "la sous-action n'a pas de titre d'action parente",
            place=self._place(self.header.get("titre"), row),
            value=title,
            expected="le titre de l'action parente dans la colonne «\u00a0Titre de l'action\u00a0»",
            code="parent_absent",
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
            self.warnings.append(
                Fault(
                    message=f"ce nombre est peut-être une date ({day:%d/%m/%Y})"
                    f"{NBSP}; il est gardé tel quel",
                    place=self._place(column, cell.row),
                    value=text,
                    expected="la date en toutes lettres si c'en est une",
                    code="date_probable",
                )
            )
        return text

    def _choice(self, column: FoundColumn, cell: Cell) -> str:
        text = values.read_text(cell)
        assert column.spec.vocabulary is not None
        if column.spec.vocabulary is STATUTS and fold_words(text) == LATE:
            self.warnings.append(
                Fault(
                    message=f"«{NBSP}En retard{NBSP}» est calculé par Essor d'après les dates"
                    f"{NBSP}; le statut est lu «{NBSP}{LATE_READ_AS}{NBSP}»",
                    place=self._place(column, cell.row),
                    value=text,
                    code="statut_en_retard",
                )
            )
            return LATE_READ_AS
        return column.spec.vocabulary.read(text)

    def _funders(
        self, row: int, cells: Mapping[tuple[str, int], Cell]
    ) -> tuple[FunderDraft, ...] | None:
        """Funders by their number; an amount or a state alone is a fault."""
        numbers = sorted(
            {number for key, number in cells if key in ("financeur", "montant", "etat")}
        )
        found = [funder for n in numbers if (funder := self._funder(row, n, cells)) is not None]
        self._warn_shared(row, found, cells)
        return tuple(found) or None

    def _funder(
        self, row: int, number: int, cells: Mapping[tuple[str, int], Cell]
    ) -> FunderDraft | None:
        parts: dict[str, Any] = {}
        for key, reader in (("montant", values.read_amount), ("etat", None)):
            cell, column = cells.get((key, number)), self.header.get(key, number)
            if cell is not None and column is not None:
                parts[key] = self._try(reader or self._reader(column), cell, column, row)
        name, column = cells.get(("financeur", number)), self.header.get("financeur", number)
        if name is None or column is None:
            key = "montant" if ("montant", number) in cells else "etat"
            self.faults.add_message(
                f"ce montant n'a pas de financeur (Financeur {number} est vide)",
                place=self._place(self.header.get(key, number), row),
                value=values.shown(cells[key, number]),
                expected="le nom du financeur, ou une cellule vide",
                code="montant_sans_financeur",
            )
            return None
        title = self._try(values.read_title, name, column, row)
        if not title:
            return None
        return FunderDraft(nom=title, montant_eur=parts.get("montant"), etat=parts.get("etat"))

    def _warn_shared(
        self, row: int, funders: list[FunderDraft], cells: Mapping[tuple[str, int], Cell]
    ) -> None:
        """Say when one amount stands for several names: it is kept whole, not shared out."""
        for number in self.header.numbers("financeur"):
            cell = cells.get(("financeur", number))
            if cell is not None and len(split_values(values.read_text(cell))) > 1:
                self.warnings.append(
                    Fault(
                        message="plusieurs financeurs dans une cellule"
                        f"{NBSP}: ils sont gardés ensemble, avec leur montant commun",
                        place=self._place(self.header.get("financeur", number), row),
                        value=values.shown(cell),
                        code="financeurs_ensemble",
                    )
                )

    def _check_dates(self, row: int, fields: Mapping[str, Any]) -> None:
        start, end = fields.get("debut_on"), fields.get("fin_on")
        if start is not None and end is not None and end < start:
            self.faults.add_message(
                "la date de fin précède la date de début",
                place=self._place(self.header.get("fin_on"), row),
                value=f"{end:%d/%m/%Y}",
                expected=f"une date à partir du {start:%d/%m/%Y}",
                code="fin_avant_debut",
            )

    # -- places -------------------------------------------------------------------------------

    def _try(
        self, reader: Callable[[Cell], T], cell: Cell, column: FoundColumn, row: int
    ) -> T | None:
        """The value, or None with its faults gathered at this cell."""
        try:
            values.refuse_untrusted(cell)
            return reader(cell)
        except UserFault as error:
            self.faults.extend(error.faults, place=self._place(column, row))
            return None

    def _place(self, column: FoundColumn | None, row: int) -> Place:
        sheet = self.header.sheet.title
        if column is None:
            return Place(sheet=sheet, cell=f"ligne {row}")
        cell = Cell(row=row, column=column.column)
        return Place(sheet=sheet, cell=cell.address, column=column.label)

    def _addresses(self, row: int) -> dict[str, str]:
        return {
            key: Cell(row=row, column=found.column).address
            for (key, number), found in self.header.columns.items()
            if number <= 1
        }

    # -- what is said once --------------------------------------------------------------------

    def _warn_fillers(self) -> None:
        if self._fillers:
            self.warnings.append(
                Fault(
                    message="le texte d'aide du modèle n'est pas repris",
                    place=Place(sheet=self.header.sheet.title, cell=self._fillers[0]),
                    value=", ".join(self._fillers),
                    code="texte_du_modele",
                )
            )

    def _warn_merges(self) -> None:
        """A merged cell outside headings counts once: sharing it out could double an amount."""
        by_column = {found.column: found for found in self.header.columns.values()}
        for area in self.header.sheet.merged:
            column = by_column.get(area.left)
            if column is None or area.top <= self.header.row or area.bottom == area.top:
                continue
            cell = self.header.sheet.cell(area.top, area.left)
            spread = column.spec.kind in (Kind.AXIS, Kind.TITLE)
            if not spread and not cell.is_empty and cell.kind is not CellKind.ERROR:
                self.warnings.append(
                    Fault(
                        message="cellule fusionnée sur plusieurs lignes"
                        f"{NBSP}: la valeur n'est retenue que pour la première",
                        place=self._place(column, area.top),
                        value=values.shown(cell),
                        code="cellule_fusionnee",
                    )
                )


def _intercommunalites(cell: Cell) -> tuple[Any, ...]:
    faults = FaultGatherer()
    found = []
    for name in values.read_names(cell, split_values):
        with faults.catching():
            found.append(values.read_intercommunalite(name))
    faults.raise_if_any()
    return tuple(found)
