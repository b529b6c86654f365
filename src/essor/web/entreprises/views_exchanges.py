"""Visits and other exchanges: note one in a minute, correct it, tick its next step."""

import uuid

from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from essor.records.accounts.roles import Capability
from essor.records.entreprises.exchanges import (
    change_echange,
    delete_echange,
    finish_step,
    log_echange,
)
from essor.records.entreprises.models import Echange
from essor.records.entreprises.permissions import (
    require_change_echange,
    require_log,
    require_manage,
)
from essor.records.entreprises.queries import ListFilter, get_part, list_rows, open_steps
from essor.web.design.form_faults import wrote
from essor.web.entreprises.forms import EchangeForm
from essor.web.entreprises.gate import BOTH, back_to_card, form_page, gate_or_404


@require_safe
def choose(request: HttpRequest, code: str) -> HttpResponse:
    """Ask which firm was visited."""
    gate = gate_or_404(request, code)
    gate.access.require(Capability.COMMENT)
    text = request.GET.get("q", "").strip()[:100]
    rows = list_rows(by=gate.access, asked=ListFilter(texte=text), today=timezone.localdate())
    context = gate.context(rows=rows, text=text)
    return render(request, "entreprises/choisir.html", context)


@require_http_methods(BOTH)
def log(request: HttpRequest, code: str, etablissement_id: uuid.UUID) -> HttpResponse:
    """Note an exchange with a firm."""
    gate = gate_or_404(request, code, etablissement_id)
    require_log(gate.access, gate.one)
    form = EchangeForm(
        request.POST or None,
        access=gate.access,
        etablissement=gate.one,
        initial={"happened_on": timezone.localdate()},
    )

    def write() -> None:
        log_echange(by=gate.access, etablissement=gate.one, **form.values())

    if wrote(request, form, write):
        return back_to_card(request, gate, "L'échange est noté.")
    return form_page(request, gate, form, title="Noter une visite")


@require_http_methods(BOTH)
def edit(
    request: HttpRequest, code: str, etablissement_id: uuid.UUID, part_id: uuid.UUID
) -> HttpResponse:
    """Correct an exchange."""
    gate = gate_or_404(request, code, etablissement_id)
    echange = get_part(Echange, gate.one, part_id, gate.access)
    require_change_echange(gate.access, echange)
    initial = model_to_dict(echange) | {"version": echange.version}
    form = EchangeForm(
        request.POST or None, access=gate.access, etablissement=gate.one, initial=initial
    )

    def write() -> None:
        version = form.cleaned_data["version"]
        change_echange(by=gate.access, echange=echange, expected_version=version, **form.values())

    if wrote(request, form, write):
        return back_to_card(request, gate, "L'échange est corrigé.")
    return form_page(request, gate, form, title="Corriger l'échange")


@require_POST
def finish(
    request: HttpRequest, code: str, etablissement_id: uuid.UUID, part_id: uuid.UUID
) -> HttpResponse:
    """Tick the next step, or untick it."""
    gate = gate_or_404(request, code, etablissement_id)
    require_log(gate.access, gate.one)
    echange = get_part(Echange, gate.one, part_id, gate.access)
    done_on = timezone.localdate() if echange.is_step_open else None
    finish_step(by=gate.access, echange=echange, done_on=done_on)
    return back_to_card(
        request, gate, "L'étape est faite." if done_on else "L'étape reste à faire."
    )


@require_http_methods(BOTH)
def remove(
    request: HttpRequest, code: str, etablissement_id: uuid.UUID, part_id: uuid.UUID
) -> HttpResponse:
    """Ask, then delete an exchange noted by mistake."""
    gate = gate_or_404(request, code, etablissement_id)
    require_manage(gate.access, gate.territoire.pk)
    echange = get_part(Echange, gate.one, part_id, gate.access)
    if request.method == "POST":
        delete_echange(by=gate.access, echange=echange)
        return back_to_card(request, gate, "L'échange est supprimé. L'historique le rétablit.")
    context = gate.context(title="Supprimer cet échange ?", what=echange)
    return render(request, "entreprises/supprimer.html", context)


@require_safe
def steps(request: HttpRequest, code: str) -> HttpResponse:
    """List what was promised to firms and is not done."""
    gate = gate_or_404(request, code)
    gate.access.require(Capability.VIEW_INTERNAL)
    context = gate.context(rows=open_steps(gate.access), today=timezone.localdate())
    return render(request, "entreprises/etapes.html", context)
