"""Decisions: taken, followed up, and the register of all of them."""

import uuid

from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from essor.records.comites.decisions import (
    SETTABLE,
    add_decision,
    change_decision,
    delete_decision,
    follow_decision,
)
from essor.records.comites.models import StatutDecision
from essor.records.comites.permissions import can_follow, can_manage, require_follow, require_read
from essor.records.comites.queries import (
    decisions_of,
    filtered,
    get_decision,
    readable_actions,
)
from essor.web.comites.forms import DecisionForm, FollowForm, RegisterForm
from essor.web.comites.pages import BOTH, Question, asked, back, form_page, question_page
from essor.web.comites.tables import DECISION_LABELS, decision_lines
from essor.web.design.csv_file import csv_file
from essor.web.design.form_faults import wrote
from essor.web.plan.gate import plan_or_404

TAKEN = "decisions"


@require_GET
def register(request: HttpRequest, code: str) -> HttpResponse:
    """Show the decisions of every committee, filtered."""
    gate = plan_or_404(request, code)
    require_read(gate.access)
    form = RegisterForm(request.GET or None, actions=readable_actions(gate.plan, gate.access))
    whole = decisions_of(plan=gate.plan, by=gate.access, today=timezone.localdate())
    rows = filtered(whole, form.asked())
    context = gate.context(
        tab="comites",
        form=form,
        rows=rows,
        whole=len(whole),
        open_count=sum(1 for row in rows if row.decision.is_open),
        overdue=sum(1 for row in rows if row.days_overdue),
        query=request.GET.urlencode(),
        mine={row.decision.pk for row in rows if can_follow(gate.access, row.decision)},
        can_manage=can_manage(gate.access, gate.plan),
    )
    return render(request, "comites/registre.html", context)


@require_GET
def register_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Send the register as it is filtered."""
    gate = plan_or_404(request, code)
    require_read(gate.access)
    form = RegisterForm(request.GET or None, actions=readable_actions(gate.plan, gate.access))
    whole = decisions_of(plan=gate.plan, by=gate.access, today=timezone.localdate())
    lines = decision_lines(filtered(whole, form.asked()))
    return csv_file(f"decisions-{gate.territoire.code}", DECISION_LABELS, lines)


@require_http_methods(BOTH)
def add(request: HttpRequest, code: str, comite_id: uuid.UUID) -> HttpResponse:
    """Write down a decision."""
    gate, comite = asked(request, code, comite_id)
    initial = {
        "confidentialite": "interne",
        "statut": "a_faire",
        "point": request.GET.get("point", ""),
    }
    form = DecisionForm(request.POST or None, comite=comite, initial=initial)

    def write() -> None:
        add_decision(by=gate.access, comite=comite, **form.values())

    if wrote(request, form, write):
        return back(request, comite, "La décision est ajoutée.", TAKEN)
    return form_page(request, gate, form, "Ajouter une décision", comite)


@require_http_methods(BOTH)
def edit(
    request: HttpRequest, code: str, comite_id: uuid.UUID, decision_id: uuid.UUID
) -> HttpResponse:
    """Change the record of a decision."""
    gate, comite = asked(request, code, comite_id)
    decision = get_decision(comite, decision_id, gate.access)
    initial = model_to_dict(decision, fields=SETTABLE) | {
        "version": decision.version,
        "actions": [link.action_id for link in decision.actions_liees.order_by("id")],
    }
    form = DecisionForm(request.POST or None, comite=comite, initial=initial)

    def write() -> None:
        version = form.cleaned_data["version"]
        change_decision(
            by=gate.access, decision=decision, expected_version=version, **form.values()
        )

    if wrote(request, form, write):
        return back(request, comite, "La décision est modifiée.", TAKEN)
    return form_page(request, gate, form, "Modifier une décision", comite)


@require_http_methods(BOTH)
def follow(
    request: HttpRequest, code: str, comite_id: uuid.UUID, decision_id: uuid.UUID
) -> HttpResponse:
    """Say what became of a decision."""
    gate, comite = asked(request, code, comite_id, to_change=False)
    decision = get_decision(comite, decision_id, gate.access)
    require_follow(gate.access, decision)
    initial = {
        "statut": decision.statut,
        "suite": decision.suite,
        "version": decision.version,
    }
    form = FollowForm(request.POST or None, initial=initial)

    def write() -> None:
        data = form.cleaned_data
        follow_decision(
            by=gate.access,
            decision=decision,
            statut=StatutDecision(data["statut"]),
            suite=data["suite"],
            expected_version=data["version"],
        )

    if wrote(request, form, write):
        return back(request, comite, "La suite donnée est enregistrée.", TAKEN)
    return form_page(request, gate, form, f"Suite donnée à « {decision} »", comite)


@require_http_methods(BOTH)
def remove(
    request: HttpRequest, code: str, comite_id: uuid.UUID, decision_id: uuid.UUID
) -> HttpResponse:
    """Ask, then delete a decision written by mistake."""
    gate, comite = asked(request, code, comite_id)
    decision = get_decision(comite, decision_id, gate.access)
    if request.method == "POST":
        delete_decision(by=gate.access, decision=decision)
        return back(request, comite, "La décision est supprimée. L'historique peut la rétablir.")
    question = Question(
        title="Supprimer cette décision ?",
        text=f"« {decision.texte} » Une décision à laquelle le comité renonce se garde : "
        "son statut devient « abandonnée ».",
        button="Supprimer la décision",
    )
    return question_page(request, gate, comite, question)
