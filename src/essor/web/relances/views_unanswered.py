"""« Sans réponse »: who was asked and has not answered, longest late first."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from essor.records.relances.queries import unanswered
from essor.web.relances.tables import unanswered_response
from essor.web.relances.views_rules import manager_gate


@login_required
@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    """List what is owed."""
    gate = manager_gate(request, code)
    rows = unanswered(gate.plan, gate.access, timezone.localdate())
    context = gate.context(tab="relances", rows=rows, late=sum(one.days_late > 0 for one in rows))
    return render(request, "relances/sans_reponse.html", context)


@login_required
@require_safe
def csv(request: HttpRequest, code: str) -> HttpResponse:
    """Send the list as a file."""
    gate = manager_gate(request, code)
    return unanswered_response(unanswered(gate.plan, gate.access, timezone.localdate()))
