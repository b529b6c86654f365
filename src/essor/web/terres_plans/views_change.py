"""Rename, attach, copy, delete, bring back."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from essor.records.journal.models import Operation
from essor.records.plans.queries import actions_of
from essor.records.terres_plans.actions import (
    change_plan_terres,
    delete_plan_terres,
    duplicate_plan_terres,
    restore_plan_terres,
)
from essor.records.terres_plans.models import PlanTerres
from essor.records.terres_plans.permissions import (
    can_create_plan_terres,
    require_create_plan_terres,
)
from essor.records.terres_plans.queries import deleted_plans_terres
from essor.web.design.form_faults import wrote
from essor.web.etudes.forms import CopyForm
from essor.web.plan.forms import ReasonForm
from essor.web.plan.gate import plan_or_404
from essor.web.terres_plans.forms import EditForm
from essor.web.terres_plans.gate import TAB, page_or_404, page_to_edit

FIELDS = (
    "titre", "notice", "debut_on", "periods", "objectif", "confidentialite", "seed", "action",
    "version",
)  # fmt: skip


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, code: str, plan_id: uuid.UUID) -> HttpResponse:
    """Change what is asked; the computations already made stay as they are."""
    page = page_to_edit(request, code, plan_id)
    gate, row = page.gate, page.plan_terres
    may_attach = can_create_plan_terres(gate.access, gate.plan)
    form = EditForm(
        request.POST or None,
        actions=actions_of(gate.plan, gate.access) if may_attach else None,
        options=row.options,
        initial={name: getattr(row, name) for name in FIELDS},
    )

    def write() -> None:
        version = form.cleaned_data["version"]
        change_plan_terres(
            by=gate.access, plan_terres=row, expected_version=version, **form.values()
        )

    if wrote(request, form, write):
        messages.success(request, "C'est enregistré. Recalculez pour en voir l'effet.")
        return redirect("terres_plans:show", code, plan_id)
    status = 422 if request.method == "POST" else 200
    return render(request, "terres_plans/modifier.html", page.context(form=form), status=status)


@require_http_methods(["GET", "POST"])
def duplicate(request: HttpRequest, code: str, plan_id: uuid.UUID) -> HttpResponse:
    """Copy a plan of soils under another name."""
    page = page_or_404(request, code, plan_id)
    gate, row = page.gate, page.plan_terres
    require_create_plan_terres(gate.access, gate.plan)
    form = CopyForm(request.POST or None, initial={"titre": f"{row.titre} (variante)"})
    made: list[PlanTerres] = []

    def write() -> None:
        titre = form.cleaned_data["titre"]
        made.append(duplicate_plan_terres(by=gate.access, plan_terres=row, titre=titre))

    if wrote(request, form, write):
        messages.success(request, "La copie est prête\u00a0: changez une chose, puis calculez.")
        return redirect("terres_plans:show", code, made[0].id)
    status = 422 if request.method == "POST" else 200
    return render(request, "terres_plans/dupliquer.html", page.context(form=form), status=status)


@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, code: str, plan_id: uuid.UUID) -> HttpResponse:
    """Ask for confirmation, then delete a plan of soils and its computations."""
    page = page_to_edit(request, code, plan_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        delete_plan_terres(
            by=page.gate.access, plan_terres=page.plan_terres, reason=form.cleaned_data["motif"]
        )
        messages.success(request, "Le plan de terres est dans la corbeille.")
        return redirect("terres_plans:list", code)
    context = page.context(form=form, calculs=page.plan_terres.calculs.count())
    return render(request, "terres_plans/supprimer.html", context)


@require_safe
def trash(request: HttpRequest, code: str) -> HttpResponse:
    """List the deleted plans of soils."""
    gate = plan_or_404(request, code)
    events = deleted_plans_terres(gate.plan, gate.access)
    return render(request, "terres_plans/corbeille.html", gate.context(events=events, **TAB))


@require_POST
def restore(request: HttpRequest, code: str, operation_id: uuid.UUID) -> HttpResponse:
    """Bring back a plan of soils."""
    gate = plan_or_404(request, code)
    row = get_object_or_404(Operation, pk=operation_id, territoire_code=code)
    restore_plan_terres(by=gate.access, plan=gate.plan, row=row)
    messages.success(request, "Le plan de terres est rétabli avec ses calculs.")
    return redirect("terres_plans:list", code)
