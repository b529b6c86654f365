"""The milestones of one action: promised, said over time, reached."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from essor.records.jalons.calendar import ActionCalendar
from essor.records.jalons.permissions import announceable
from essor.records.jalons.queries import action_calendar, dependances_of, risk_of
from essor.records.plans.models import Action
from essor.records.plans.permissions import can_edit_plan
from essor.records.plans.queries import get_action
from essor.web.design.csv_file import csv_file
from essor.web.jalons.slip_chart import draw_slips
from essor.web.jalons.tables import JALON_LABELS, SAID_LABELS, jalon_lines, said_lines
from essor.web.plan.gate import PlanGate, plan_or_404


@require_GET
def jalons(request: HttpRequest, code: str, action_code: str) -> HttpResponse:
    """Show the milestones of an action, and how each slipped."""
    gate, action, calendar = _asked(request, code, action_code)
    mine = announceable(gate.access, action, (row.jalon for row in calendar.rows))
    context = gate.context(
        action=action,
        calendar=calendar,
        rows=[(row, row.jalon.pk in mine) for row in calendar.rows],
        slips=draw_slips(calendar),
        has_slack=any(row.slack is not None for row in calendar.rows),
        dependances=dependances_of(action, gate.access),
        risk=risk_of(calendar),
        can_build=can_edit_plan(gate.access, gate.plan),
        has_actions=bool(mine) or can_edit_plan(gate.access, gate.plan),
    )
    return render(request, "jalons/action.html", context)


@require_GET
def list_csv(request: HttpRequest, code: str, action_code: str) -> HttpResponse:
    """Send the table of the milestones."""
    _, action, calendar = _asked(request, code, action_code)
    axe = action.axe.titre if action.axe else ""
    lines = jalon_lines((axe, row) for row in calendar.rows)
    return csv_file(f"jalons-{action.code}", JALON_LABELS, lines)


@require_GET
def slips_csv(request: HttpRequest, code: str, action_code: str) -> HttpResponse:
    """Send every announcement, cancelled ones included and marked."""
    _, action, calendar = _asked(request, code, action_code)
    return csv_file(f"annonces-{action.code}", SAID_LABELS, said_lines(calendar.rows))


def _asked(
    request: HttpRequest, code: str, action_code: str
) -> tuple[PlanGate, Action, ActionCalendar]:
    gate = plan_or_404(request, code)
    action = get_action(gate.plan, action_code, gate.access)
    today = timezone.localdate()
    calendar = action_calendar(plan=gate.plan, action=action, by=gate.access, today=today)
    return gate, action, calendar
