"""One establishment: its card, its actions."""

import uuid

from django.contrib import messages
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from essor.foundations.errors import UserFault
from essor.records.entreprises.actions import (
    change_etablissement,
    create_etablissement,
    delete_etablissement,
    link_action,
    unlink_action,
)
from essor.records.entreprises.models import Etablissement, LienAction
from essor.records.entreprises.permissions import require_manage
from essor.records.entreprises.queries import card_of, get_part
from essor.web.design.form_faults import wrote
from essor.web.entreprises.forms import EtablissementForm, LinkForm
from essor.web.entreprises.gate import BOTH, back_to_card, form_page, gate_or_404


@require_safe
def show(request: HttpRequest, code: str, etablissement_id: uuid.UUID) -> HttpResponse:
    """Show an establishment, and all that this person may read of it."""
    gate = gate_or_404(request, code, etablissement_id)
    card = card_of(gate.one, gate.access)
    context = gate.context(
        card=card,
        link_form=LinkForm(access=gate.access),
        today=timezone.localdate(),
    )
    return render(request, "entreprises/fiche.html", context)


@require_http_methods(BOTH)
def add(request: HttpRequest, code: str) -> HttpResponse:
    """Add an establishment typed by hand."""
    gate = gate_or_404(request, code)
    require_manage(gate.access, gate.territoire.pk)
    initial = {"read_on": timezone.localdate(), "confidentialite": "interne"}
    form = EtablissementForm(request.POST or None, initial=initial)
    made: list[Etablissement] = []

    def write() -> None:
        values = form.values()
        made.append(create_etablissement(by=gate.access, territoire=gate.territoire, **values))

    if wrote(request, form, write):
        messages.success(request, "L'établissement est suivi.")
        return redirect("entreprises:show", code, made[0].pk)
    return form_page(request, gate, form, title="Ajouter un établissement")


@require_http_methods(BOTH)
def edit(request: HttpRequest, code: str, etablissement_id: uuid.UUID) -> HttpResponse:
    """Change the card of an establishment."""
    gate = gate_or_404(request, code, etablissement_id)
    require_manage(gate.access, gate.territoire.pk)
    initial = model_to_dict(gate.one) | {"version": gate.one.version}
    form = EtablissementForm(request.POST or None, initial=initial)

    def write() -> None:
        version = form.cleaned_data["version"]
        change_etablissement(
            by=gate.access, etablissement=gate.one, expected_version=version, **form.values()
        )

    if wrote(request, form, write):
        return back_to_card(request, gate, "La fiche est modifiée.")
    return form_page(request, gate, form, title="Modifier la fiche")


@require_http_methods(BOTH)
def remove(request: HttpRequest, code: str, etablissement_id: uuid.UUID) -> HttpResponse:
    """Ask, then delete an establishment entered by mistake."""
    gate = gate_or_404(request, code, etablissement_id)
    require_manage(gate.access, gate.territoire.pk)
    faults: tuple[object, ...] = ()
    if request.method == "POST":
        try:
            delete_etablissement(by=gate.access, etablissement=gate.one)
        except UserFault as error:
            faults = error.faults
        else:
            messages.success(request, "L'établissement est supprimé. L'historique le rétablit.")
            return redirect("entreprises:list", code)
    context = gate.context(faults=faults, title="Supprimer cet établissement ?", what=gate.one)
    return render(request, "entreprises/supprimer.html", context, status=409 if faults else 200)


@require_POST
def link(request: HttpRequest, code: str, etablissement_id: uuid.UUID) -> HttpResponse:
    """Say what the firm is to an action."""
    gate = gate_or_404(request, code, etablissement_id)
    require_manage(gate.access, gate.territoire.pk)
    form = LinkForm(request.POST, access=gate.access)

    def write() -> None:
        link_action(by=gate.access, etablissement=gate.one, **form.cleaned_data)

    if wrote(request, form, write):
        return back_to_card(request, gate, "L'établissement est lié à l'action.")
    return form_page(request, gate, form, title="Lier à une action")


@require_POST
def unlink(
    request: HttpRequest, code: str, etablissement_id: uuid.UUID, part_id: uuid.UUID
) -> HttpResponse:
    """Take the firm out of an action."""
    gate = gate_or_404(request, code, etablissement_id)
    require_manage(gate.access, gate.territoire.pk)
    unlink_action(by=gate.access, lien=get_part(LienAction, gate.one, part_id, gate.access))
    return back_to_card(request, gate, "Le lien est retiré.")
