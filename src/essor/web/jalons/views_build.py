"""Add, change and delete milestones."""

import uuid

from django.contrib import messages
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from essor.foundations.errors import UserFault
from essor.foundations.periods import Period
from essor.records.jalons.actions import SETTABLE, change_jalon, create_jalon, delete_jalon
from essor.records.jalons.queries import get_jalon
from essor.records.plans.permissions import require_edit_plan
from essor.records.plans.queries import get_action
from essor.web.design.form_faults import add_faults
from essor.web.jalons.forms import JalonForm, NewJalonForm
from essor.web.plan.gate import plan_or_404

BOTH = ["GET", "POST"]


@require_http_methods(BOTH)
def add(request: HttpRequest, code: str, action_code: str) -> HttpResponse:
    """Add a milestone and, if known, its first forecast."""
    gate = plan_or_404(request, code)
    action = get_action(gate.plan, action_code, gate.access)
    require_edit_plan(gate.access, gate.plan)
    today = Period.day(timezone.localdate())
    form = NewJalonForm(request.POST or None, plan=gate.plan, initial={"announced": today})
    if request.method == "POST" and form.is_valid():
        try:
            prevision = form.prevision(gate.access.label)
            create_jalon(by=gate.access, action=action, prevision=prevision, **form.jalon_values())
        except UserFault as error:
            add_faults(form, error)
        else:
            messages.success(request, "Le jalon est ajouté.")
            return redirect("jalons:list", code, action.code)
    context = gate.context(action=action, form=form, title="Ajouter un jalon")
    return render(request, "jalons/formulaire.html", context, status=400 if form.errors else 200)


@require_http_methods(BOTH)
def edit(request: HttpRequest, code: str, action_code: str, jalon_id: uuid.UUID) -> HttpResponse:
    """Change what a milestone is."""
    gate = plan_or_404(request, code)
    jalon = get_jalon(plan=gate.plan, action_code=action_code, jalon_id=jalon_id, by=gate.access)
    require_edit_plan(gate.access, gate.plan)
    initial = model_to_dict(jalon, fields=SETTABLE) | {"version": jalon.version}
    form = JalonForm(request.POST or None, plan=gate.plan, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        version = values.pop("version")
        try:
            change_jalon(by=gate.access, jalon=jalon, expected_version=version, **values)
        except UserFault as error:
            add_faults(form, error)
        else:
            messages.success(request, "Le jalon est modifié.")
            return redirect("jalons:list", code, jalon.action.code)
    context = gate.context(action=jalon.action, form=form, title=f"Modifier « {jalon.titre} »")
    return render(request, "jalons/formulaire.html", context, status=400 if form.errors else 200)


@require_http_methods(BOTH)
def remove(request: HttpRequest, code: str, action_code: str, jalon_id: uuid.UUID) -> HttpResponse:
    """Ask, then delete a milestone with its forecasts and dependencies."""
    gate = plan_or_404(request, code)
    jalon = get_jalon(plan=gate.plan, action_code=action_code, jalon_id=jalon_id, by=gate.access)
    require_edit_plan(gate.access, gate.plan)
    if request.method == "POST":
        delete_jalon(by=gate.access, jalon=jalon)
        messages.success(
            request, f"Le jalon « {jalon.titre} » est supprimé. L'historique peut le rétablir."
        )
        return redirect("jalons:list", code, jalon.action.code)
    context = gate.context(
        action=jalon.action,
        jalon=jalon,
        previsions=jalon.previsions.count(),
        dependances=jalon.dependances_amont.count() + jalon.dependances_aval.count(),
    )
    return render(request, "jalons/supprimer.html", context)
