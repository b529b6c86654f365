"""Writing labels and texts."""

import uuid

from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from essor.foundations.errors import UserFault
from essor.records.conventions.choices import NatureActe
from essor.records.conventions.models import Acte
from essor.records.conventions.queries import get_acte, get_label
from essor.records.conventions.textes import (
    change_acte,
    change_label,
    create_acte,
    create_label,
    delete_acte,
    delete_label,
)
from essor.web.conventions.forms import ActeForm, LabelForm
from essor.web.conventions.pages import (
    BOTH,
    Question,
    back,
    form_page,
    manager_or_403,
    question_page,
)
from essor.web.design.form_faults import wrote


@require_http_methods(BOTH)
def add_label(request: HttpRequest, code: str) -> HttpResponse:
    """Record the label of a phase."""
    gate = manager_or_403(request, code)
    initial = {"phase": request.GET.get("phase") or gate.territoire.phase}
    form = LabelForm(request.POST or None, initial=initial)
    if wrote(request, form, lambda: create_label(by=gate.access, plan=gate.plan, **form.values())):
        return back(request, code, "Le label est enregistré.", "phases")
    return form_page(request, gate, form, "Enregistrer un label")


@require_http_methods(BOTH)
def edit_label(request: HttpRequest, code: str, label_id: uuid.UUID) -> HttpResponse:
    """Change what is said of a label."""
    gate = manager_or_403(request, code)
    label = get_label(gate.plan, label_id)
    initial = model_to_dict(label) | {"version": label.version, "obtenu": label.obtenu}
    form = LabelForm(request.POST or None, initial=initial)

    def write() -> None:
        version = form.cleaned_data["version"]
        change_label(by=gate.access, label=label, expected_version=version, **form.values())

    if wrote(request, form, write):
        return back(request, code, "Le label est modifié.", "phases")
    return form_page(request, gate, form, "Modifier le label")


@require_http_methods(BOTH)
def remove_label(request: HttpRequest, code: str, label_id: uuid.UUID) -> HttpResponse:
    """Ask, then delete a label recorded by mistake."""
    gate = manager_or_403(request, code)
    label = get_label(gate.plan, label_id)
    if request.method == "POST":
        delete_label(by=gate.access, label=label)
        return back(request, code, "Le label est supprimé. L'historique peut le rétablir.")
    question = Question(
        title=f"Supprimer le label {label.phase} ?",
        text="On ne supprime que ce qui a été saisi par erreur.",
        button="Supprimer le label",
    )
    return question_page(request, gate, question)


@require_http_methods(BOTH)
def add(request: HttpRequest, code: str) -> HttpResponse:
    """Record the convention, or prepare an amendment."""
    gate = manager_or_403(request, code)
    has_one = Acte.objects.filter(plan=gate.plan, nature=NatureActe.CONVENTION).exists()
    nature = NatureActe.AVENANT if has_one else NatureActe.CONVENTION
    form = ActeForm(request.POST or None, initial={"nature": nature, "confidentialite": "interne"})
    made: list[Acte] = []

    def write() -> None:
        made.append(create_acte(by=gate.access, plan=gate.plan, **form.values()))

    if wrote(request, form, write):
        return back(request, code, f"{made[0].nom}\u00a0: le texte est enregistré.", acte=made[0])
    return form_page(request, gate, form, "Ajouter un texte")


@require_http_methods(BOTH)
def edit(request: HttpRequest, code: str, acte_id: uuid.UUID) -> HttpResponse:
    """Change what is said of a text."""
    gate = manager_or_403(request, code)
    acte = get_acte(gate.plan, acte_id, gate.access)
    periods = {"signe": acte.signe, "effet": acte.effet}
    form = ActeForm(
        request.POST or None, initial=model_to_dict(acte) | periods | {"version": acte.version}
    )

    def write() -> None:
        version = form.cleaned_data["version"]
        change_acte(by=gate.access, acte=acte, expected_version=version, **form.values())

    if wrote(request, form, write):
        return back(request, code, "Le texte est modifié.", acte=acte)
    return form_page(request, gate, form, f"Modifier {acte.nom}", acte)


@require_http_methods(BOTH)
def remove(request: HttpRequest, code: str, acte_id: uuid.UUID) -> HttpResponse:
    """Ask, then delete a text that adopted nothing."""
    gate = manager_or_403(request, code)
    acte = get_acte(gate.plan, acte_id, gate.access)
    if request.method == "POST":
        delete_acte(by=gate.access, acte=acte)
        return back(request, code, "Le texte est supprimé. L'historique peut le rétablir.")
    if acte.adopted_at is not None:
        raise UserFault.single(
            f"{acte.nom} est adopté dans Essor\u00a0: ce texte ne se supprime pas.",
            expected="annuler d'abord son adoption",
        )
    question = Question(
        title=f"Supprimer {acte.nom} ?",
        text="Ses signataires disparaissent avec lui. Les mouvements qu'il devait porter attendent "
        "un autre texte.",
        button="Supprimer le texte",
    )
    return question_page(request, gate, question, acte)
