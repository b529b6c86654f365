"""Understand the labels of a plan: which column is which field, and what is not read."""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from essor.foundations.errors import NBSP, Fault, FaultGatherer, Place
from essor.foundations.tables import Cell, CellKind, Sheet, column_letters
from essor.foundations.text import fold_words
from essor.records.plans.tableur.guidance import is_guidance
from essor.records.plans.tableur.layout import (
    ESSOR_COLUMNS,
    IGNORED_LABELS,
    KNOWN_LABELS,
    MODEL_COLUMNS,
    ColumnSpec,
    Kind,
    column_for,
)
from essor.records.plans.tableur.numbering import Labelled, number_funders
from essor.records.plans.tableur.values import is_model_filler


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundColumn:
    """A column of the file that is understood. column : its number, from 1."""

    spec: ColumnSpec
    column: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """Where the plan stands. columns : by (key, number); unnumbered ones have number 0.

    has_guidance : rows under the labels may explain how to fill the sheet in
    """

    sheet: Sheet
    row: int
    columns: Mapping[tuple[str, int], FoundColumn]
    ignored: tuple[str, ...]
    has_guidance: bool = True

    def get(self, key: str, number: int = 0) -> FoundColumn | None:
        """The column of a field, None when the file does not have it."""
        return self.columns.get((key, number))

    def numbers(self, key: str) -> list[int]:
        """The numbers met for a repeated column, in order."""
        return sorted(number for name, number in self.columns if name == key)


def label_specs(cells: Iterable[Cell]) -> list[Labelled]:
    """Column number, label and meaning (None when unknown) of each text cell."""
    return [
        (cell.column, " ".join(cell.value.split()), column_for(cell.value))
        for cell in cells
        if cell.kind is CellKind.TEXT and isinstance(cell.value, str)
    ]


def read_labels(sheet: Sheet, row: int, *, warnings: list[Fault], faults: FaultGatherer) -> Header:
    """Understand the labels of a row; what is twice there or not understood is said."""
    filled = _filled_columns(sheet, row)
    labels = label_specs(cell for (at, _), cell in sorted(sheet.cells.items()) if at == row)
    columns: dict[tuple[str, int], FoundColumn] = {}
    ignored: list[str] = []
    for column, label, spec in number_funders(labels, sheet, filled, faults):
        if spec is None:
            ignored.append(label)
            if warning := _not_read(label, column, sheet, row, filled):
                warnings.append(warning)
            continue
        key = (spec.key, 0 if spec.kind is Kind.AXIS else spec.number)
        found = FoundColumn(spec=spec, column=column, label=label)
        if key not in columns:
            columns[key] = found
        elif spec.kind is Kind.TEXT and label != columns[key].label:
            _join(columns, key, found, sheet, filled, warnings)
        else:
            _refuse_twice(columns[key], found, sheet, filled, faults)
    _warn_without_label(sheet, labels, filled, warnings)
    _warn_order(sheet, columns.values(), warnings)
    return Header(sheet=sheet, row=row, columns=columns, ignored=tuple(ignored))


def _filled_columns(sheet: Sheet, row: int) -> dict[int, int]:
    """Number of cells filled by the planner under the labels, by column."""
    counts: dict[int, int] = {}
    for at, cells in sheet.rows():
        if at <= row or is_guidance(cells, rows_below_labels=at - row):
            continue
        for cell in cells:
            if not is_model_filler(cell):
                counts[cell.column] = counts.get(cell.column, 0) + 1
    return counts


def _not_read(
    label: str, column: int, sheet: Sheet, row: int, filled: Mapping[int, int]
) -> Fault | None:
    """What to say of a column that is not read; nothing for a known one that is empty."""
    count = filled.get(column, 0)
    place = Place(sheet=sheet.title, cell=f"{column_letters(column)}{row}", column=label)
    key = fold_words(label)
    if key in IGNORED_LABELS:
        message = "cette colonne n'est pas reprise dans le plan"
        return Fault(message=message, place=place, code="colonne_ignoree") if count else None
    if "ttc" in key.split():
        message = "cette colonne en TTC n'est pas lue\u00a0: Essor tient les montants hors taxes"
        return Fault(message=message, place=place, code="colonne_ttc")
    message = f"colonne inconnue, ignorée ({count} cellules remplies)"
    folded = {fold_words(known): known for known in KNOWN_LABELS}
    close = difflib.get_close_matches(key, folded, n=1, cutoff=0.75)
    if close:
        message += f"{NBSP}; vouliez-vous dire «{NBSP}{folded[close[0]]}{NBSP}»{NBSP}?"
    return Fault(message=message, place=place, code="colonne_inconnue")


def _join(
    columns: dict[tuple[str, int], FoundColumn],
    key: tuple[str, int],
    found: FoundColumn,
    sheet: Sheet,
    filled: Mapping[int, int],
    warnings: list[Fault],
) -> None:
    """Two text columns with different labels feed one field (« Notes de suivi » and the like)."""
    number = 1 + max(number for name, number in columns if name == key[0])
    columns[key[0], number] = found
    if filled.get(found.column):
        warnings.append(
            Fault(
                message=f"cette colonne est réunie avec «{NBSP}{columns[key].label}{NBSP}»",
                place=Place(
                    sheet=sheet.title, cell=column_letters(found.column), column=found.label
                ),
                code="colonnes_reunies",
            )
        )


def _refuse_twice(
    first: FoundColumn,
    second: FoundColumn,
    sheet: Sheet,
    filled: Mapping[int, int],
    faults: FaultGatherer,
) -> None:
    """Two columns for one field: harmless while the second is empty."""
    if filled.get(second.column):
        faults.add_message(
            f"la colonne «{NBSP}{second.spec.label}{NBSP}» est présente deux fois "
            f"({column_letters(first.column)} et {column_letters(second.column)})",
            place=Place(sheet=sheet.title, cell=column_letters(second.column), column=second.label),
            value=f"{first.label}, {second.label}",
            expected="une seule colonne par information",
            code="colonne_en_double",
        )


def _warn_without_label(
    sheet: Sheet,
    labels: list[Labelled],
    filled: Mapping[int, int],
    warnings: list[Fault],
) -> None:
    named = {column for column, _, _ in labels}
    for column in sorted(filled.keys() - named):
        warnings.append(
            Fault(
                message=f"colonne sans intitulé, ignorée ({filled[column]} cellules remplies)",
                place=Place(sheet=sheet.title, cell=column_letters(column)),
                code="colonne_sans_intitule",
            )
        )


def _warn_order(sheet: Sheet, columns: Iterable[FoundColumn], warnings: list[Fault]) -> None:
    specs = (*MODEL_COLUMNS, *ESSOR_COLUMNS)
    rank = {(spec.key, spec.number): index for index, spec in enumerate(specs)}
    met = [(rank.get((c.spec.key, c.spec.number)), c) for c in columns]
    known = [(place, c) for place, c in met if place is not None and c.spec in MODEL_COLUMNS]
    known.sort(key=lambda pair: pair[1].column)
    moved = [
        c.label for (before, _), (place, c) in zip(known, known[1:], strict=False) if place < before
    ]
    if moved:
        warnings.append(
            Fault(
                message="les colonnes ne sont pas dans l'ordre du modèle"
                f"{NBSP}; elles sont reconnues par leur intitulé",
                place=Place(sheet=sheet.title),
                value=", ".join(moved),
                code="colonnes_deplacees",
            )
        )
