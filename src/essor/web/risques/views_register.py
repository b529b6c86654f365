"""The register of the territory and the risks of one action: what may go wrong, who watches it."""

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from essor.records.plans.queries import get_action
from essor.records.risques.permissions import can_write, require_read
from essor.records.risques.register import (
    Register,
    RegisterFilter,
    actions_at_risk,
    register_as_of,
    register_of,
    risques_of,
)
from essor.web.plan.gate import PlanGate, plan_or_404
from essor.web.risques.forms import RegisterForm
from essor.web.risques.tables import FORMATS


@require_GET
def register(request: HttpRequest, code: str) -> HttpResponse:
    """Show the risks of every action that this person may read, today or on a past day."""
    gate = plan_or_404(request, code)
    require_read(gate.access)
    form = RegisterForm(request.GET or None, actions=actions_at_risk(gate.plan, gate.access))
    asked, at = form.asked(), _day(form)
    context = gate.context(
        form=form,
        at=at,
        found=_register(gate, asked, at),
        is_filtered=asked != RegisterFilter(),
        query=request.GET.urlencode(),
    )
    return render(request, "risques/registre.html", context)


@require_GET
def export(request: HttpRequest, code: str, file_format: str) -> HttpResponse:
    """Send the register exactly as it is asked for. Raises Http404 for an unknown format."""
    gate = plan_or_404(request, code)
    require_read(gate.access)
    if file_format not in FORMATS:
        raise Http404
    form = RegisterForm(request.GET or None, actions=actions_at_risk(gate.plan, gate.access))
    found = _register(gate, form.asked(), _day(form))
    return FORMATS[file_format](f"risques-{gate.territoire.code}", found)


@require_GET
def of_action(request: HttpRequest, code: str, action_code: str) -> HttpResponse:
    """Show the risks of one action with its two matrices."""
    gate = plan_or_404(request, code)
    action = get_action(gate.plan, action_code, gate.access)
    require_read(gate.access)
    today = timezone.localdate()
    context = gate.context(
        action=action,
        found=risques_of(plan=gate.plan, action=action, by=gate.access, today=today),
        can_write=can_write(gate.access, action),
    )
    return render(request, "risques/action.html", context)


def _day(form: RegisterForm) -> dt.date | None:
    day: dt.date | None = form.cleaned_data.get("date") if form.is_bound else None
    return day if day and day < timezone.localdate() else None


def _register(gate: PlanGate, asked: RegisterFilter, at: dt.date | None) -> Register | None:
    if at is None:
        today = timezone.localdate()
        return register_of(plan=gate.plan, by=gate.access, today=today, asked=asked)
    evening = timezone.make_aware(dt.datetime.combine(at, dt.time.max))
    return register_as_of(plan=gate.plan, by=gate.access, at=evening, asked=asked)
