"""What the pages of the room share: what templates receive, the form page, the question."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render

from essor.records.terres.permissions import can_write
from essor.web.comites.pages import Question
from essor.web.plan.gate import PlanGate

TAB = "terres"
BOTH = ["GET", "POST"]


def shown(gate: PlanGate, onglet: str, **more: object) -> dict[str, object]:
    """Return what the templates of the room share.

    onglet : key of the current tab (``web/terres/templatetags.py``)
    """
    return gate.context(tab=TAB, onglet=onglet, can_write=can_write(gate.access, gate.plan), **more)


def form_page(
    request: HttpRequest, gate: PlanGate, form: forms.Form, *, onglet: str, title: str, back: str
) -> HttpResponse:
    """Show a form; 400 when it was sent with faults. back : where giving up leads."""
    context = shown(gate, onglet, form=form, title=title, back=back)
    status = 400 if form.errors else 200
    return render(request, "terres/formulaire.html", context, status=status)


def question_page(
    request: HttpRequest, gate: PlanGate, question: Question, *, onglet: str, back: str
) -> HttpResponse:
    """Ask before deleting."""
    context = shown(gate, onglet, question=question, back=back)
    return render(request, "terres/supprimer.html", context)


def done(request: HttpRequest, href: str, said: str) -> HttpResponseRedirect:
    """Go where the change shows and say what was done."""
    messages.success(request, said)
    return redirect(href)
