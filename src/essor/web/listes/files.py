"""A view as a file: the same columns, rows and order as the screen, and what was asked."""

from collections.abc import Callable, Mapping, Sequence

from django.http import HttpResponse
from django.utils import timezone

from essor.foundations.errors import Fault, UserFault
from essor.foundations.french import format_date
from essor.foundations.tables import (
    ColumnStyle,
    HeadRole,
    SheetToWrite,
    Value,
    write_csv,
    write_ods,
    write_xlsx,
)
from essor.records.vues.columns import COLUMNS, CellKind, Column
from essor.records.vues.description import Filters, ViewDescription, ViewKind
from essor.records.vues.matching import CONDITIONS, set_conditions
from essor.records.vues.queries import WorkingList
from essor.records.vues.rows import Fact, ListRow
from essor.web.listes.geojson import PLACE_HEADS, place_rows, write_geojson
from essor.web.listes.lanes import lanes_of
from essor.web.listes.screen import answer
from essor.web.listes.timeline import JALON_HEADS, jalon_cells
from essor.web.plan.gate import PlanGate

MIME = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "geojson": "application/geo+json",
}
FACTS: Mapping[ViewKind, frozenset[Fact]] = {
    ViewKind.TABLEAU: frozenset({Fact.PEOPLE, Fact.POINTS}),
    ViewKind.KANBAN: frozenset({Fact.PEOPLE, Fact.POINTS}),
    ViewKind.FRISE: frozenset({Fact.CALENDAR}),
    ViewKind.CARTE: frozenset({Fact.COMMUNES}),
}
Sheets = Sequence[SheetToWrite]


def _csv(sheets: Sheets) -> bytes:
    """The rows, then what was asked, below an empty line: the head stays the first line."""
    rows, about = sheets
    below = [[], *about.rows]
    whole = SheetToWrite(
        title=rows.title, head=rows.head, columns=rows.columns, rows=[*rows.rows, *below]
    )
    return write_csv(whole)


GEOJSON = "geojson"
WRITERS: Mapping[str, Callable[[Sheets], bytes]] = {
    "csv": _csv,
    "xlsx": write_xlsx,
    "ods": write_ods,
}


def response(
    gate: PlanGate, asked: tuple[ViewDescription, tuple[Fault, ...]], file_format: str
) -> HttpResponse:
    """Return the file of a view. Raises UserFault with every fault of the address."""
    description, faults = asked
    if faults:
        raise UserFault(list(faults))
    found = answer(gate, description, page_size=None, more=FACTS[description.kind])
    if file_format == GEOJSON:
        data = write_geojson(found, about(gate, found))
    else:
        data = WRITERS[file_format]((_rows_sheet(found), _about_sheet(gate, found)))
    answer_file = HttpResponse(data, content_type=MIME[file_format])
    name = f"{description.kind.value}-{gate.territoire.code}.{file_format}"
    answer_file["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer_file


def _rows_sheet(found: WorkingList) -> SheetToWrite:
    heads, rows = table_of(found)
    return SheetToWrite(
        title="Vue",
        head=((HeadRole.LABEL, heads),),
        rows=rows,
        columns=tuple(ColumnStyle(width=44 if head == "Action" else 20) for head in heads),
        frozen_columns=1,
    )


def table_of(found: WorkingList) -> tuple[tuple[str, ...], list[list[Value]]]:
    """Return the heads and the rows of a view as its file holds them."""
    kind = found.description.kind
    if kind is ViewKind.FRISE:
        return JALON_HEADS, [cells for row in found.page_rows for cells in jalon_cells(row)]
    labels = tuple(_head(column) for column in found.columns)
    if kind is ViewKind.CARTE:
        return (*PLACE_HEADS, *labels), [
            [*place, *(_cell(column, row) for column in found.columns)]
            for place, row in place_rows(found)
        ]
    rows: Sequence[ListRow] = found.page_rows
    if kind is ViewKind.KANBAN:
        rows = [row for lane in lanes_of(found) for row in lane.rows]
    return labels, [[_cell(column, row) for column in found.columns] for row in rows]


def _head(column: Column) -> str:
    units = {CellKind.POURCENT: " (%)", CellKind.JOURS: " (jours)"}
    return column.label + units.get(column.kind, "")


def _cell(column: Column, row: ListRow) -> Value:
    value = column.value(row)
    return column.unknown if value is None else value


def _about_sheet(gate: PlanGate, found: WorkingList) -> SheetToWrite:
    return SheetToWrite(
        title="À propos",
        head=((HeadRole.LABEL, ("Ce qui a été demandé", "Valeur")),),
        rows=about(gate, found),
        columns=(ColumnStyle(width=32), ColumnStyle(width=80)),
    )


def about(gate: PlanGate, found: WorkingList) -> list[list[Value]]:
    """Return what the file is: of which territory, by whom, when, with which filters."""
    description = found.description
    lines: list[list[Value]] = [
        ["Territoire", f"{gate.territoire.nom} ({gate.territoire.code})"],
        ["Vue", description.kind.label],
        ["Écrite le", format_date(timezone.localdate())],
        ["Par", gate.access.label],
        ["Actions", f"{found.found} sur {found.total} que cette personne peut lire"],
    ]
    lines += [["Filtre", one] for one in said_filters(description.filters)] or [["Filtre", "aucun"]]
    lines += [
        ["Tri", COLUMNS[key.column].label + (", décroissant" if key.is_descending else "")]
        for key in description.sort
    ]
    if description.group:
        lines.append(["Groupes", COLUMNS[description.group].label])
    lines += [["Non appliqué, réservé aux membres", one] for one in found.refused]
    lines += [[f"Total : {COLUMNS[name].label}", one.label()] for name, one in found.totals.items()]
    return lines


def said_filters(filters: Filters) -> list[str]:
    """Write each condition in one line."""
    return [
        f"{CONDITIONS[name][2]} : {_said(getattr(filters, name))}"
        for name in set_conditions(filters)
    ]


def _said(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(str(one) for one in value)
    if isinstance(value, bool):
        return "oui" if value else "non"
    return format_date(value) if hasattr(value, "isoformat") else str(value)  # type: ignore[arg-type]
