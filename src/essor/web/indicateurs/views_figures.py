"""Say what an indicator is worth and what is aimed at; correct and cancel, saying why."""

import uuid
from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from essor.foundations.errors import UserFault
from essor.records.indicateurs.models import Indicateur
from essor.records.indicateurs.permissions import require_define, require_record
from essor.records.indicateurs.queries import get_cible, get_indicateur, get_valeur
from essor.records.indicateurs.record import (
    cancel_target,
    cancel_value,
    correct_target,
    correct_value,
    record_value,
    set_target,
)
from essor.web.design.form_faults import add_faults
from essor.web.indicateurs.forms import CibleForm, MotifForm, ValeurForm
from essor.web.plan.gate import PlanGate, plan_or_404

BOTH = ["GET", "POST"]
SHARED = ("value", "low", "high", "source_title", "source_href", "commentaire")
OF_VALUE = ("absence", "read_on", "published_on", "licence", "confiance")


@require_http_methods(BOTH)
def add_value(request: HttpRequest, code: str, indicateur_code: str) -> HttpResponse:
    """Record a value."""
    gate, row = _asked(request, code, indicateur_code)
    require_record(gate.access, row)
    form = ValeurForm(
        request.POST or None,
        indicateur=row,
        by=gate.access,
        is_correction=False,
        initial=_asked_value(request) | {"read_on": timezone.localdate()},
    )
    return _answer(
        request, gate, row, form, "Ajouter une valeur",
        lambda: record_value(by=gate.access, indicateur=row, values=form.values()),
    )  # fmt: skip


@require_http_methods(BOTH)
def fix_value(
    request: HttpRequest, code: str, indicateur_code: str, valeur_id: uuid.UUID
) -> HttpResponse:
    """Replace a value by another; both stay readable."""
    gate, row = _asked(request, code, indicateur_code)
    valeur = get_valeur(indicateur=row, valeur_id=valeur_id, by=gate.access)
    require_record(gate.access, row, valeur.action)
    initial = {name: getattr(valeur, name) for name in (*SHARED, *OF_VALUE)}
    initial |= {
        "action": valeur.action_id,
        "periode": valeur.periode.label(),
        "is_self_declared": valeur.is_self_declared,
        "is_reference": valeur.nature == "reference",
    }
    form = ValeurForm(
        request.POST or None, indicateur=row, by=gate.access, is_correction=True, initial=initial
    )
    return _answer(
        request, gate, row, form, "Corriger une valeur",
        lambda: correct_value(
            by=gate.access, valeur=valeur, values=form.values(), motif=form.cleaned_data["motif"]
        ),
    )  # fmt: skip


@require_http_methods(BOTH)
def drop_value(
    request: HttpRequest, code: str, indicateur_code: str, valeur_id: uuid.UUID
) -> HttpResponse:
    """Cancel a value, saying why."""
    gate, row = _asked(request, code, indicateur_code)
    valeur = get_valeur(indicateur=row, valeur_id=valeur_id, by=gate.access)
    require_record(gate.access, row, valeur.action)
    form = MotifForm(request.POST or None)
    return _answer(
        request, gate, row, form, f"Annuler la valeur de {valeur.periode.label()}",
        lambda: cancel_value(by=gate.access, valeur=valeur, motif=form.cleaned_data["motif"]),
    )  # fmt: skip


@require_http_methods(BOTH)
def add_target(request: HttpRequest, code: str, indicateur_code: str) -> HttpResponse:
    """Set a target."""
    gate, row = _asked(request, code, indicateur_code)
    require_define(gate.access, gate.plan)
    form = CibleForm(request.POST or None)
    return _answer(
        request, gate, row, form, "Fixer une cible",
        lambda: set_target(by=gate.access, indicateur=row, values=form.values()),
    )  # fmt: skip


@require_http_methods(BOTH)
def fix_target(
    request: HttpRequest, code: str, indicateur_code: str, cible_id: uuid.UUID
) -> HttpResponse:
    """Aim elsewhere, saying why; the former target stays readable."""
    gate, row = _asked(request, code, indicateur_code)
    cible = get_cible(indicateur=row, cible_id=cible_id, by=gate.access)
    require_define(gate.access, gate.plan)
    initial = {name: getattr(cible, name) for name in (*SHARED, "cible_on")}
    form = CibleForm(request.POST or None, is_correction=True, initial=initial)
    return _answer(
        request, gate, row, form, f"Corriger la cible du {cible.cible_on:%d/%m/%Y}",
        lambda: correct_target(
            by=gate.access, cible=cible, values=form.values(), motif=form.cleaned_data["motif"]
        ),
    )  # fmt: skip


@require_http_methods(BOTH)
def drop_target(
    request: HttpRequest, code: str, indicateur_code: str, cible_id: uuid.UUID
) -> HttpResponse:
    """Give a target up, saying why."""
    gate, row = _asked(request, code, indicateur_code)
    cible = get_cible(indicateur=row, cible_id=cible_id, by=gate.access)
    require_define(gate.access, gate.plan)
    form = MotifForm(request.POST or None)
    return _answer(
        request, gate, row, form, f"Annuler la cible du {cible.cible_on:%d/%m/%Y}",
        lambda: cancel_target(by=gate.access, cible=cible, motif=form.cleaned_data["motif"]),
    )  # fmt: skip


def _asked_value(request: HttpRequest) -> dict[str, object]:
    """Fill in what the link says: the action and the period that are owed."""
    return {name: request.GET[name] for name in ("action", "periode") if name in request.GET}


def _asked(request: HttpRequest, code: str, indicateur_code: str) -> tuple[PlanGate, Indicateur]:
    gate = plan_or_404(request, code)
    return gate, get_indicateur(plan=gate.plan, code=indicateur_code, by=gate.access)


def _answer(
    request: HttpRequest,
    gate: PlanGate,
    row: Indicateur,
    form: forms.Form,
    title: str,
    write: Callable[[], object],
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            write()
        except UserFault as error:
            add_faults(form, error)
        else:
            messages.success(request, "C'est enregistré.")
            return redirect("indicateurs:show", gate.territoire.code, row.code)
    context = gate.context(tab="indicateurs", form=form, indicateur=row, title=title)
    status = 400 if form.errors else 200
    return render(request, "indicateurs/formulaire.html", context, status=status)
