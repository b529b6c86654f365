"""How far each milestone moved from one committee to the next."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from essor.records.comites.drift import DriftTable, drift_table
from essor.records.comites.models import Comite, NatureComite
from essor.records.comites.permissions import require_read
from essor.records.comites.queries import held_committees
from essor.web.comites.tables import drift_labels, drift_lines
from essor.web.design.csv_file import csv_file
from essor.web.plan.gate import PlanGate, plan_or_404

MOST_COMMITTEES = 6


class KindForm(forms.Form):
    """Between which committees to count."""

    nature = forms.ChoiceField(
        label="Entre quels comités", choices=[("", "Tous"), *NatureComite.choices], required=False
    )


@require_GET
def drift(request: HttpRequest, code: str) -> HttpResponse:
    """Show the milestones by committee intervals, the last one up to today."""
    gate = plan_or_404(request, code)
    form, comites, table = _asked(request, gate)
    context = gate.context(
        tab="comites",
        form=form,
        comites=comites,
        most=MOST_COMMITTEES,
        table=table,
        query=request.GET.urlencode(),
        intervals=list(zip(_labels(comites), table.totals, strict=True)) if table else [],
    )
    return render(request, "comites/glissements.html", context)


@require_GET
def drift_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Send the same table."""
    gate = plan_or_404(request, code)
    _, comites, table = _asked(request, gate)
    lines = drift_lines(table) if table else []
    return csv_file(f"glissements-{gate.territoire.code}", drift_labels(_labels(comites)), lines)


def _asked(
    request: HttpRequest, gate: PlanGate
) -> tuple[KindForm, list[Comite], DriftTable | None]:
    require_read(gate.access)
    form = KindForm(request.GET or None)
    nature = form.cleaned_data["nature"] if form.is_bound and form.is_valid() else ""
    today = timezone.localdate()
    held = [one for one in held_committees(gate.plan, gate.access, nature) if one.tenu_on <= today]
    comites = held[-MOST_COMMITTEES:]
    if not comites:
        return form, [], None
    days = [one.tenu_on for one in comites] + [today]
    return form, comites, drift_table(plan=gate.plan, by=gate.access, days=days)


def _labels(comites: list[Comite]) -> list[str]:
    """Name each interval by the committees at its ends."""
    days = [f"{one.get_nature_display()} du {one.tenu_on:%d/%m/%Y}" for one in comites]
    ends = [f"au {one.tenu_on:%d/%m/%Y}" for one in comites[1:]] + ["à aujourd'hui"]
    return [f"{start} {end}" for start, end in zip(days, ends, strict=True)] if days else []
