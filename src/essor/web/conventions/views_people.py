"""Writing about people: who signs, who presides, who asks to be forgotten."""

import uuid

from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from essor.records.conventions.binome import change_mandat, create_mandat, delete_mandat
from essor.records.conventions.erasure import erase_person
from essor.records.conventions.queries import get_acte, get_mandat, get_signataire
from essor.records.conventions.signataires import (
    change_signataire,
    create_signataire,
    delete_signataire,
)
from essor.web.conventions.forms import EraseForm, MandatForm, SignataireForm
from essor.web.conventions.pages import (
    BOTH,
    Question,
    back,
    form_page,
    manager_or_403,
    question_page,
)
from essor.web.design.form_faults import wrote

SIGNATORIES = "signataires"
PAIR = "binome"


@require_http_methods(BOTH)
def add_signatory(request: HttpRequest, code: str, acte_id: uuid.UUID) -> HttpResponse:
    """Add a signatory to a text."""
    gate = manager_or_403(request, code)
    acte = get_acte(gate.plan, acte_id, gate.access)
    form = SignataireForm(request.POST or None)
    if wrote(request, form, lambda: create_signataire(by=gate.access, acte=acte, **form.values())):
        return back(request, code, "Le signataire est ajouté.", SIGNATORIES, acte)
    return form_page(request, gate, form, "Ajouter un signataire", acte)


@require_http_methods(BOTH)
def edit_signatory(
    request: HttpRequest, code: str, acte_id: uuid.UUID, signataire_id: uuid.UUID
) -> HttpResponse:
    """Change what is said of a signatory."""
    gate = manager_or_403(request, code)
    acte = get_acte(gate.plan, acte_id, gate.access)
    row = get_signataire(acte, signataire_id)
    form = SignataireForm(
        request.POST or None, initial=model_to_dict(row) | {"version": row.version}
    )

    def write() -> None:
        version = form.cleaned_data["version"]
        change_signataire(by=gate.access, signataire=row, expected_version=version, **form.values())

    if wrote(request, form, write):
        return back(request, code, "Le signataire est modifié.", SIGNATORIES, acte)
    return form_page(request, gate, form, "Modifier le signataire", acte)


@require_POST
def remove_signatory(
    request: HttpRequest, code: str, acte_id: uuid.UUID, signataire_id: uuid.UUID
) -> HttpResponse:
    """Take a signatory off a text."""
    gate = manager_or_403(request, code)
    acte = get_acte(gate.plan, acte_id, gate.access)
    delete_signataire(by=gate.access, signataire=get_signataire(acte, signataire_id))
    said = "Le signataire est retiré. L'historique peut le rétablir."
    return back(request, code, said, SIGNATORIES, acte)


@require_http_methods(BOTH)
def add_mandate(request: HttpRequest, code: str) -> HttpResponse:
    """Record one half of the pair."""
    gate = manager_or_403(request, code)
    initial = {"role": request.GET.get("role", ""), "confidentialite": "interne"}
    form = MandatForm(request.POST or None, initial=initial)
    if wrote(request, form, lambda: create_mandat(by=gate.access, plan=gate.plan, **form.values())):
        return back(request, code, "Le mandat est enregistré.", PAIR)
    return form_page(request, gate, form, "Compléter le binôme")


@require_http_methods(BOTH)
def edit_mandate(request: HttpRequest, code: str, mandat_id: uuid.UUID) -> HttpResponse:
    """Change a mandate, or end it."""
    gate = manager_or_403(request, code)
    mandat = get_mandat(gate.plan, mandat_id, gate.access)
    periods = {"debut": mandat.debut, "fin": mandat.fin, "version": mandat.version}
    form = MandatForm(request.POST or None, initial=model_to_dict(mandat) | periods)

    def write() -> None:
        version = form.cleaned_data["version"]
        change_mandat(by=gate.access, mandat=mandat, expected_version=version, **form.values())

    if wrote(request, form, write):
        return back(request, code, "Le mandat est modifié.", PAIR)
    return form_page(request, gate, form, "Modifier le mandat")


@require_http_methods(BOTH)
def remove_mandate(request: HttpRequest, code: str, mandat_id: uuid.UUID) -> HttpResponse:
    """Ask, then delete a mandate recorded by mistake."""
    gate = manager_or_403(request, code)
    mandat = get_mandat(gate.plan, mandat_id, gate.access)
    if request.method == "POST":
        delete_mandat(by=gate.access, mandat=mandat)
        return back(request, code, "Le mandat est supprimé. L'historique peut le rétablir.", PAIR)
    question = Question(
        title=f"Supprimer le mandat de {mandat.nom} ?",
        text="Un mandat qui s'achève se garde\u00a0: on lui donne une date de fin. On ne supprime "
        "que ce qui a été saisi par erreur.",
        button="Supprimer le mandat",
    )
    return question_page(request, gate, question)


@require_http_methods(BOTH)
def erase(request: HttpRequest, code: str) -> HttpResponse:
    """Erase a person from the signatures, the pair and their history, for good."""
    gate = manager_or_403(request, code)
    form = EraseForm(request.POST or None, initial={"nom": request.GET.get("nom", "")})
    done: list[int] = []

    def write() -> None:
        done.append(erase_person(by=gate.access, plan=gate.plan, nom=form.cleaned_data["nom"]))

    if wrote(request, form, write):
        return back(request, code, f"La personne est effacée, à {done[0]} endroit(s).")
    return form_page(
        request, gate, form, "Effacer une personne", button="Effacer pour de bon", is_danger=True,
        lede="Son nom et sa fonction sont effacés des signatures, du binôme, des textes qui la "
        "citent sur ces pages et de tout leur historique. Il reste qu'une structure a signé et que "
        "quelqu'un a présidé, avec les dates. Cela ne s'annule pas.",
    )  # fmt: skip
