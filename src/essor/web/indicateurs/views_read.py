"""What the plan changes: every indicator by answer, then one with all its figures."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from essor.records.accounts.roles import Capability
from essor.records.indicateurs.choices import Reponse
from essor.records.indicateurs.permissions import can_define, can_record
from essor.records.indicateurs.queries import (
    Fiche,
    all_targets,
    all_values,
    board_of,
    count_issues,
    get_fiche,
)
from essor.web.indicateurs.tables import board_file, figure_of, said_of_value, values_file
from essor.web.plan.gate import PlanGate, plan_or_404


@require_GET
def board(request: HttpRequest, code: str) -> HttpResponse:
    """Show every indicator that this person may read, grouped by answer."""
    gate = plan_or_404(request, code)
    fiches = _board(gate)
    groups = [(label, [one for one in fiches if one.indicateur.reponse == key])
              for key, label in [*Reponse.choices, ("", "Autres indicateurs")]]  # fmt: skip
    context = gate.context(
        tab="indicateurs",
        groups=[
            (label, [(one, figure_of(one.latest)) for one in found])
            for label, found in groups
            if found
        ],
        issues=count_issues(fiches),
        can_define=can_define(gate.access, gate.plan),
    )
    return render(request, "indicateurs/liste.html", context)


@require_GET
def board_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Send the list as it is shown."""
    gate = plan_or_404(request, code)
    return board_file(f"indicateurs-{gate.territoire.code}", _board(gate))


@require_GET
def show(request: HttpRequest, code: str, indicateur_code: str) -> HttpResponse:
    """Show one indicator, its verdict, and every figure ever said of it with its source."""
    gate = plan_or_404(request, code)
    fiche = get_fiche(
        plan=gate.plan, code=indicateur_code, by=gate.access, today=timezone.localdate()
    )
    row = fiche.indicateur
    context = gate.context(
        tab="indicateurs",
        fiche=fiche,
        measured=figure_of(fiche.standing.measured),
        declared=figure_of(fiche.standing.declared),
        valeurs=[(one, said_of_value(one)) for one in all_values(row, gate.access)],
        cibles=all_targets(row, gate.access),
        is_member=gate.access.can(Capability.VIEW_INTERNAL),
        can_define=can_define(gate.access, gate.plan),
        can_record=can_record(gate.access, row),
    )
    return render(request, "indicateurs/indicateur.html", context)


@require_GET
def values_csv(request: HttpRequest, code: str, indicateur_code: str) -> HttpResponse:
    """Send the values of one indicator with their sources."""
    gate = plan_or_404(request, code)
    fiche = get_fiche(
        plan=gate.plan, code=indicateur_code, by=gate.access, today=timezone.localdate()
    )
    row = fiche.indicateur
    name = f"indicateur-{gate.territoire.code}-{row.code.lower()}"
    return values_file(name, list(all_values(row, gate.access)))


def _board(gate: PlanGate) -> tuple[Fiche, ...]:
    return board_of(plan=gate.plan, by=gate.access, today=timezone.localdate())
