"""Every assumption of a study, one subject at a time."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from essor.foundations.errors import UserFault
from essor.records.accounts.permissions import Forbidden
from essor.records.studies.actions import change_inputs
from essor.records.studies.assumptions import Group, groups_of
from essor.records.studies.models import Study
from essor.records.studies.permissions import can_edit_study, require_edit_study
from essor.references.loader import parameters
from essor.web.design.form_faults import add_faults
from essor.web.etudes.forms import AssumptionForm
from essor.web.etudes.gate import TAB, study_or_404


def groups(study: Study) -> list[Group]:
    """Return the assumptions of a study, as of today."""
    return groups_of(
        study.inputs, profil=study.profil, on=timezone.localdate(), parameters=parameters()
    )


@require_GET
def index(request: HttpRequest, code: str, study_id: uuid.UUID) -> HttpResponse:
    """List the subjects, and what the study changed in each."""
    gate, row = study_or_404(request, code, study_id)
    context = gate.context(study=row, groups=groups(row), can_edit=can_edit_study(gate.access, row))
    return render(request, "etudes/hypotheses.html", context | TAB)


@require_http_methods(["GET", "POST"])
def group(request: HttpRequest, code: str, study_id: uuid.UUID, slug: str) -> HttpResponse:
    """Show the assumptions of a subject; change them."""
    gate, row = study_or_404(request, code, study_id)
    found = next((one for one in groups(row) if one.slug == slug), None)
    if found is None:
        raise Http404
    form = AssumptionForm(request.POST or None, group=found, initial={"version": row.version})
    if request.method == "POST":
        require_edit_study(gate.access, row)
        if form.is_valid():
            try:
                change_inputs(
                    by=gate.access,
                    study=row,
                    expected_version=form.cleaned_data["version"],
                    group=found,
                    values=form.values(),
                )
            except Forbidden:
                raise
            except UserFault as error:
                add_faults(form, error)
            else:
                messages.success(
                    request, "C'est enregistré. Refaites le calcul pour en voir l'effet."
                )
                return redirect("etudes:assumptions", code, study_id)
    context = gate.context(
        study=row, group=found, form=form, can_edit=can_edit_study(gate.access, row)
    )
    status = 422 if request.method == "POST" else 200
    return render(request, "etudes/groupe.html", context | TAB, status=status)
