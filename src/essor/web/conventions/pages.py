"""What the pages of the convention share: the gate, the form page, the confirmation."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render

from essor.records.conventions.models import Acte
from essor.records.plans.permissions import require_edit_plan
from essor.web.plan.gate import PlanGate, plan_or_404

BOTH = ["GET", "POST"]
TAB = "convention"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A page that asks before it deletes."""

    title: str
    text: str
    button: str


def manager_or_403(request: HttpRequest, code: str) -> PlanGate:
    """Return the gate of somebody who writes here. Raises Forbidden, Http404."""
    gate = plan_or_404(request, code)
    require_edit_plan(gate.access, gate.plan)
    return gate


def form_page(
    request: HttpRequest,
    gate: PlanGate,
    form: forms.BaseForm,
    title: str,
    acte: Acte | None = None,
    **more: object,
) -> HttpResponse:
    """Show a form; 400 when it was sent with faults."""
    context = gate.context(form=form, title=title, acte=acte, tab=TAB, **more)
    status = 400 if form.errors else 200
    return render(request, "conventions/formulaire.html", context, status=status)


def question_page(
    request: HttpRequest, gate: PlanGate, question: Question, acte: Acte | None = None
) -> HttpResponse:
    """Ask before deleting."""
    context = gate.context(question=question, acte=acte, tab=TAB)
    return render(request, "conventions/supprimer.html", context)


def back(
    request: HttpRequest, code: str, said: str, anchor: str = "", acte: Acte | None = None
) -> HttpResponseRedirect:
    """Go back to the text, or to the life of the convention, and say what was done."""
    messages.success(request, said)
    if acte is None:
        there = redirect("conventions:life", code)
    else:
        there = redirect("conventions:text", code, acte.pk)
    if anchor:
        there["Location"] += f"#{anchor}"
    return there
