"""Movements: prepared, read with what they will do, then applied."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from essor.foundations.errors import Fault, UserFault
from essor.records.accounts.roles import Capability
from essor.records.conventions.choices import NatureMouvement
from essor.records.conventions.models import Mouvement
from essor.records.conventions.mouvements import (
    apply_mouvement,
    change_mouvement,
    delete_mouvement,
    propose_mouvement,
    record_addition,
    rehearse_movement,
)
from essor.records.conventions.queries import MovementRow, get_movement
from essor.records.conventions.unfolding import Outcome
from essor.records.plans.permissions import can_edit_plan
from essor.records.plans.queries import get_action
from essor.web.conventions.forms import NATURES, MovementForm, MovementTextForm
from essor.web.conventions.pages import (
    BOTH,
    TAB,
    Question,
    back,
    form_page,
    manager_or_403,
    question_page,
)
from essor.web.conventions.undoing import undo_of_movement
from essor.web.design.form_faults import wrote
from essor.web.plan.gate import PlanGate, plan_or_404


@require_http_methods(BOTH)
def propose(request: HttpRequest, code: str, nature: str) -> HttpResponse:
    """Prepare a movement; the plan does not change yet."""
    gate = manager_or_403(request, code)
    if nature not in NatureMouvement.values:
        raise Http404
    form = MovementForm(
        request.POST or None, plan=gate.plan, nature=nature, initial=_named(request, gate, nature)
    )
    made: list[Mouvement] = []

    def write() -> None:
        made.append(propose_mouvement(by=gate.access, plan=gate.plan, **form.values()))

    if wrote(request, form, write):
        messages.success(request, "Le mouvement est préparé. Le plan n'a pas encore changé.")
        return redirect("conventions:movement", code, made[0].pk)
    return form_page(
        request, gate, form, NATURES[NatureMouvement(nature)], button="Préparer et voir l'effet",
        lede="Rien ne change encore\u00a0: la page suivante dit exactement ce qui va se passer.",
    )  # fmt: skip


def _named(request: HttpRequest, gate: PlanGate, nature: str) -> dict[str, object]:
    """Return the action that the address names, already chosen."""
    action_code = request.GET.get("action", "")
    if not action_code:
        return {}
    action = get_action(gate.plan, action_code, gate.access)
    return {"avant": action.pk if nature == NatureMouvement.SCISSION else [action.pk]}


@require_http_methods(BOTH)
def record(request: HttpRequest, code: str, action_code: str) -> HttpResponse:
    """Say why an action that is already in the plan was added."""
    gate = manager_or_403(request, code)
    action = get_action(gate.plan, action_code, gate.access)
    form = MovementTextForm(request.POST or None, plan=gate.plan)

    def write() -> None:
        data = form.cleaned_data
        record_addition(by=gate.access, action=action, motif=data["motif"], acte=data["acte"])

    if wrote(request, form, write):
        return back(request, code, f"L'ajout de {action.code} est consigné.", "mouvements")
    return form_page(request, gate, form, f"Dire d'où vient {action.code}", lede=action.titre)


@require_GET
def movement(request: HttpRequest, code: str, mouvement_id: uuid.UUID) -> HttpResponse:
    """Show a movement; before it is applied, everything that applying would do."""
    gate = plan_or_404(request, code)
    row = get_movement(gate.plan, mouvement_id, gate.access)
    can_edit = can_edit_plan(gate.access, gate.plan)
    outcome, faults = _rehearsed(row, gate) if can_edit and not row.is_applied else (None, ())
    context = gate.context(
        tab=TAB,
        row=row,
        outcome=outcome,
        faults=faults,
        can_edit=can_edit,
        undo=undo_of_movement(row.mouvement) if gate.access.can(Capability.RESTORE) else None,
    )
    return render(request, "conventions/mouvement.html", context)


def _rehearsed(row: MovementRow, gate: PlanGate) -> tuple[Outcome | None, tuple[Fault, ...]]:
    try:
        return rehearse_movement(row.mouvement, gate.access), ()
    except UserFault as error:
        return None, error.faults


@require_POST
def apply(request: HttpRequest, code: str, mouvement_id: uuid.UUID) -> HttpResponse:
    """Change the plan as the movement says, today."""
    gate = manager_or_403(request, code)
    row = get_movement(gate.plan, mouvement_id, gate.access)
    apply_mouvement(by=gate.access, mouvement=row.mouvement)
    messages.success(request, "Le plan a changé. Vous pouvez annuler sur cette page.")
    return redirect("conventions:movement", code, mouvement_id)


@require_http_methods(BOTH)
def edit(request: HttpRequest, code: str, mouvement_id: uuid.UUID) -> HttpResponse:
    """Say the reason otherwise, or which text carries the movement."""
    gate = manager_or_403(request, code)
    row = get_movement(gate.plan, mouvement_id, gate.access)
    found = row.mouvement
    initial = {"motif": found.motif, "acte": found.acte_id, "version": found.version}
    form = MovementTextForm(request.POST or None, plan=gate.plan, initial=initial)

    def write() -> None:
        data = form.cleaned_data
        change_mouvement(
            by=gate.access, mouvement=found, motif=data["motif"], acte=data["acte"],
            expected_version=data["version"],
        )  # fmt: skip

    if wrote(request, form, write):
        messages.success(request, "Le mouvement est modifié.")
        return redirect("conventions:movement", code, mouvement_id)
    return form_page(request, gate, form, f"{found.nom}\u00a0: motif et texte")


@require_http_methods(BOTH)
def remove(request: HttpRequest, code: str, mouvement_id: uuid.UUID) -> HttpResponse:
    """Ask, then give up a movement that was only prepared."""
    gate = manager_or_403(request, code)
    row = get_movement(gate.plan, mouvement_id, gate.access)
    if request.method == "POST":
        delete_mouvement(by=gate.access, mouvement=row.mouvement)
        return back(request, code, "Le mouvement prévu est abandonné. L'historique le rétablit.")
    question = Question(
        title=f"Abandonner «\u00a0{row.mouvement.nom}\u00a0» ?",
        text="Le plan n'a pas changé et ne changera pas. L'historique peut rétablir le mouvement.",
        button="Abandonner le mouvement",
    )
    return question_page(request, gate, question)
