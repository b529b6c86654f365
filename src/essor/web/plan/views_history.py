"""Who changed what, when; and going back."""

import uuid
from collections.abc import Sequence

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from essor.records.accounts.roles import Capability
from essor.records.journal.models import Event, Operation
from essor.records.journal.queries import history_of
from essor.records.plans.actions import restore_operation, restore_value
from essor.records.plans.history_pages import HistoryAsked, history_page
from essor.records.plans.queries import get_action
from essor.records.plans.readable_history import shown_events
from essor.web.design.territoire import territoire_or_404
from essor.web.plan.changes import Change, describe
from essor.web.plan.forms import DayField
from essor.web.plan.gate import plan_or_404

PAGE_SIZE = 40


class HistoryForm(forms.Form):
    """Up to which day to read; which operation the page asked for begins beside."""

    jusqu_au = DayField(label="Jusqu'au", required=False)
    avant = forms.UUIDField(required=False, widget=forms.HiddenInput)
    apres = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def asked(self) -> HistoryAsked:
        """Return what was asked; what cannot be read asks for nothing."""
        data = self.cleaned_data if self.is_bound and self.errors is not None else {}
        return HistoryAsked(
            before=data.get("avant"), after=data.get("apres"), until=data.get("jusqu_au")
        )


@require_GET
def journal(request: HttpRequest, code: str) -> HttpResponse:
    """Show every operation of the territory, latest first."""
    territoire, access = territoire_or_404(request, code)
    access.require(Capability.VIEW_HISTORY)
    form = HistoryForm(request.GET or None)
    page = history_page(by=access, asked=form.asked(), size=PAGE_SIZE)
    context = {
        "territoire": territoire,
        "access": access,
        "tab": "journal",
        "form": form,
        "page": page,
        "entries": _entries(page.rows),
        "can_restore": access.can(Capability.RESTORE),
    }
    return render(request, "plan/journal.html", context)


def _entries(rows: Sequence[Operation]) -> list[tuple[Operation, list[Change]]]:
    """Return each operation with its changes, all described in one go."""
    changes: dict[uuid.UUID, list[Change]] = {row.pk: [] for row in rows}
    for change in describe(event for row in rows for event in shown_events(row)):
        changes[change.event.operation_id].append(change)
    return [(row, changes[row.pk]) for row in rows]


@require_POST
def undo(request: HttpRequest, code: str, operation_id: uuid.UUID) -> HttpResponse:
    """Undo one operation of the territory."""
    _, access = territoire_or_404(request, code)
    row = get_object_or_404(Operation, pk=operation_id, territoire_code=code)
    restore_operation(by=access, row=row)
    messages.success(request, "L'opération est annulée.")
    return redirect("plan:journal", code)


@require_GET
def action_history(request: HttpRequest, code: str, action_code: str) -> HttpResponse:
    """Show every change of one action, field by field."""
    gate = plan_or_404(request, code)
    gate.access.require(Capability.VIEW_HISTORY)
    action = get_action(gate.plan, action_code, gate.access)
    page = Paginator(history_of(action.id), PAGE_SIZE).get_page(request.GET.get("page"))
    context = gate.context(
        action=action,
        page=page,
        changes=describe(page.object_list),
        can_restore=gate.access.can(Capability.RESTORE),
    )
    return render(request, "plan/historique.html", context)


@require_POST
def restore_field(
    request: HttpRequest, code: str, action_code: str, event_id: int, field: str
) -> HttpResponse:
    """Give a field the value it had before a change."""
    gate = plan_or_404(request, code)
    action = get_action(gate.plan, action_code, gate.access)
    event = get_object_or_404(Event, pk=event_id, root_id=action.id)
    restore_value(by=gate.access, action=action, event=event, field=field)
    messages.success(request, "La valeur est rétablie.")
    return redirect("plan:history", code, action.code)
