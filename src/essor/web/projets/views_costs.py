"""Announced costs of a big project: each one is added, none replaces the one before."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from essor.records.plans.announce import add_annonce, change_annonce, delete_annonce
from essor.records.plans.announcements import said_label
from essor.records.plans.choices import NatureAnnonce
from essor.records.plans.models import Action, Annonce
from essor.web.comites.pages import BOTH, Question
from essor.web.design.form_faults import wrote
from essor.web.projets.cost_form import CostForm, fresh, initial_of
from essor.web.projets.pages import back, form_page, question_page, to_write

COSTS = "couts"


@require_http_methods(BOTH)
def add(request: HttpRequest, code: str, action_code: str) -> HttpResponse:
    """Add an announcement; ``sujet`` in the address says of what."""
    gate, action = to_write(request, code, action_code)
    initial = fresh(timezone.localdate(), request.GET.get("sujet", "")[:200])
    form = CostForm(request.POST or None, initial=initial)

    def write() -> None:
        add_annonce(by=gate.access, plan=gate.plan, action=action, values=form.annonce())

    if wrote(request, form, write):
        return back(request, action, "Le coût annoncé est gardé avec sa source.", COSTS)
    return form_page(request, gate, action, form, "Ajouter un coût annoncé")


@require_http_methods(BOTH)
def edit(request: HttpRequest, code: str, action_code: str, part_id: uuid.UUID) -> HttpResponse:
    """Correct the record of an announcement."""
    gate, action = to_write(request, code, action_code)
    annonce = _cost(action, part_id)
    form = CostForm(request.POST or None, initial=initial_of(annonce))

    def write() -> None:
        version = form.cleaned_data["version"]
        change_annonce(
            by=gate.access, annonce=annonce, expected_version=version, **form.fields_of()
        )

    if wrote(request, form, write):
        return back(request, action, "L'annonce est corrigée.", COSTS)
    return form_page(request, gate, action, form, "Corriger un coût annoncé")


@require_http_methods(BOTH)
def remove(request: HttpRequest, code: str, action_code: str, part_id: uuid.UUID) -> HttpResponse:
    """Ask, then delete an announcement recorded by mistake."""
    gate, action = to_write(request, code, action_code)
    annonce = _cost(action, part_id)
    if request.method == "POST":
        delete_annonce(by=gate.access, annonce=annonce)
        return back(request, action, "L'annonce est supprimée. L'historique la rétablit.", COSTS)
    question = Question(
        title=f"Supprimer « {annonce.sujet} : {said_label(annonce)} » ?",
        text="À faire seulement si l'annonce a été saisie par erreur : une annonce qui a changé "
        "se complète par la suivante.",
        button="Supprimer l'annonce",
    )
    return question_page(request, gate, action, question)


def _cost(action: Action, key: uuid.UUID) -> Annonce:
    found = Annonce.objects.filter(action=action, nature=NatureAnnonce.MONTANT, pk=key)
    annonce = found.select_related("plan", "action__plan").first()
    if annonce is None:
        raise Http404
    return annonce
