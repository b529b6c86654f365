"""The first page of excavated soils: what is to be placed, where, what is missing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from essor.records.plans.queries import plan_of
from essor.records.terres.overview import overview_of
from essor.records.terres.queries import soils_of
from essor.web.design.territoire import territoire_or_404
from essor.web.plan.gate import plan_or_404
from essor.web.terres.carte import draw_soils
from essor.web.terres.pages import TAB, shown


@require_safe
def overview(request: HttpRequest, code: str) -> HttpResponse:
    """Say how many tonnes are to be placed, by when, and what blocks."""
    territoire, access = territoire_or_404(request, code)
    if plan_of(territoire) is None:
        context = {"territoire": territoire, "access": access, "tab": TAB}
        return render(request, "plan/sans_plan.html", context)
    gate = plan_or_404(request, code)
    soils = soils_of(gate.plan, gate.access)
    context = shown(
        gate,
        "apercu",
        soils=soils,
        seen=overview_of(soils, timezone.localdate()),
        map=draw_soils(gate, soils),
    )
    return render(request, "terres/apercu.html", context)
