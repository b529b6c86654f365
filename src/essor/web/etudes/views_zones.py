"""Add, change and remove the zones of a site, each with its project and its phases."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from essor.foundations.errors import UserFault
from essor.records.accounts.permissions import Forbidden
from essor.records.studies.actions import replace_inputs
from essor.records.studies.answers import ACTIVITIES, PROGRAMMES
from essor.records.studies.models import Study
from essor.records.studies.permissions import can_edit_study, require_edit_study
from essor.records.studies.zones import with_zone, without_zone, zones_of
from essor.web.design.form_faults import add_faults
from essor.web.etudes.gate import TAB, study_or_404
from essor.web.etudes.zones_form import ZoneForm
from essor.web.plan.gate import PlanGate

SAVED = "C'est enregistré. Refaites le calcul pour en voir l'effet."


@require_GET
def zones(request: HttpRequest, code: str, study_id: uuid.UUID) -> HttpResponse:
    """List the zones of a site."""
    gate, row = study_or_404(request, code, study_id)
    labels = {key.value: label for key, label in [*ACTIVITIES.items(), *PROGRAMMES.items()]}
    rows = [
        {"zone": zone, "was": labels[zone.activite], "becomes": labels[zone.programme]}
        for zone in zones_of(row.inputs)
    ]
    context = gate.context(study=row, zones=rows, can_edit=can_edit_study(gate.access, row)) | TAB
    return render(request, "etudes/zones.html", context)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, code: str, study_id: uuid.UUID) -> HttpResponse:
    """Answer for one more zone."""
    gate, row = study_or_404(request, code, study_id)
    require_edit_study(gate.access, row)
    return _form(request, gate, row, None)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, code: str, study_id: uuid.UUID, number: int) -> HttpResponse:
    """Answer anew for a zone; its other numbers stay."""
    gate, row = study_or_404(request, code, study_id)
    require_edit_study(gate.access, row)
    return _form(request, gate, row, _place(row, number))


@require_POST
def remove(request: HttpRequest, code: str, study_id: uuid.UUID, number: int) -> HttpResponse:
    """Remove a zone; the history brings it back."""
    gate, row = study_or_404(request, code, study_id)
    require_edit_study(gate.access, row)
    inputs = without_zone(row.inputs, number=_place(row, number))
    replace_inputs(by=gate.access, study=row, inputs=inputs, expected_version=row.version)
    messages.success(request, f"La zone est retirée\u00a0; l'historique peut la rétablir. {SAVED}")
    return redirect("etudes:zones", code, study_id)


def _form(request: HttpRequest, gate: PlanGate, row: Study, place: int | None) -> HttpResponse:
    zone = None if place is None else zones_of(row.inputs)[place]
    initial: dict[str, object] = {"version": row.version}
    if zone is None:
        initial["decide_le"] = zones_of(row.inputs)[0].decide_le
    form = ZoneForm(request.POST or None, zone=zone, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            replace_inputs(
                by=gate.access,
                study=row,
                inputs=with_zone(row.inputs, form.answer(), number=place),
                expected_version=form.cleaned_data["version"],
            )
        except Forbidden:
            raise
        except UserFault as error:
            add_faults(form, error)
        else:
            messages.success(request, SAVED)
            return redirect("etudes:zones", gate.territoire.code, row.id)
    context = gate.context(study=row, form=form, zone=zone) | TAB
    status = 422 if request.method == "POST" else 200
    return render(request, "etudes/zone.html", context, status=status)


def _place(row: Study, number: int) -> int:
    """Return the place in the inputs of a zone counted from one. Raises Http404."""
    if not 1 <= number <= len(row.inputs["zones"]):
        raise Http404
    return number - 1
