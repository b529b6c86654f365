"""Delete an action, and bring it back."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from essor.records.journal.models import Operation
from essor.records.plans.actions import delete_action, restore_operation
from essor.records.plans.permissions import require_edit_plan
from essor.records.plans.queries import deleted_actions, get_action
from essor.web.plan.forms import ReasonForm
from essor.web.plan.gate import plan_or_404


@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, code: str, action_code: str) -> HttpResponse:
    """Ask for confirmation, then delete an action and its sub-actions."""
    gate = plan_or_404(request, code)
    action = get_action(gate.plan, action_code, gate.access)
    require_edit_plan(gate.access, gate.plan)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        delete_action(by=gate.access, action=action, reason=form.cleaned_data["motif"])
        messages.success(
            request, f"L'action {action.code} est dans la corbeille ; vous pouvez la rétablir."
        )
        return redirect("plan:trash", code)
    context = gate.context(action=action, form=form, below=action.sous_actions.count())
    return render(request, "plan/supprimer.html", context)


@require_GET
def trash(request: HttpRequest, code: str) -> HttpResponse:
    """List the deleted actions."""
    gate = plan_or_404(request, code)
    events = deleted_actions(gate.plan, gate.access)
    return render(request, "plan/corbeille.html", gate.context(events=events))


@require_POST
def restore(request: HttpRequest, code: str, operation_id: uuid.UUID) -> HttpResponse:
    """Bring back what an operation deleted."""
    gate = plan_or_404(request, code)
    row = get_object_or_404(Operation, pk=operation_id, territoire_code=code)
    restore_operation(by=gate.access, row=row)
    messages.success(request, "C'est rétabli, avec tout son contenu et son historique.")
    return redirect("plan:plan", code)
