"""Write a plan in the layout that `read_plan` reads, so that it reads back the same."""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from essor.foundations.tables import (
    ColumnStyle,
    HeadRole,
    SheetToWrite,
    Value,
    write_csv,
    write_ods,
    write_xlsx,
)
from essor.records.plans.tableur.budget_lines import write_budget_lines
from essor.records.plans.tableur.draft import ActionDraft
from essor.records.plans.tableur.json_write import write_intercommunalite, write_json
from essor.records.plans.tableur.layout import (
    ESSOR_COLUMNS,
    MODEL_COLUMNS,
    ColumnSpec,
    Kind,
    axis_column,
    funder_columns,
    funder_state_column,
)
from essor.records.plans.tableur.lists import join_values

SHEET_TITLE = "Plan d'action"
_ESSOR = ESSOR_COLUMNS[0].group
_MODEL_LEVELS, _MODEL_FUNDERS = 3, 3


class PlanFormat(StrEnum):
    """The formats of an export."""

    XLSX = "xlsx"
    ODS = "ods"
    CSV = "csv"
    JSON = "json"


def write_plan(
    drafts: Sequence[ActionDraft],
    *,
    format: PlanFormat,  # noqa: A002 - the word that users and the command line know
    axes: Iterable[tuple[str, ...]] = (),
) -> bytes:
    """The plan as a file.

    axes : every heading in the order of the plan, those without actions included
    Raises `UserFault` when a text does not fit in a cell of the format.
    """
    if format is PlanFormat.JSON:
        return write_json(drafts, axes=axes)
    columns = _columns(drafts, axes := tuple(axes))
    sheet = SheetToWrite(
        title=SHEET_TITLE,
        head=_head(columns),
        rows=[[_value(draft, column) for column in columns] for draft in _in_order(drafts, axes)],
        columns=tuple(_style(column) for column in columns),
        frozen_columns=4,
    )
    if format is PlanFormat.XLSX:
        return write_xlsx([sheet])
    return write_ods([sheet]) if format is PlanFormat.ODS else write_csv(sheet)


# -- columns --------------------------------------------------------------------------------------


def _columns(
    drafts: Sequence[ActionDraft], axes: tuple[tuple[str, ...], ...]
) -> tuple[ColumnSpec, ...]:
    """The model's columns, ours, then as many levels and funders as the plan needs."""
    depth = max((len(path) for path in (*axes, *(d.axes for d in drafts))), default=0)
    funders = max((len(draft.financeurs or ()) for draft in drafts), default=0)
    has_states = any(f.etat for draft in drafts for f in draft.financeurs or ())
    return (
        *MODEL_COLUMNS,
        *ESSOR_COLUMNS,
        *(axis_column(level) for level in range(_MODEL_LEVELS + 1, depth + 1)),
        *(
            column
            for number in range(_MODEL_FUNDERS + 1, funders + 1)
            for column in funder_columns(number, _ESSOR)
        ),
        *(funder_state_column(n) for n in range(1, funders + 1) if has_states),
    )


def _head(columns: tuple[ColumnSpec, ...]) -> tuple[tuple[HeadRole, tuple[str, ...]], ...]:
    """Group, label and hint rows: labels in row 2 and data from row 4, as in the public model."""
    groups = [
        column.group if index == 0 or columns[index - 1].group != column.group else ""
        for index, column in enumerate(columns)
    ]
    return (
        (HeadRole.GROUP, tuple(groups)),
        (HeadRole.LABEL, tuple(column.label for column in columns)),
        (HeadRole.HINT, tuple(column.hint for column in columns)),
    )


def _style(column: ColumnSpec) -> ColumnStyle:
    choices = column.vocabulary.labels if column.vocabulary else ()
    if column.kind is Kind.BOOLEAN:
        choices = ("VRAI", "FAUX")
    return ColumnStyle(width=column.width, choices=choices)


# -- rows -----------------------------------------------------------------------------------------


def _in_order(
    drafts: Sequence[ActionDraft], axes: tuple[tuple[str, ...], ...]
) -> list[ActionDraft]:
    """The actions, each heading that would not be met in its place having a row of its own."""
    wanted = {path: rank for rank, path in enumerate(axes)}
    rows: list[ActionDraft] = []
    met: set[tuple[str, ...]] = set()
    for draft in drafts:
        rank = wanted.get(draft.axes, -1)
        for path, place in wanted.items():
            if place < rank and path not in met:
                _meet(path, met)
                rows.append(ActionDraft(axes=path, titre=""))
        _meet(draft.axes, met)
        rows.append(draft)
    rows += [ActionDraft(axes=path, titre="") for path in axes if path not in met]
    return rows


def _meet(path: tuple[str, ...], met: set[tuple[str, ...]]) -> None:
    met.update(path[:depth] for depth in range(1, len(path) + 1))


def _value(draft: ActionDraft, column: ColumnSpec) -> Value:
    if column.kind is Kind.AXIS:
        return draft.axes[column.number - 1] if column.number <= len(draft.axes) else None
    if column.number:
        return _funder_value(draft, column)
    is_sub = draft.parent_titre is not None
    match column.key:
        case "titre":
            return draft.parent_titre if is_sub else draft.titre or None
        case "sous_titre":
            return draft.titre if is_sub else None
        case "lignes_budget":
            return write_budget_lines(draft.lignes_budget) if draft.lignes_budget else None
        case "intercommunalites":
            return join_values(map(write_intercommunalite, draft.intercommunalites or ())) or None
    value = getattr(draft, column.key)
    return (join_values(value) or None) if isinstance(value, tuple) else value


def _funder_value(draft: ActionDraft, column: ColumnSpec) -> Value:
    funders = draft.financeurs or ()
    if column.number > len(funders):
        return None
    funder = funders[column.number - 1]
    values = {"financeur": funder.nom, "montant": funder.montant_eur, "etat": funder.etat}
    return values[column.key]
