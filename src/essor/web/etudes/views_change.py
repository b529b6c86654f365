"""Rename, attach, copy, delete, bring back."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from essor.foundations.errors import UserFault
from essor.records.journal.models import Operation
from essor.records.plans.queries import actions_of
from essor.records.studies.actions import (
    change_study,
    delete_study,
    duplicate_study,
    restore_study,
)
from essor.records.studies.permissions import (
    can_create_study,
    require_create_study,
    require_edit_study,
)
from essor.records.studies.queries import deleted_studies
from essor.web.design.form_faults import add_faults
from essor.web.etudes.forms import CopyForm, StudyForm
from essor.web.etudes.gate import TAB, study_or_404
from essor.web.plan.forms import ReasonForm
from essor.web.plan.gate import plan_or_404

FIELDS = ("titre", "notice", "confidentialite", "profil", "draws", "seed", "action", "version")


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, code: str, study_id: uuid.UUID) -> HttpResponse:
    """Change what is not an assumption."""
    gate, row = study_or_404(request, code, study_id)
    require_edit_study(gate.access, row)
    may_attach = can_create_study(gate.access, gate.plan)
    form = StudyForm(
        request.POST or None,
        actions=actions_of(gate.plan, gate.access) if may_attach else None,
        initial={name: getattr(row, name) for name in FIELDS},
    )
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        try:
            change_study(
                by=gate.access, study=row, expected_version=values.pop("version"), **values
            )
        except UserFault as error:
            if type(error).__name__ == "Forbidden":
                raise
            add_faults(form, error)
        else:
            messages.success(request, "C'est enregistré.")
            return redirect("etudes:show", code, study_id)
    context = gate.context(study=row, form=form) | TAB
    status = 422 if request.method == "POST" else 200
    return render(request, "etudes/modifier.html", context, status=status)


@require_http_methods(["GET", "POST"])
def duplicate(request: HttpRequest, code: str, study_id: uuid.UUID) -> HttpResponse:
    """Copy a study under another name."""
    gate, row = study_or_404(request, code, study_id)
    require_create_study(gate.access, gate.plan)
    form = CopyForm(request.POST or None, initial={"titre": f"{row.titre} (variante)"})
    if request.method == "POST" and form.is_valid():
        copy = duplicate_study(by=gate.access, study=row, titre=form.cleaned_data["titre"])
        messages.success(request, "La copie est prête\u00a0: changez ses hypothèses.")
        return redirect("etudes:show", code, copy.id)
    context = gate.context(study=row, form=form) | TAB
    return render(request, "etudes/dupliquer.html", context)


@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, code: str, study_id: uuid.UUID) -> HttpResponse:
    """Ask for confirmation, then delete a study and its computations."""
    gate, row = study_or_404(request, code, study_id)
    require_edit_study(gate.access, row)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        delete_study(by=gate.access, study=row, reason=form.cleaned_data["motif"])
        messages.success(request, "L'étude est dans la corbeille.")
        return redirect("etudes:list", code)
    context = gate.context(study=row, form=form, runs=row.runs.count()) | TAB
    return render(request, "etudes/supprimer.html", context)


@require_GET
def trash(request: HttpRequest, code: str) -> HttpResponse:
    """List the deleted studies."""
    gate = plan_or_404(request, code)
    context = gate.context(events=deleted_studies(gate.plan, gate.access)) | TAB
    return render(request, "etudes/corbeille.html", context)


@require_POST
def restore(request: HttpRequest, code: str, operation_id: uuid.UUID) -> HttpResponse:
    """Bring back a study."""
    gate = plan_or_404(request, code)
    row = get_object_or_404(Operation, pk=operation_id, territoire_code=code)
    restore_study(by=gate.access, plan=gate.plan, row=row)
    messages.success(request, "L'étude est rétablie avec ses calculs.")
    return redirect("etudes:list", code)
