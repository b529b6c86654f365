"""Announce a date after seeing what it moves; say that a milestone is reached; take back."""

import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from essor.foundations.errors import UserFault
from essor.foundations.periods import Period
from essor.records.jalons.forecasts import announce, cancel_prevision, reach, reopen
from essor.records.jalons.models import Jalon
from essor.records.jalons.permissions import require_announce
from essor.records.jalons.queries import consequences_of, get_jalon, get_prevision, would_stand
from essor.web.design.form_faults import add_faults
from essor.web.jalons.forms import PrevisionForm, ReachForm, ReasonForm
from essor.web.plan.gate import PlanGate, plan_or_404

BOTH = ["GET", "POST"]


@require_http_methods(BOTH)
def forecast(
    request: HttpRequest, code: str, action_code: str, jalon_id: uuid.UUID
) -> HttpResponse:
    """Announce a new date in two steps: see the consequences, then confirm."""
    gate, jalon = _asked(request, code, action_code, jalon_id)
    initial: dict[str, Any] = {
        "announced": Period.day(timezone.localdate()),
        "par_qui": gate.access.label,
    }
    proposed = request.GET.get("valeur", "") if request.method == "GET" else ""
    form = PrevisionForm(request.POST or None, initial=initial)
    if proposed:  # a date pulled on the timeline: shown with its consequences, written by nobody
        form = PrevisionForm(_proposed(initial, proposed))
    context = gate.context(action=jalon.action, jalon=jalon, form=form)
    if proposed and form.is_valid():
        context |= _preview(gate, jalon, form)
    if request.method == "POST" and form.is_valid():
        if _is_confirmed(request, form):
            try:
                announce(by=gate.access, jalon=jalon, values=form.values())
            except UserFault as error:
                add_faults(form, error)
            else:
                messages.success(request, f"La date de « {jalon.titre} » est annoncée.")
                return _after(request, code, jalon)
        else:
            context |= _preview(gate, jalon, form)
    return render(request, "jalons/prevoir.html", context, status=400 if form.errors else 200)


@require_http_methods(BOTH)
def declare_reached(
    request: HttpRequest, code: str, action_code: str, jalon_id: uuid.UUID
) -> HttpResponse:
    """Say that a milestone is reached, with what shows it."""
    gate, jalon = _asked(request, code, action_code, jalon_id)
    initial: dict[str, object] = {"version": jalon.version, "actual": jalon.actual}
    initial |= {"preuve_texte": jalon.preuve_texte, "preuve_href": jalon.preuve_href}
    form = ReachForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            reach(
                by=gate.access,
                jalon=jalon,
                actual=form.cleaned_data["actual"],
                preuve=form.preuve(),
                expected_version=form.cleaned_data["version"],
            )
        except UserFault as error:
            add_faults(form, error)
        else:
            messages.success(request, f"« {jalon.titre} » est atteint.")
            return redirect("jalons:list", code, jalon.action.code)
    context = gate.context(action=jalon.action, jalon=jalon, form=form)
    return render(request, "jalons/atteindre.html", context, status=400 if form.errors else 200)


@require_http_methods(BOTH)
def take_back_reached(
    request: HttpRequest, code: str, action_code: str, jalon_id: uuid.UUID
) -> HttpResponse:
    """Say, with the reason, that a milestone is not reached after all."""
    gate, jalon = _asked(request, code, action_code, jalon_id)

    def write(motif: str) -> None:
        reopen(by=gate.access, jalon=jalon, reason=motif)

    title = f"« {jalon.titre} » n'est pas atteint"
    return _with_reason(request, gate, jalon, title, write)


@require_http_methods(BOTH)
def cancel(
    request: HttpRequest,
    code: str,
    action_code: str,
    jalon_id: uuid.UUID,
    prevision_id: uuid.UUID,
) -> HttpResponse:
    """Cancel, with the reason, a forecast said by mistake."""
    gate, jalon = _asked(request, code, action_code, jalon_id)
    prevision = get_prevision(jalon, prevision_id)

    def write(motif: str) -> None:
        cancel_prevision(by=gate.access, prevision=prevision, motif=motif)

    title = f"Annuler la prévision « {prevision.expected.label()} » de « {jalon.titre} »"
    return _with_reason(request, gate, jalon, title, write)


def _asked(
    request: HttpRequest, code: str, action_code: str, jalon_id: uuid.UUID
) -> tuple[PlanGate, Jalon]:
    gate = plan_or_404(request, code)
    jalon = get_jalon(plan=gate.plan, action_code=action_code, jalon_id=jalon_id, by=gate.access)
    require_announce(gate.access, jalon)
    return gate, jalon


def _proposed(initial: dict[str, Any], proposed: str) -> dict[str, str]:
    """Return the form as if she had typed the proposed date."""
    return {
        "expected": proposed,
        "announced": initial["announced"].iso(),
        "par_qui": initial["par_qui"],
    }


def _after(request: HttpRequest, code: str, jalon: Jalon) -> HttpResponse:
    """Return to the timeline that she came from, else to the milestones of the action."""
    if "vue" not in request.GET:
        return redirect("jalons:list", code, jalon.action.code)
    query = urlencode(parse_qsl(request.GET["vue"])) or "tout=oui"
    return redirect(f"{reverse('listes:frise', args=[code])}?{query}")


def _is_confirmed(request: HttpRequest, form: PrevisionForm) -> bool:
    """Tell whether the consequences shown were those of the date that is sent."""
    return "confirmer" in request.POST and form.cleaned_data["seen"] == _mark(form)


def _mark(form: PrevisionForm) -> str:
    data = form.cleaned_data
    return f"{data['expected'].iso()} {data['announced'].iso()}"


def _preview(gate: PlanGate, jalon: Jalon, form: PrevisionForm) -> dict[str, object]:
    data = form.cleaned_data
    rules = would_stand(jalon, data["announced"])
    found = (
        consequences_of(jalon=jalon, expected=data["expected"], by=gate.access) if rules else None
    )
    return {
        "mark": _mark(form),
        "expected": data["expected"],
        "rules": rules,
        "consequences": found,
    }


def _with_reason(
    request: HttpRequest,
    gate: PlanGate,
    jalon: Jalon,
    title: str,
    write: Callable[[str], None],
) -> HttpResponse:
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            write(form.cleaned_data["motif"])
        except UserFault as error:
            add_faults(form, error)
        else:
            messages.success(request, "C'est enregistré. L'historique garde le motif.")
            return redirect("jalons:list", gate.territoire.code, jalon.action.code)
    context = gate.context(action=jalon.action, jalon=jalon, form=form, title=title)
    return render(request, "jalons/formulaire.html", context, status=400 if form.errors else 200)
