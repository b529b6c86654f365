"""What the pages of one big project share: the gate, the form page, the question, the way back."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render

from essor.records.plans.models import Action
from essor.records.projets.permissions import require_build, require_write
from essor.records.projets.queries import get_projet
from essor.web.comites.pages import Question
from essor.web.plan.gate import PlanGate, plan_or_404

TAB = "projets"


def asked(request: HttpRequest, code: str, action_code: str) -> tuple[PlanGate, Action]:
    """Return where the person is and the big project asked for. Raises Http404."""
    gate = plan_or_404(request, code)
    return gate, get_projet(gate.plan, action_code, gate.access)


def to_write(request: HttpRequest, code: str, action_code: str) -> tuple[PlanGate, Action]:
    """Return the same for who says where the project stands. Raises Forbidden, Http404."""
    gate, action = asked(request, code, action_code)
    require_write(gate.access, action)
    return gate, action


def to_build(request: HttpRequest, code: str, action_code: str) -> tuple[PlanGate, Action]:
    """Return the same for who builds its phases. Raises Forbidden, Http404."""
    gate, action = asked(request, code, action_code)
    require_build(gate.access, action)
    return gate, action


def form_page(
    request: HttpRequest, gate: PlanGate, action: Action, form: forms.Form, title: str
) -> HttpResponse:
    """Show a form of a project; 400 when it was sent with faults."""
    context = gate.context(action=action, form=form, title=title, tab=TAB)
    status = 400 if form.errors else 200
    return render(request, "projets/formulaire.html", context, status=status)


def question_page(
    request: HttpRequest, gate: PlanGate, action: Action, question: Question
) -> HttpResponse:
    """Ask before deleting."""
    context = gate.context(action=action, question=question, tab=TAB)
    return render(request, "projets/supprimer.html", context)


def back(request: HttpRequest, action: Action, said: str, anchor: str) -> HttpResponseRedirect:
    """Go back to the project, where the change shows, and say what was done."""
    messages.success(request, said)
    there = redirect("projets:show", action.plan.territoire.code, action.code)
    there["Location"] += f"#{anchor}"
    return there
