"""By when will it end? The chances of each date, with the risks that weigh on it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from essor.records.plans.models import Action
from essor.records.plans.queries import get_action
from essor.records.risques.chances import ChancesPage, chances_of
from essor.records.risques.permissions import can_write, require_read
from essor.web.design.csv_file import csv_file
from essor.web.plan.gate import PlanGate, plan_or_404
from essor.web.risques.curve import draw_curve
from essor.web.risques.tables import CHANCE_LABELS, chance_lines

BEFORE = "avant"  # ?mesures=avant : as things stand, whatever the measures would bring


@require_GET
def chances(request: HttpRequest, code: str, action_code: str) -> HttpResponse:
    """Show the chances of the end of an action."""
    gate, action, page = _asked(request, code, action_code)
    context = gate.context(
        action=action,
        page=page,
        chances=page.chances,
        curve=draw_curve(page.chances) if page.chances else None,
        levels=zip(page.echelle.probabilites, page.echelle.chances, strict=True),
        is_before=_is_before(request),
        can_write=can_write(gate.access, action),
        query=request.GET.urlencode(),
    )
    return render(request, "risques/chances.html", context)


@require_GET
def chances_csv(request: HttpRequest, code: str, action_code: str) -> HttpResponse:
    """Send the numbers of the page. Raises Http404 when there is nothing to draw."""
    _, action, page = _asked(request, code, action_code)
    if page.chances is None:
        raise Http404
    return csv_file(f"chances-{action.code}", CHANCE_LABELS, chance_lines(page.chances))


def _asked(
    request: HttpRequest, code: str, action_code: str
) -> tuple[PlanGate, Action, ChancesPage]:
    gate = plan_or_404(request, code)
    action = get_action(gate.plan, action_code, gate.access)
    require_read(gate.access)
    page = chances_of(
        plan=gate.plan,
        action=action,
        by=gate.access,
        today=timezone.localdate(),
        measured=not _is_before(request),
    )
    return gate, action, page


def _is_before(request: HttpRequest) -> bool:
    return request.GET.get("mesures") == BEFORE
