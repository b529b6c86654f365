"""The same rows as a table, kanban, timeline, map or file: the address says what is asked."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from essor.records.accounts.roles import Capability
from essor.records.vues.address import MARKERS, read_description, to_query
from essor.records.vues.description import ViewDescription, ViewKind
from essor.records.vues.queries import PAGE_SIZE, default_view, kind_of_view
from essor.records.vues.rows import Fact
from essor.web.listes import files
from essor.web.listes.lanes import lanes_of
from essor.web.listes.plan_map import draw_plan
from essor.web.listes.screen import answer, asked_view, blocks_of, context_of, formats_of, heads_of
from essor.web.listes.timeline import JALON_HEADS, LINES_PER_PAGE, draw_timeline, shown_cells
from essor.web.plan.gate import PlanGate, plan_or_404


@require_GET
def tableau(request: HttpRequest, code: str) -> HttpResponse:
    """Show the actions as a table whose cells are edited in place."""
    gate = plan_or_404(request, code)
    if elsewhere := _elsewhere(request, gate, ViewKind.TABLEAU):
        return elsewhere
    description, faults = asked_view(request, ViewKind.TABLEAU)
    found = answer(gate, description, page_size=PAGE_SIZE)
    context = context_of(request, gate, found, faults)
    totals = [found.totals.get(column.name) for column in found.columns]
    context |= {
        "blocks": blocks_of(gate, found),
        "heads": heads_of(found),
        "totals": [one.label() if one else "" for one in totals] if found.totals else [],
        "colspan": len(found.columns) + int(bool(context["can_edit"])),
    }
    return render(request, "listes/tableau.html", context, status=400 if faults else 200)


@require_GET
def kanban(request: HttpRequest, code: str) -> HttpResponse:
    """Show the actions by status; a card is dragged, or moved by its own menu."""
    gate = plan_or_404(request, code)
    if elsewhere := _elsewhere(request, gate, ViewKind.KANBAN):
        return elsewhere
    description, faults = asked_view(request, ViewKind.KANBAN)
    more = frozenset({Fact.PEOPLE, Fact.POINTS})
    found = answer(gate, description, page_size=None, more=more, with_columns=False)
    context = context_of(request, gate, found, faults) | {"lanes": lanes_of(found)}
    return render(request, "listes/kanban.html", context, status=400 if faults else 200)


@require_GET
def frise(request: HttpRequest, code: str) -> HttpResponse:
    """Show the actions and their milestones in time: promised, expected, reached."""
    gate = plan_or_404(request, code)
    if elsewhere := _elsewhere(request, gate, ViewKind.FRISE):
        return elsewhere
    description, faults = asked_view(request, ViewKind.FRISE)
    found = answer(gate, description, page_size=LINES_PER_PAGE, more=frozenset({Fact.CALENDAR}))
    context = context_of(request, gate, found, faults)
    context |= {
        "chart": draw_timeline(gate, found),
        "jalon_heads": JALON_HEADS,
        "jalon_rows": shown_cells(found),
        "unfold_all": to_query(description, deplie="*"),
        "fold_all": to_query(description, deplie=None) or "tout=oui",
    }
    return render(request, "listes/frise.html", context, status=400 if faults else 200)


@require_GET
def carte(request: HttpRequest, code: str) -> HttpResponse:
    """Show the actions where they take place, over the communes of the territory."""
    gate = plan_or_404(request, code)
    if elsewhere := _elsewhere(request, gate, ViewKind.CARTE):
        return elsewhere
    description, faults = asked_view(request, ViewKind.CARTE)
    more = frozenset({Fact.COMMUNES})
    found = answer(gate, description, page_size=None, more=more, with_columns=False)
    context = context_of(request, gate, found, faults) | {"map": draw_plan(gate, found)}
    return render(request, "listes/carte.html", context, status=400 if faults else 200)


@require_GET
def export(request: HttpRequest, code: str, kind: str, file_format: str) -> HttpResponse:
    """Send exactly what the view shows, every page of it, in that order."""
    gate = plan_or_404(request, code)
    gate.access.require(Capability.EXPORT_PLAN)
    if kind not in set(ViewKind) or file_format not in dict(formats_of(ViewKind(kind))):
        raise Http404
    return files.response(gate, asked_view(request, ViewKind(kind)), file_format)


def _elsewhere(request: HttpRequest, gate: PlanGate, kind: ViewKind) -> HttpResponse | None:
    """Return where a bare address or a sent form leads: the view opened first, a clean address."""
    here = reverse(f"listes:{kind.value}", args=[gate.territoire.code])
    if not request.GET:
        chosen = default_view(gate.territoire, gate.access)
        if chosen is None or kind_of_view(chosen) is not kind:
            return None
        return redirect(f"{here}?{chosen.adresse or 'tout=oui'}")
    if not any(name in request.GET for name in MARKERS if name != "tout"):
        return None
    query = dict(request.GET.lists())
    description, faults = read_description(query, kind=kind)
    if faults:
        return None
    description = _moved(description, request)
    return redirect(f"{here}?{to_query(description) or 'tout=oui'}")


def _moved(description: ViewDescription, request: HttpRequest) -> ViewDescription:
    """Move one column by one place, as the buttons of the choice of columns ask."""
    columns = list(description.columns)
    for marker, step in (("monter", -1), ("descendre", 1)):
        name = request.GET.get(marker, "")
        if name in columns:
            at = columns.index(name)
            to = min(max(at + step, 0), len(columns) - 1)
            columns.insert(to, columns.pop(at))
    query = dict(request.GET.lists()) | {"col": [",".join(columns)]}
    return read_description(query, kind=description.kind)[0]
