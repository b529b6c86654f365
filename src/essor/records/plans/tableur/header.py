"""Find the sheet, the row of labels and each column of a plan, by label and never by position."""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from essor.foundations.errors import NBSP, Fault, FaultGatherer, Place, UserFault
from essor.foundations.tables import Cell, CellKind, Sheet, Workbook, column_letters
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
from essor.records.plans.tableur.values import is_model_filler

_SEARCHED_ROWS = 50
_LABELS_WITHOUT_TITLE = 4
_TITLE_EXPECTED = "une ligne d'intitulés avec au moins la colonne « Titre de l'action »"


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundColumn:
    """A column of the file that is understood. column : its number, from 1."""

    spec: ColumnSpec
    column: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """Where the plan stands. columns : by (key, number); unnumbered ones have number 0."""

    sheet: Sheet
    row: int
    columns: Mapping[tuple[str, int], FoundColumn]
    ignored: tuple[str, ...]

    def get(self, key: str, number: int = 0) -> FoundColumn | None:
        """The column of a field, None when the file does not have it."""
        return self.columns.get((key, number))

    def numbers(self, key: str) -> list[int]:
        """The numbers met for a repeated column, in order."""
        return sorted(number for name, number in self.columns if name == key)


@dataclass(frozen=True, slots=True)
class _Candidate:
    sheet: Sheet
    row: int
    has_title: bool
    score: int

    @property
    def rank(self) -> tuple[bool, bool, int]:
        return (self.has_title, not self.sheet.is_hidden, self.score)


def find_header(
    book: Workbook, *, sheet_title: str | None, warnings: list[Fault], faults: FaultGatherer
) -> Header | None:
    """Find the plan; faults and warnings say what is missing, twice there or not understood."""
    candidate = _choose(book, sheet_title, faults)
    if candidate is None:
        return None
    if not candidate.has_title:
        faults.add_message(
            "la colonne du titre de l'action est introuvable",
            place=Place(sheet=candidate.sheet.title, cell=f"ligne {candidate.row}"),
            expected=_TITLE_EXPECTED,
            code="colonne_titre_absente",
        )
    if candidate.sheet.is_hidden:
        warnings.append(
            Fault(
                message="le plan est lu dans une feuille masquée",
                place=Place(sheet=candidate.sheet.title),
                code="feuille_masquee",
            )
        )
    return _read_labels(candidate, warnings, faults)


# -- the sheet ------------------------------------------------------------------------------------


def _choose(book: Workbook, sheet_title: str | None, faults: FaultGatherer) -> _Candidate | None:
    sheets = _asked(book, sheet_title)
    found = [best for sheet in sheets if (best := _best_row(sheet)) is not None]
    if not found:
        faults.add_message(
            "aucune feuille ne contient un plan d'action",
            expected=_TITLE_EXPECTED,
            code="plan_introuvable",
        )
        return None
    best = max(found, key=lambda candidate: candidate.rank)
    rivals = [
        other.sheet.title
        for other in found
        if other.has_title and not other.sheet.is_hidden and other.sheet.last_row > other.row
    ]
    if best.has_title and not best.sheet.is_hidden and len(rivals) > 1:
        faults.add_message(
            "plusieurs feuilles contiennent un plan d'action",
            value=", ".join(rivals),
            expected="une seule feuille de plan, ou le nom de la feuille à lire",
            code="plusieurs_plans",
        )
        return None
    return best


def _asked(book: Workbook, sheet_title: str | None) -> tuple[Sheet, ...]:
    if sheet_title is None:
        return book.sheets
    found = tuple(sheet for sheet in book.sheets if sheet.title == sheet_title)
    if not found:
        raise UserFault.single(
            "cette feuille n'existe pas dans le classeur",
            value=sheet_title,
            expected="une des feuilles " + ", ".join(sheet.title for sheet in book.sheets),
            code="feuille_inconnue",
        )
    return found


def _best_row(sheet: Sheet) -> _Candidate | None:
    best: _Candidate | None = None
    for row, cells in sheet.rows():
        if row > _SEARCHED_ROWS:
            break
        keys = {spec.key for _, _, spec in _specs(cells) if spec is not None}
        candidate = _Candidate(sheet, row, "titre" in keys, len(keys))
        is_header = candidate.has_title or candidate.score >= _LABELS_WITHOUT_TITLE
        if is_header and (best is None or candidate.rank > best.rank):
            best = candidate
    return best


def _specs(cells: Iterable[Cell]) -> list[tuple[int, str, ColumnSpec | None]]:
    return [
        (cell.column, " ".join(cell.value.split()), column_for(cell.value))
        for cell in cells
        if cell.kind is CellKind.TEXT and isinstance(cell.value, str)
    ]


# -- the columns ----------------------------------------------------------------------------------


def _read_labels(candidate: _Candidate, warnings: list[Fault], faults: FaultGatherer) -> Header:
    sheet, row = candidate.sheet, candidate.row
    filled = _filled_columns(sheet, row)
    labels = _specs(cell for (at, _), cell in sorted(sheet.cells.items()) if at == row)
    columns: dict[tuple[str, int], FoundColumn] = {}
    ignored: list[str] = []
    for column, label, spec in _numbered(labels, sheet, filled, faults):
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


def _numbered(
    labels: list[tuple[int, str, ColumnSpec | None]],
    sheet: Sheet,
    filled: Mapping[int, int],
    faults: FaultGatherer,
) -> list[tuple[int, str, ColumnSpec | None]]:
    """Give its number to each « Financeur » and « Montant € HT ».

    An amount without a number belongs to the funder just at its left. Anywhere else it could be
    anybody's: with data under it, that is a fault.
    """
    taken = {spec.number for _, _, spec in labels if spec is not None and spec.key == "financeur"}
    by_column = {column: (label, spec) for column, label, spec in labels}
    numbered: list[tuple[int, str, ColumnSpec | None]] = []
    last_number = 0
    for column, label, spec in labels:
        if spec is not None and not spec.number and spec.key in ("financeur", "montant", "etat"):
            if spec.key == "financeur":
                number = next(n for n in range(1, len(taken) + 2) if n not in taken)
                taken.add(number)
            else:
                number = _owner(column, last_number, by_column, labels)
                if not number and filled.get(column):
                    faults.add(_orphan(label, sheet, column))
            spec = column_for(f"{_STEMS[spec.key]} {number}") if number else None
        if spec is not None and spec.key == "financeur":
            last_number = spec.number
        numbered.append((column, label, spec))
    return numbered


_STEMS = {"financeur": "financeur", "montant": "montant", "etat": "etat du financement"}


def _owner(
    column: int,
    last_number: int,
    by_column: Mapping[int, tuple[str, ColumnSpec | None]],
    labels: list[tuple[int, str, ColumnSpec | None]],
) -> int:
    """Number of the funder that an unnumbered column belongs to, 0 when nothing tells."""
    _, left = by_column.get(column - 1, ("", None))
    if left is not None and left.key == "financeur":
        return last_number
    counts = {key: sum(s is not None and s.key == key for _, _, s in labels) for key in _STEMS}
    is_single = counts["financeur"] == counts["montant"] == 1
    return 1 if is_single else 0


def _orphan(label: str, sheet: Sheet, column: int) -> Fault:
    return Fault(
        message="on ne sait pas à quel financeur appartient cette colonne de montants",
        place=Place(sheet=sheet.title, cell=column_letters(column), column=label),
        expected="la colonne juste à droite de son financeur, ou numérotée (« Montant 2 € HT »)",
        code="montant_sans_financeur",
    )


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
    labels: list[tuple[int, str, ColumnSpec | None]],
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
