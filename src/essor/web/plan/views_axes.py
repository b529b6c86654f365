"""The headings of the plan."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from essor.foundations.errors import UserFault
from essor.records.plans.actions import change_axe, create_axe, delete_axe
from essor.records.plans.models import Axe
from essor.records.plans.permissions import require_edit_plan
from essor.records.plans.queries import axes_with_counts
from essor.web.design.form_faults import add_faults
from essor.web.plan.forms import AxeForm
from essor.web.plan.gate import PlanGate, plan_or_404


@require_http_methods(["GET", "POST"])
def axes(request: HttpRequest, code: str) -> HttpResponse:
    """List the headings; add one."""
    gate = plan_or_404(request, code)
    require_edit_plan(gate.access, gate.plan)
    form = AxeForm(request.POST or None, plan=gate.plan)
    if request.method == "POST" and form.is_valid():
        try:
            create_axe(by=gate.access, plan=gate.plan, **form.cleaned_data)
        except UserFault as error:
            add_faults(form, error)
        else:
            messages.success(request, "L'axe est ajouté.")
            return redirect("plan:axes", code)
    return _page(request, gate, form)


@require_http_methods(["GET", "POST"])
def edit_axe(request: HttpRequest, code: str, axe_id: uuid.UUID) -> HttpResponse:
    """Rename or move a heading."""
    gate = plan_or_404(request, code)
    require_edit_plan(gate.access, gate.plan)
    axe = get_object_or_404(Axe, pk=axe_id, plan=gate.plan)
    initial = {"titre": axe.titre, "parent": axe.parent_id}
    form = AxeForm(request.POST or None, plan=gate.plan, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            change_axe(by=gate.access, axe=axe, **form.cleaned_data)
        except UserFault as error:
            add_faults(form, error)
        else:
            messages.success(request, "L'axe est modifié.")
            return redirect("plan:axes", code)
    return _page(request, gate, form, axe)


@require_http_methods(["POST"])
def remove_axe(request: HttpRequest, code: str, axe_id: uuid.UUID) -> HttpResponse:
    """Delete an empty heading."""
    gate = plan_or_404(request, code)
    axe = get_object_or_404(Axe, pk=axe_id, plan=gate.plan)
    delete_axe(by=gate.access, axe=axe)
    messages.success(request, f"L'axe « {axe.titre} » est supprimé.")
    return redirect("plan:axes", code)


def _page(
    request: HttpRequest, gate: PlanGate, form: AxeForm, axe: Axe | None = None
) -> HttpResponse:
    context = gate.context(form=form, axe=axe, axes=axes_with_counts(gate.plan))
    return render(request, "plan/axes.html", context, status=400 if form.errors else 200)
