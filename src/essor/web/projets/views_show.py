"""The big projects of a plan, and the page of one of them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from essor.records.accounts.permissions import Access
from essor.records.comites.queries import decisions_on
from essor.records.entreprises.queries import liens_of_action
from essor.records.plans.models import Action, Plan
from essor.records.plans.permissions import can_edit_plan
from essor.records.plans.queries import plan_of
from essor.records.plans.sheet import get_sheet
from essor.records.projets.overview import ProjetRow, projets_of
from essor.records.projets.permissions import can_build, can_write
from essor.records.projets.queries import ProjetPage, page_of
from essor.records.risques.register import sheet_risques
from essor.records.studies.queries import study_rows
from essor.records.suivi.health import follow_up_of
from essor.records.terres_plans.queries import plan_terres_rows
from essor.web.design.csv_file import csv_file
from essor.web.design.territoire import territoire_or_404
from essor.web.jalons.slip_chart import draw_slips
from essor.web.plan.gate import PlanGate, plan_or_404
from essor.web.projets import tables
from essor.web.projets.bars import cost_bars
from essor.web.projets.pages import TAB, asked
from essor.web.projets.place import place_of


@require_safe
def projets(request: HttpRequest, code: str) -> HttpResponse:
    """List the big projects: state, next gate, drift, cost first and last."""
    territoire, access = territoire_or_404(request, code)
    if plan_of(territoire) is None:
        context = {"territoire": territoire, "access": access, "tab": TAB}
        return render(request, "plan/sans_plan.html", context)
    gate, rows = _rows(request, code)
    context = gate.context(
        rows=rows,
        tab=TAB,
        reads_inside=any(row.reads_inside for row in rows),
        can_edit_plan=can_edit_plan(gate.access, gate.plan),
    )
    return render(request, "projets/liste.html", context)


@require_safe
def list_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Send the list as it is shown."""
    gate, rows = _rows(request, code)
    lines = tables.list_lines(rows)
    return csv_file(f"grands-projets-{gate.territoire.code}", tables.LIST_LABELS, lines)


@require_safe
def projet(request: HttpRequest, code: str, action_code: str) -> HttpResponse:
    """Show a big project: promised, expected, what it costs, who decides what next."""
    gate, action = asked(request, code, action_code)
    page = _page(gate, action)
    context = gate.context(
        tab=TAB,
        action=action,
        page=page,
        slips=draw_slips(page.calendar),
        costs=cost_bars(page.costs),
        place=place_of(page.card),
        can_write=can_write(gate.access, action),
        can_build=can_build(gate.access, action),
        **_blocks(gate.plan, page, gate.access),
    )
    return render(request, "projets/projet.html", context)


@require_safe
def phases_csv(request: HttpRequest, code: str, action_code: str) -> HttpResponse:
    """Send the phases, their gates and their milestones."""
    gate, action = asked(request, code, action_code)
    lines = tables.phase_lines(_page(gate, action))
    return csv_file(f"phases-{action.code}", tables.PHASE_LABELS, lines)


@require_safe
def costs_csv(request: HttpRequest, code: str, action_code: str) -> HttpResponse:
    """Send every announced cost with its source."""
    gate, action = asked(request, code, action_code)
    lines = tables.cost_lines(_page(gate, action))
    return csv_file(f"couts-{action.code}", tables.COST_LABELS, lines)


@require_safe
def site_csv(request: HttpRequest, code: str, action_code: str) -> HttpResponse:
    """Send the parcels of the site."""
    gate, action = asked(request, code, action_code)
    lines = tables.parcelle_lines(_page(gate, action))
    return csv_file(f"parcelles-{action.code}", tables.PARCELLE_LABELS, lines)


@require_safe
def lots_csv(request: HttpRequest, code: str, action_code: str) -> HttpResponse:
    """Send the lots; a taker that she may not read is said to be hidden."""
    gate, action = asked(request, code, action_code)
    lines = tables.lot_lines(_page(gate, action))
    return csv_file(f"lots-{action.code}", tables.LOT_LABELS, lines)


def _rows(request: HttpRequest, code: str) -> tuple[PlanGate, tuple[ProjetRow, ...]]:
    gate = plan_or_404(request, code)
    return gate, projets_of(plan=gate.plan, by=gate.access, today=timezone.localdate())


def _page(gate: PlanGate, action: Action) -> ProjetPage:
    return page_of(plan=gate.plan, action=action, by=gate.access, today=timezone.localdate())


def _blocks(plan: Plan, page: ProjetPage, by: Access) -> dict[str, object]:
    """Return what the blocks of the action sheet need: decisions, risks, health, studies, files."""
    today, action = timezone.localdate(), page.action
    return {
        "sheet": get_sheet(plan=plan, code=action.code, by=by, today=today),
        "decisions": decisions_on(action=action, by=by, today=today),
        "risques": sheet_risques(plan=plan, action=action, by=by, today=today),
        "suivi": follow_up_of(action=action, calendar=page.calendar, by=by, today=today),
        "studies": study_rows(plan, by, action),
        "plans_terres": plan_terres_rows(plan, by, action),
        "entreprises": liens_of_action(action.pk, by),
    }
