"""Blocking points of one action: add, change, lift, reopen, delete."""

import uuid

from django import forms
from django.contrib import messages
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from essor.records.plans.models import Action
from essor.records.plans.queries import get_action
from essor.records.suivi.actions import (
    SETTABLE,
    add_point,
    change_point,
    delete_point,
    lift_point,
    reopen_point,
)
from essor.records.suivi.models import PointBloquant
from essor.records.suivi.permissions import require_edit_suivi
from essor.records.suivi.queries import get_point
from essor.web.design.form_faults import wrote
from essor.web.plan.gate import PlanGate, plan_or_404
from essor.web.suivi.forms import LiftForm, PointForm

BOTH = ["GET", "POST"]


@require_http_methods(BOTH)
def add(request: HttpRequest, code: str, action_code: str) -> HttpResponse:
    """Say that something blocks an action."""
    gate = plan_or_404(request, code)
    action = get_action(gate.plan, action_code, gate.access)
    require_edit_suivi(gate.access, action)
    form = PointForm(request.POST or None, initial={"depuis_on": timezone.localdate()})

    def write() -> None:
        add_point(by=gate.access, action=action, **form.values())

    if wrote(request, form, write):
        return _back(request, action, "Le point bloquant est ajouté.")
    return _page(request, gate, action, form, "Ajouter un point bloquant")


@require_http_methods(BOTH)
def edit(request: HttpRequest, code: str, action_code: str, point_id: uuid.UUID) -> HttpResponse:
    """Change what is said of a point."""
    gate, point = _asked(request, code, action_code, point_id)
    initial = model_to_dict(point, fields=SETTABLE) | {"version": point.version}
    form = PointForm(request.POST or None, initial=initial)

    def write() -> None:
        version = form.cleaned_data["version"]
        change_point(by=gate.access, point=point, expected_version=version, **form.values())

    if wrote(request, form, write):
        return _back(request, point.action, "Le point bloquant est modifié.")
    return _page(request, gate, point.action, form, "Modifier un point bloquant")


@require_http_methods(BOTH)
def lift(request: HttpRequest, code: str, action_code: str, point_id: uuid.UUID) -> HttpResponse:
    """Say when and how a point stopped blocking."""
    gate, point = _asked(request, code, action_code, point_id)
    initial = {"leve_on": timezone.localdate(), "version": point.version}
    form = LiftForm(request.POST or None, initial=initial)

    def write() -> None:
        values = dict(form.cleaned_data)
        version = values.pop("version")
        lift_point(by=gate.access, point=point, expected_version=version, **values)

    if wrote(request, form, write):
        return _back(request, point.action, "Le point est levé.")
    return _page(request, gate, point.action, form, "Lever un point bloquant", point=point)


@require_POST
def reopen(request: HttpRequest, code: str, action_code: str, point_id: uuid.UUID) -> HttpResponse:
    """Say that a lifted point blocks again."""
    gate, point = _asked(request, code, action_code, point_id)
    reopen_point(by=gate.access, point=point)
    return _back(request, point.action, "Le point bloque de nouveau.")


@require_http_methods(BOTH)
def remove(request: HttpRequest, code: str, action_code: str, point_id: uuid.UUID) -> HttpResponse:
    """Ask, then delete a point entered by mistake."""
    gate, point = _asked(request, code, action_code, point_id)
    if request.method == "POST":
        delete_point(by=gate.access, point=point)
        return _back(request, point.action, "Le point est supprimé. L'historique peut le rétablir.")
    context = gate.context(action=point.action, point=point)
    return render(request, "suivi/supprimer.html", context)


def _asked(
    request: HttpRequest, code: str, action_code: str, point_id: uuid.UUID
) -> tuple[PlanGate, PointBloquant]:
    gate = plan_or_404(request, code)
    action = get_action(gate.plan, action_code, gate.access)
    require_edit_suivi(gate.access, action)
    point = get_point(plan=gate.plan, action_code=action_code, point_id=point_id, by=gate.access)
    return gate, point


def _back(request: HttpRequest, action: Action, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("plan:action", action.plan.territoire.code, action.code)


def _page(
    request: HttpRequest,
    gate: PlanGate,
    action: Action,
    form: forms.Form,
    title: str,
    point: PointBloquant | None = None,
) -> HttpResponse:
    context = gate.context(action=action, form=form, title=title, point=point)
    return render(request, "suivi/formulaire.html", context, status=400 if form.errors else 200)
