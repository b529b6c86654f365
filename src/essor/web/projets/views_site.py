"""The card of a big project, its parcels and its lots."""

import uuid

from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from essor.records.projets.actions import (
    ParcelleValues,
    add_lot,
    add_parcelles,
    change_lot,
    change_parcelle,
    delete_lot,
    delete_parcelle,
    write_card,
)
from essor.records.projets.models import GrandProjet, Lot, Parcelle
from essor.records.projets.queries import costs_of, get_part
from essor.web.comites.pages import BOTH, Question
from essor.web.design.form_faults import wrote
from essor.web.projets.forms import CardForm, LotForm, ParcelleForm
from essor.web.projets.pages import back, form_page, question_page, to_write

SITE, LOTS = "site", "lots"


@require_http_methods(BOTH)
def card(request: HttpRequest, code: str, action_code: str) -> HttpResponse:
    """Write the card of the project."""
    gate, action = to_write(request, code, action_code)
    row = GrandProjet.objects.filter(action=action).first()
    initial = model_to_dict(row) | {"version": row.version} if row else {}
    sujets = [series.sujet for series in costs_of(action)]
    form = CardForm(request.POST or None, initial=initial, action=action, sujets=sujets)

    def write() -> None:
        version = form.cleaned_data["version"]
        write_card(by=gate.access, action=action, expected_version=version, **form.values())

    if wrote(request, form, write):
        return back(request, action, "La fiche du projet est à jour.", "en-bref")
    return form_page(request, gate, action, form, "Fiche du grand projet")


@require_http_methods(BOTH)
def add_parcel(request: HttpRequest, code: str, action_code: str) -> HttpResponse:
    """Add a parcel, and offer the next one of the same section."""
    gate, action = to_write(request, code, action_code)
    last = Parcelle.objects.filter(action=action).order_by("-created_at").first()
    names = ("code_commune_insee", "section", "source_title", "source_href", "read_on")
    initial = {name: getattr(last, name) for name in names} if last else {}
    form = ParcelleForm(request.POST or None, initial=initial)

    def write() -> None:
        add_parcelles(by=gate.access, action=action, rows=[ParcelleValues(**form.values())])

    if wrote(request, form, write):
        return back(request, action, "La parcelle est ajoutée.", SITE)
    return form_page(request, gate, action, form, "Ajouter une parcelle")


@require_http_methods(BOTH)
def edit_parcel(
    request: HttpRequest, code: str, action_code: str, part_id: uuid.UUID
) -> HttpResponse:
    """Correct a parcel."""
    gate, action = to_write(request, code, action_code)
    row = get_part(Parcelle, action, part_id)
    form = ParcelleForm(request.POST or None, initial=model_to_dict(row) | {"version": row.version})

    def write() -> None:
        version = form.cleaned_data["version"]
        change_parcelle(by=gate.access, parcelle=row, expected_version=version, **form.values())

    if wrote(request, form, write):
        return back(request, action, "La parcelle est modifiée.", SITE)
    return form_page(request, gate, action, form, f"Modifier la parcelle {row}")


@require_http_methods(BOTH)
def remove_parcel(
    request: HttpRequest, code: str, action_code: str, part_id: uuid.UUID
) -> HttpResponse:
    """Ask, then take a parcel out of the site."""
    gate, action = to_write(request, code, action_code)
    row = get_part(Parcelle, action, part_id)
    if request.method == "POST":
        delete_parcelle(by=gate.access, parcelle=row)
        return back(request, action, "La parcelle est retirée. L'historique la rétablit.", SITE)
    question = Question(
        title=f"Retirer la parcelle {row} ?",
        text="Elle ne comptera plus dans la contenance du site.",
        button="Retirer la parcelle",
    )
    return question_page(request, gate, action, question)


@require_http_methods(BOTH)
def add_one_lot(request: HttpRequest, code: str, action_code: str) -> HttpResponse:
    """Add a lot."""
    gate, action = to_write(request, code, action_code)
    form = LotForm(request.POST or None, access=gate.access)
    if wrote(request, form, lambda: add_lot(by=gate.access, action=action, **form.values())):
        return back(request, action, "Le lot est ajouté.", LOTS)
    return form_page(request, gate, action, form, "Ajouter un lot")


@require_http_methods(BOTH)
def edit_lot(request: HttpRequest, code: str, action_code: str, part_id: uuid.UUID) -> HttpResponse:
    """Change a lot."""
    gate, action = to_write(request, code, action_code)
    row = get_part(Lot, action, part_id)
    initial = model_to_dict(row) | {"version": row.version}
    form = LotForm(request.POST or None, initial=initial, access=gate.access)

    def write() -> None:
        version = form.cleaned_data["version"]
        change_lot(by=gate.access, lot=row, expected_version=version, **form.values())

    if wrote(request, form, write):
        return back(request, action, "Le lot est modifié.", LOTS)
    return form_page(request, gate, action, form, f"Modifier « {row.nom} »")


@require_http_methods(BOTH)
def remove_lot(
    request: HttpRequest, code: str, action_code: str, part_id: uuid.UUID
) -> HttpResponse:
    """Ask, then delete a lot."""
    gate, action = to_write(request, code, action_code)
    row = get_part(Lot, action, part_id)
    if request.method == "POST":
        delete_lot(by=gate.access, lot=row)
        return back(request, action, "Le lot est supprimé. L'historique le rétablit.", LOTS)
    question = Question(
        title=f"Supprimer le lot « {row.nom} » ?",
        text="Il ne comptera plus dans les surfaces du projet.",
        button="Supprimer le lot",
    )
    return question_page(request, gate, action, question)
