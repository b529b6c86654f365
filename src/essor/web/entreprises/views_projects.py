"""Projects that a firm announced, each with its source."""

import uuid

from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from essor.records.entreprises.actions import add_projet, change_projet, delete_projet
from essor.records.entreprises.models import Projet
from essor.records.entreprises.permissions import require_manage
from essor.records.entreprises.queries import get_part
from essor.web.design.form_faults import wrote
from essor.web.entreprises.forms import ProjetForm
from essor.web.entreprises.gate import BOTH, back_to_card, form_page, gate_or_404


@require_http_methods(BOTH)
def add(request: HttpRequest, code: str, etablissement_id: uuid.UUID) -> HttpResponse:
    """Keep what a firm announced."""
    gate = gate_or_404(request, code, etablissement_id)
    require_manage(gate.access, gate.territoire.pk)
    initial = {
        "read_on": timezone.localdate(),
        "is_self_declared": True,
        "confidentialite": gate.one.confidentialite,
    }
    form = ProjetForm(request.POST or None, initial=initial)

    def write() -> None:
        add_projet(by=gate.access, etablissement=gate.one, **form.values())

    if wrote(request, form, write):
        return back_to_card(request, gate, "Le projet est gardé.")
    return form_page(request, gate, form, title="Ajouter un projet annoncé")


@require_http_methods(BOTH)
def edit(
    request: HttpRequest, code: str, etablissement_id: uuid.UUID, part_id: uuid.UUID
) -> HttpResponse:
    """Correct what was noted."""
    gate = gate_or_404(request, code, etablissement_id)
    require_manage(gate.access, gate.territoire.pk)
    projet = get_part(Projet, gate.one, part_id, gate.access)
    initial = model_to_dict(projet) | {"version": projet.version}
    form = ProjetForm(request.POST or None, initial=initial)

    def write() -> None:
        version = form.cleaned_data["version"]
        change_projet(by=gate.access, projet=projet, expected_version=version, **form.values())

    if wrote(request, form, write):
        return back_to_card(request, gate, "Le projet est modifié.")
    return form_page(request, gate, form, title="Modifier le projet annoncé")


@require_http_methods(BOTH)
def remove(
    request: HttpRequest, code: str, etablissement_id: uuid.UUID, part_id: uuid.UUID
) -> HttpResponse:
    """Ask, then delete a project entered by mistake."""
    gate = gate_or_404(request, code, etablissement_id)
    require_manage(gate.access, gate.territoire.pk)
    projet = get_part(Projet, gate.one, part_id, gate.access)
    if request.method == "POST":
        delete_projet(by=gate.access, projet=projet)
        return back_to_card(request, gate, "Le projet est supprimé. L'historique le rétablit.")
    context = gate.context(title="Supprimer ce projet ?", what=projet)
    return render(request, "entreprises/supprimer.html", context)
