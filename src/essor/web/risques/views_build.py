"""Add, change and delete risks."""

import uuid

from django.contrib import messages
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from essor.foundations.errors import UserFault
from essor.records.plans.models import Action
from essor.records.plans.queries import get_action
from essor.records.risques.actions import SETTABLE, change_risque, create_risque, delete_risque
from essor.records.risques.permissions import require_read, require_write
from essor.records.risques.register import get_risque
from essor.records.risques.scale import echelle_at
from essor.web.design.form_faults import add_faults
from essor.web.plan.gate import PlanGate, plan_or_404
from essor.web.risques.forms import RisqueForm

BOTH = ["GET", "POST"]


@require_http_methods(BOTH)
def add(request: HttpRequest, code: str, action_code: str) -> HttpResponse:
    """Add a risk to an action."""
    gate = plan_or_404(request, code)
    action = get_action(gate.plan, action_code, gate.access)
    require_write(gate.access, action)
    form = RisqueForm(request.POST or None, action=action, echelle=echelle_at(timezone.localdate()))
    if request.method == "POST" and form.is_valid():
        try:
            create_risque(by=gate.access, action=action, **form.values())
        except UserFault as error:
            add_faults(form, error)
        else:
            messages.success(request, "Le risque est ajouté.")
            return redirect("risques:list", code, action.code)
    return _form(request, gate, action, form, "Ajouter un risque")


@require_http_methods(BOTH)
def edit(request: HttpRequest, code: str, action_code: str, risque_id: uuid.UUID) -> HttpResponse:
    """Change a risk."""
    gate = plan_or_404(request, code)
    require_read(gate.access)
    risque = get_risque(
        plan=gate.plan, action_code=action_code, risque_id=risque_id, by=gate.access
    )
    action = risque.action
    require_write(gate.access, action)
    initial = model_to_dict(risque, fields=SETTABLE) | {"version": risque.version}
    form = RisqueForm(
        request.POST or None,
        action=action,
        echelle=echelle_at(timezone.localdate()),
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            change_risque(by=gate.access, risque=risque, expected_version=version, **form.values())
        except UserFault as error:
            add_faults(form, error)
        else:
            messages.success(request, "Le risque est modifié.")
            return redirect("risques:list", code, action.code)
    return _form(request, gate, action, form, f"Modifier « {risque.titre} »")


@require_http_methods(BOTH)
def remove(request: HttpRequest, code: str, action_code: str, risque_id: uuid.UUID) -> HttpResponse:
    """Ask, then delete a risk."""
    gate = plan_or_404(request, code)
    require_read(gate.access)
    risque = get_risque(
        plan=gate.plan, action_code=action_code, risque_id=risque_id, by=gate.access
    )
    require_write(gate.access, risque.action)
    if request.method == "POST":
        delete_risque(by=gate.access, risque=risque)
        said = f"Le risque « {risque.titre} » est supprimé. L'historique peut le rétablir."
        messages.success(request, said)
        return redirect("risques:list", code, risque.action.code)
    context = gate.context(action=risque.action, risque=risque)
    return render(request, "risques/supprimer.html", context)


def _form(
    request: HttpRequest, gate: PlanGate, action: Action, form: RisqueForm, title: str
) -> HttpResponse:
    context = gate.context(action=action, form=form, title=title)
    return render(request, "risques/formulaire.html", context, status=400 if form.errors else 200)
