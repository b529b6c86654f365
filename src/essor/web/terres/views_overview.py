"""The first page of excavated soils: what is to be placed, where, what is missing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from essor.records.plans.queries import plan_of
from essor.records.terres.instance import assemble
from essor.records.terres.matrix import matrix_of
from essor.records.terres.overview import overview_of
from essor.records.terres.queries import soils_of
from essor.records.terres.verdicts import SIGNS
from essor.web.design.territoire import territoire_or_404
from essor.web.plan.gate import plan_or_404
from essor.web.terres.carte import draw_soils
from essor.web.terres.pages import TAB, shown

WEEKS = 104  # two years: what lacks is said of everything that is dated


@require_safe
def overview(request: HttpRequest, code: str) -> HttpResponse:
    """Say how many tonnes are to be placed, by when, and what blocks."""
    territoire, access = territoire_or_404(request, code)
    if plan_of(territoire) is None:
        context = {"territoire": territoire, "access": access, "tab": TAB}
        return render(request, "plan/sans_plan.html", context)
    gate = plan_or_404(request, code)
    soils, today = soils_of(gate.plan, gate.access), timezone.localdate()
    found = matrix_of(soils, today)
    lacks = assemble(soils=soils, starts_on=today, weeks=WEEKS).missing
    context = shown(
        gate,
        "apercu",
        soils=soils,
        seen=overview_of(soils, today, found),
        counts=[(word, found.counts()[one]) for one, word in SIGNS.items()],
        missing=[one for one in lacks if one.kind != "cout"],
        silent_costs=sum(one.kind == "cout" for one in lacks),
        today=today,
        map=draw_soils(gate, soils),
    )
    return render(request, "terres/apercu.html", context)
