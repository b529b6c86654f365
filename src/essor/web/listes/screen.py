"""A working list as its pages show it: cells, links, filters, what may be edited."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from essor.foundations.errors import Fault
from essor.records.accounts.roles import Capability
from essor.records.plans.choices import Confidentialite, Priorite, Statut
from essor.records.plans.models import CommuneImplantation, Participant
from essor.records.plans.permissions import NOT_FOR_PILOTS, can_edit_plan
from essor.records.plans.queries import actions_of, axes_with_counts
from essor.records.suivi.rules import Color
from essor.records.territoires.queries import membres_of
from essor.records.vues.address import read_description, to_query
from essor.records.vues.columns import ALWAYS, CHOOSABLE, COLUMNS, GROUPABLE, Column
from essor.records.vues.description import (
    MOI,
    NON_PUBLIE,
    SANS,
    Echelle,
    SortKey,
    ViewDescription,
    ViewKind,
)
from essor.records.vues.matching import PILOTS
from essor.records.vues.permissions import can_keep_views
from essor.records.vues.queries import WorkingList, read_list, views_of
from essor.records.vues.rows import Fact, ListRow
from essor.web.plan.gate import PlanGate

UNDO = "listes.annuler"
FORMATS = (("xlsx", "Excel"), ("ods", "LibreOffice"), ("csv", "CSV"))
MAP_FORMATS = (*FORMATS, ("geojson", "GeoJSON"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell; ``href`` leads to its form, empty when this person may not change it."""

    column: Column
    text: str
    is_unknown: bool
    mark: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row of the screen."""

    row: ListRow
    href: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One group of lines, nameless when the list is not grouped."""

    label: str
    mark: str
    count: int
    is_continued: bool
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The head of a column: ``sort`` is the value of aria-sort, ``href`` sorts by it."""

    column: Column
    sort: str
    href: str


def asked_view(request: HttpRequest, kind: ViewKind) -> tuple[ViewDescription, tuple[Fault, ...]]:
    """Return the view of an address, and what is wrong with it."""
    return read_description(dict(request.GET.lists()), kind=kind)


def answer(
    gate: PlanGate,
    description: ViewDescription,
    *,
    page_size: int | None,
    more: frozenset[Fact] = frozenset(),
    with_columns: bool = True,
) -> WorkingList:
    """Return the list as this person reads it today."""
    return read_list(
        plan=gate.plan,
        by=gate.access,
        today=timezone.localdate(),
        description=description,
        page_size=page_size,
        more=more,
        with_columns=with_columns,
    )


def context_of(
    request: HttpRequest, gate: PlanGate, found: WorkingList, faults: tuple[Fault, ...]
) -> dict[str, object]:
    """Return what every list page shares: filters, kept views, counts, the last gesture."""
    description = found.description
    query = to_query(description)
    return gate.context(
        tab="plan",
        found=found,
        asked=description,
        faults=faults,
        query=query,
        bare_query=to_query(description, page=None),
        kinds=_kinds(gate, description),
        options=options_of(gate, description),
        formats=formats_of(description.kind),
        kept=list(views_of(gate.territoire, gate.access)),
        can_keep=can_keep_views(gate.access),
        can_edit=any(row.can_edit for row in found.rows),
        can_edit_plan=can_edit_plan(gate.access, gate.plan),
        undo=request.session.pop(UNDO, None),
        today=timezone.localdate(),
        before=to_query(description, page=str(description.page - 1))
        if description.page > 1
        else "",
        after=to_query(description, page=str(description.page + 1))
        if description.page < found.pages
        else "",
    )


def formats_of(kind: ViewKind) -> tuple[tuple[str, str], ...]:
    """Return the formats in which a view is taken away."""
    return MAP_FORMATS if kind is ViewKind.CARTE else FORMATS


def blocks_of(gate: PlanGate, found: WorkingList) -> tuple[Block, ...]:
    """Return the groups of a page, ready to be shown."""
    query = to_query(found.description)
    is_manager = can_edit_plan(gate.access, gate.plan)
    return tuple(
        Block(
            label=group.label,
            mark=group.mark,
            count=group.count,
            is_continued=group.is_continued,
            lines=tuple(
                _line(gate.territoire.code, row, found.columns, is_manager, query)
                for row in group.rows
            ),
        )
        for group in found.groups
    )


def heads_of(found: WorkingList) -> tuple[Head, ...]:
    """Return the heads of the columns with where each one sorts."""
    now = {key.column: key for key in found.description.sort}
    heads = []
    for column in found.columns:
        key = now.get(column.name)
        sort = "" if key is None else "descending" if key.is_descending else "ascending"
        value = f"-{column.name}" if sort == "ascending" else column.name
        others = [one for one in found.description.sort if one.column != column.name]
        href = to_query(
            found.description, tri=",".join([value, *map(_written, others)][:3]), page=None
        )
        heads.append(Head(column=column, sort=sort, href=f"?{href}"))
    return tuple(heads)


def may_edit(row: ListRow, column: Column, *, is_manager: bool) -> bool:
    """Tell whether the cell has a form for this person."""
    if not column.field or not row.can_edit:
        return False
    if column.field == "axe" and row.action.parent_id is not None:
        return False  # a sub-action stands where its action stands
    return is_manager or column.field not in NOT_FOR_PILOTS


def _written(key: SortKey) -> str:
    return f"-{key.column}" if key.is_descending else key.column


def _line(code: str, row: ListRow, columns: Iterable[Column], is_manager: bool, query: str) -> Line:
    cells = []
    for column in columns:
        value = column.value(row)
        href = ""
        if may_edit(row, column, is_manager=is_manager):
            href = reverse("listes:cell", args=[code, row.action.code, column.field])
            href += f"?{query}" if query else ""
        cells.append(
            Cell(
                column=column,
                text=column.text(row),
                is_unknown=value is None,
                mark=column.mark(row) if column.mark else "",
                href=href,
            )
        )
    return Line(
        row=row, href=reverse("plan:action", args=[code, row.action.code]), cells=tuple(cells)
    )


def _kinds(gate: PlanGate, description: ViewDescription) -> list[tuple[ViewKind, str]]:
    query = to_query(description, page=None, deplie=None, echelle=None)
    return [
        (
            kind,
            reverse(f"listes:{kind.value}", args=[gate.territoire.code])
            + f"?{query or 'tout=oui'}",
        )
        for kind in ViewKind
    ]


def options_of(gate: PlanGate, description: ViewDescription) -> dict[str, Any]:
    """Return what the filters and the choice of columns offer this person."""
    by, filters = gate.access, description.filters
    visible = actions_of(gate.plan, by).order_by().values("pk")
    names = Participant.objects.filter(action__in=visible, role__in=PILOTS).order_by("nom")
    sited = (
        CommuneImplantation.objects.filter(action__in=visible)
        .order_by("nom", "code_commune_insee")
        .values_list("code_commune_insee", "nom")
        .distinct()
    )
    offered = [name for name in CHOOSABLE if _is_open(name, gate)]
    chosen = [name for name in description.columns if name in offered]
    return {
        "axes": [(SANS, "Sans axe", 0, SANS in filters.axes)]
        + [
            (str(axe.pk), axe.titre, depth, str(axe.pk) in filters.axes)
            for axe, depth, _ in axes_with_counts(gate.plan)
        ],
        "statuts": _choices(Statut, filters.statuts),
        "priorites": _choices(Priorite, filters.priorites),
        "confidentialites": [
            (v, label, v in filters.confidentialites) for v, label in Confidentialite.choices
        ],
        "sante": [(one.value, one.label, one.value in filters.sante) for one in Color],
        "pilotes": [(SANS, "Sans pilote", SANS in filters.pilotes)]
        + ([(MOI, "Moi", MOI in filters.pilotes)] if by.user_id else [])
        + [
            (nom, nom, nom in filters.pilotes)
            for nom in names.values_list("nom", flat=True).distinct()
        ],
        "epci": [(SANS, "Aucune", SANS in filters.epci)]
        + [
            (row.siren, row.nom_publie, row.siren in filters.epci)
            for row in membres_of(gate.territoire)
        ],
        "communes": [(SANS, "Sans lieu", SANS in filters.communes)]
        + [(code, nom, code in filters.communes) for code, nom in sited],
        "columns": [
            (COLUMNS[name], name in chosen)
            for name in [*chosen, *(n for n in offered if n not in chosen)]
        ],
        "sorts": list(_sorts([*ALWAYS, *offered], description)),
        "groups": [COLUMNS[name] for name in GROUPABLE if _is_open(name, gate)],
        "echelles": list(Echelle),
        "is_member": by.can(Capability.VIEW_INTERNAL),
    }


def _sorts(names: list[str], description: ViewDescription) -> Iterator[tuple[str, str, int]]:
    """Yield what one may sort by, with its rank among the criteria, 0 when it is none."""
    ranks = {_written(key): rank for rank, key in enumerate(description.sort, start=1)}
    for name in names:
        yield name, COLUMNS[name].label, ranks.get(name, 0)
        yield f"-{name}", f"{COLUMNS[name].label}, décroissant", ranks.get(f"-{name}", 0)


def _choices(choices: Any, chosen: tuple[str, ...]) -> list[tuple[str, str, bool]]:
    found = [*choices.choices, (NON_PUBLIE, "Non publié")]
    return [(value, label, value in chosen) for value, label in found]


def _is_open(name: str, gate: PlanGate) -> bool:
    capability = COLUMNS[name].capability
    return capability is None or gate.access.can(capability)
