"""What is owed and by whom; several values entered at once."""

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from essor.foundations.errors import UserFault
from essor.foundations.french import counted
from essor.records.accounts.roles import Capability
from essor.records.indicateurs.grid import grid_of
from essor.records.indicateurs.permissions import can_define
from essor.records.indicateurs.queries import MissingValue, missing_values
from essor.records.indicateurs.record import record_values
from essor.web.design.form_faults import add_faults
from essor.web.indicateurs.grid_form import GridForm
from essor.web.indicateurs.tables import missing_file
from essor.web.indicateurs.words import reason_text
from essor.web.plan.gate import PlanGate, plan_or_404

SOON_DAYS = 60


@require_GET
def missing(request: HttpRequest, code: str) -> HttpResponse:
    """Show every value that is owed today or soon, since when, and who owes it."""
    gate, today = _members_only(request, code), timezone.localdate()
    owed = _owed(gate, today + dt.timedelta(days=SOON_DAYS))
    mine = {(row.indicateur.pk, row.action.pk if row.action else None)
            for row in grid_of(plan=gate.plan, by=gate.access, today=today)}  # fmt: skip
    rows = [
        (
            one,
            reason_text(one.due),
            one.days_late(today),
            (one.indicateur.pk, one.action.pk if one.action else None) in mine,
        )
        for one in owed
    ]
    context = gate.context(
        tab="indicateurs",
        owed=[row for row in rows if row[0].due.since <= today],
        soon=[row for row in rows if row[0].due.since > today],
        soon_days=SOON_DAYS,
        nobody=sum(not one.owes for one in owed),
        can_enter=bool(mine),
        can_define=can_define(gate.access, gate.plan),
    )
    return render(request, "indicateurs/manquantes.html", context)


@require_GET
def missing_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Send the same list."""
    gate, today = _members_only(request, code), timezone.localdate()
    owed = _owed(gate, today + dt.timedelta(days=SOON_DAYS))
    return missing_file(f"valeurs-a-renseigner-{code}", owed, on=today)


@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest, code: str) -> HttpResponse:
    """Enter several values that share a period and a source."""
    gate, today = plan_or_404(request, code), timezone.localdate()
    gate.access.require(Capability.EDIT_PILOTED)
    rows = grid_of(plan=gate.plan, by=gate.access, today=today)
    form = GridForm(
        request.POST or None,
        rows=rows,
        initial={"read_on": today, "periode": str(today.year - 1), "confiance": "moyenne"},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = record_values(by=gate.access, rows=form.values())
        except UserFault as error:
            add_faults(form, error)
        else:
            said = counted(len(made), "valeur enregistrée", "valeurs enregistrées")
            messages.success(request, f"{said}. L'historique permet de l'annuler d'un geste.")
            return redirect("indicateurs:list", code)
    context = gate.context(tab="indicateurs", form=form, rows=list(form.shown()))
    status = 400 if form.errors else 200
    return render(request, "indicateurs/saisie.html", context, status=status)


def _members_only(request: HttpRequest, code: str) -> PlanGate:
    gate = plan_or_404(request, code)
    gate.access.require(Capability.VIEW_INTERNAL)
    return gate


def _owed(gate: PlanGate, until: dt.date) -> tuple[MissingValue, ...]:
    return missing_values(plan=gate.plan, by=gate.access, on=until)
