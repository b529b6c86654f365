"""What the pages of one committee share: the gate, the form page, the confirmation."""

import uuid
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render

from essor.records.comites.models import Comite
from essor.records.comites.permissions import require_manage
from essor.records.comites.queries import get_comite
from essor.web.plan.gate import PlanGate, plan_or_404

BOTH = ["GET", "POST"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A page that asks before it deletes."""

    title: str
    text: str
    button: str


def asked(
    request: HttpRequest, code: str, comite_id: uuid.UUID, *, to_change: bool = True
) -> tuple[PlanGate, Comite]:
    """Return where the person is and the committee asked for. Raises Forbidden, Http404."""
    gate = plan_or_404(request, code)
    comite = get_comite(gate.plan, comite_id, gate.access)
    if to_change:
        require_manage(gate.access, gate.plan)
    return gate, comite


def form_page(
    request: HttpRequest, gate: PlanGate, form: forms.Form, title: str, comite: Comite | None = None
) -> HttpResponse:
    """Show a form of a committee; 400 when it was sent with faults."""
    context = gate.context(form=form, title=title, comite=comite, tab="comites")
    status = 400 if form.errors else 200
    return render(request, "comites/formulaire.html", context, status=status)


def question_page(
    request: HttpRequest, gate: PlanGate, comite: Comite, question: Question
) -> HttpResponse:
    """Ask before deleting."""
    context = gate.context(comite=comite, question=question, tab="comites")
    return render(request, "comites/supprimer.html", context)


def back(request: HttpRequest, comite: Comite, said: str, anchor: str = "") -> HttpResponseRedirect:
    """Go back to the committee and say what was done."""
    messages.success(request, said)
    there = redirect("comites:show", comite.plan.territoire.code, comite.pk)
    if anchor:
        there["Location"] += f"#{anchor}"
    return there
