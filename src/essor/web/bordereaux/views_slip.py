"""One slip: typed, read with its history, corrected, cancelled, brought back."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from essor.records.bordereaux.actions import (
    Added,
    add_bordereau,
    cancel_bordereau,
    change_bordereau,
    restore_bordereau,
)
from essor.records.bordereaux.permissions import (
    require_add_bordereau,
    require_manage_bordereaux,
)
from essor.records.bordereaux.queries import get_bordereau
from essor.records.journal.models import Event
from essor.web.bordereaux.forms import BordereauForm, CancelForm, initial_of, now_values
from essor.web.bordereaux.gate import BOTH, Gate, gate_or_404
from essor.web.design.form_faults import wrote
from essor.web.plan.changes import describe


@require_http_methods(BOTH)
def add(request: HttpRequest, code: str) -> HttpResponse:
    """Type a slip; « Enregistrer et saisir le suivant » keeps what rarely changes."""
    gate = gate_or_404(request, code)
    require_add_bordereau(gate.access, gate.plan)
    form = BordereauForm(
        request.POST or None, plan=gate.plan, access=gate.access, initial=now_values()
    )
    done: list[Added] = []

    def write() -> None:
        done.append(
            add_bordereau(by=gate.access, plan=gate.plan, envoi_uuid=form.envoi, **form.values())
        )

    if wrote(request, form, write):
        messages.success(request, f"{done[0].bordereau} est enregistré.")
        name = "bordereaux:add" if "suivant" in request.POST else "bordereaux:list"
        return redirect(name, code)
    return _form_page(request, gate, form, title="Saisir un bordereau", is_new=True)


@require_safe
def show(request: HttpRequest, code: str, bordereau_id: uuid.UUID) -> HttpResponse:
    """Show everything that a slip says, and every change of it."""
    gate = gate_or_404(request, code)
    row = get_bordereau(gate.plan, bordereau_id, gate.access)
    events = Event.objects.filter(object_id=row.pk).select_related("operation").order_by("-id")
    context = gate.context(row=row, changes=describe(events))
    return render(request, "bordereaux/bordereau.html", context)


@require_http_methods(BOTH)
def edit(request: HttpRequest, code: str, bordereau_id: uuid.UUID) -> HttpResponse:
    """Correct a slip."""
    gate = gate_or_404(request, code)
    row = get_bordereau(gate.plan, bordereau_id, gate.access)
    require_manage_bordereaux(gate.access, gate.plan)
    form = BordereauForm(
        request.POST or None, plan=gate.plan, access=gate.access, initial=initial_of(row)
    )

    def write() -> None:
        version = form.cleaned_data["version"]
        change_bordereau(by=gate.access, bordereau=row, expected_version=version, **form.values())

    if wrote(request, form, write):
        messages.success(request, f"{row} est corrigé.")
        return redirect("bordereaux:show", code, row.pk)
    return _form_page(request, gate, form, title=f"Corriger : {row}", row=row)


@require_http_methods(BOTH)
def cancel(request: HttpRequest, code: str, bordereau_id: uuid.UUID) -> HttpResponse:
    """Say why a slip no longer counts."""
    gate = gate_or_404(request, code)
    row = get_bordereau(gate.plan, bordereau_id, gate.access)
    require_manage_bordereaux(gate.access, gate.plan)
    form = CancelForm(request.POST or None, initial={"version": row.version})

    def write() -> None:
        said = form.cleaned_data
        cancel_bordereau(
            by=gate.access, bordereau=row, motif=said["motif"], expected_version=said["version"]
        )

    if wrote(request, form, write):
        messages.success(request, f"{row} ne compte plus. Il reste lisible et peut être rétabli.")
        return redirect("bordereaux:show", code, row.pk)
    return _form_page(request, gate, form, title=f"Annuler : {row}", row=row)


@require_POST
def restore(request: HttpRequest, code: str, bordereau_id: uuid.UUID) -> HttpResponse:
    """Let a cancelled slip count again."""
    gate = gate_or_404(request, code)
    row = get_bordereau(gate.plan, bordereau_id, gate.access)
    restore_bordereau(by=gate.access, bordereau=row)
    messages.success(request, f"{row} compte à nouveau.")
    return redirect("bordereaux:show", code, row.pk)


def _form_page(
    request: HttpRequest, gate: Gate, form: BordereauForm | CancelForm, **more: object
) -> HttpResponse:
    status = 400 if form.errors else 200
    context = gate.context(form=form, **more)
    return render(request, "bordereaux/formulaire.html", context, status=status)
