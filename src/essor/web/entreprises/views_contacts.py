"""People met in firms, their rights, and the register of what is kept about anybody."""

import uuid
from typing import Any

from django.apps import apps
from django.conf import settings
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from essor.records.accounts.roles import Capability
from essor.records.entreprises.erasure import erase_contact, held_on
from essor.records.entreprises.exchanges import add_contact, change_contact
from essor.records.entreprises.models import Contact
from essor.records.entreprises.permissions import require_log, require_manage
from essor.records.entreprises.queries import contacts_of, get_part
from essor.references.rgpd.registre import Traitement, registre
from essor.web.design.form_faults import wrote
from essor.web.entreprises.forms import ContactForm, EraseForm
from essor.web.entreprises.gate import BOTH, back_to_card, form_page, gate_or_404

# Names of tables and columns that come with libraries, which speak English.
OTHERS = {
    "axes.accessattempt": "tentatives en cours",
    "axes.accessfailurelog": "échecs",
    "axes.accesslog": "connexions",
    "otp_totp.totpdevice": "application d'authentification",
    "otp_static.staticdevice": "codes de secours",
    "username": "adresse saisie",
    "ip_address": "adresse du réseau",
    "user_agent": "navigateur",
    "password": "mot de passe, sous forme d'empreinte",
    "last_login": "dernière connexion",
    "key": "clé",
    "user": "personne",
}


@require_safe
def contacts(request: HttpRequest, code: str) -> HttpResponse:
    """List the people met, those whose term has come first."""
    gate = gate_or_404(request, code)
    gate.access.require(Capability.COMMENT)
    today = timezone.localdate()
    rows = [(one, one.is_due(today)) for one in contacts_of(gate.access)]
    context = gate.context(rows=rows, today=today, due=sum(is_due for _, is_due in rows))
    return render(request, "entreprises/contacts.html", context)


@require_http_methods(BOTH)
def add(request: HttpRequest, code: str, etablissement_id: uuid.UUID) -> HttpResponse:
    """Keep someone's details."""
    gate = gate_or_404(request, code, etablissement_id)
    require_log(gate.access, gate.one)
    form = ContactForm(request.POST or None)

    def write() -> None:
        met_on = timezone.localdate()
        add_contact(by=gate.access, etablissement=gate.one, met_on=met_on, **form.values())

    if wrote(request, form, write):
        return back_to_card(request, gate, "Le contact est gardé.")
    return form_page(request, gate, form, title="Ajouter un contact")


@require_http_methods(BOTH)
def edit(
    request: HttpRequest, code: str, etablissement_id: uuid.UUID, part_id: uuid.UUID
) -> HttpResponse:
    """Change someone's details."""
    gate = gate_or_404(request, code, etablissement_id)
    contact = get_part(Contact, gate.one, part_id, gate.access)
    initial = model_to_dict(contact) | {"version": contact.version}
    form = ContactForm(request.POST or None, initial=initial)
    form.fields["conserve_jusqu_au"].required = True

    def write() -> None:
        version = form.cleaned_data["version"]
        change_contact(by=gate.access, contact=contact, expected_version=version, **form.values())

    if wrote(request, form, write):
        return back_to_card(request, gate, "Le contact est modifié.")
    return form_page(request, gate, form, title="Modifier le contact")


@require_http_methods(BOTH)
def erase(
    request: HttpRequest, code: str, etablissement_id: uuid.UUID, part_id: uuid.UUID
) -> HttpResponse:
    """Ask, then erase a person for good."""
    gate = gate_or_404(request, code, etablissement_id)
    require_manage(gate.access, gate.territoire.pk)
    contact = get_part(Contact, gate.one, part_id, gate.access)
    today = timezone.localdate()
    initial = {"motif": "fin"} if contact.is_due(today) else {}
    form = EraseForm(request.POST or None, initial=initial)

    def write() -> None:
        motif = form.cleaned_data["motif"]
        erase_contact(by=gate.access, contact=contact, motif=motif, on=today)

    if wrote(request, form, write):
        return back_to_card(request, gate, "La personne est effacée, de son historique aussi.")
    context = gate.context(form=form, contact=contact)
    status = 400 if form.errors else 200
    return render(request, "entreprises/effacer.html", context, status=status)


@require_safe
def held(
    request: HttpRequest, code: str, etablissement_id: uuid.UUID, part_id: uuid.UUID
) -> HttpResponse:
    """Send all that is kept of a person, to hand her."""
    gate = gate_or_404(request, code, etablissement_id)
    require_manage(gate.access, gate.territoire.pk)
    contact = get_part(Contact, gate.one, part_id, gate.access)
    response = JsonResponse(
        held_on(by=gate.access, contact=contact),
        json_dumps_params={"ensure_ascii": False, "indent": 2},
    )
    response["Content-Disposition"] = 'attachment; filename="donnees-personne.json"'
    return response


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """Show the register of the processing of personal data."""
    found = registre()
    rows = [(one, _columns(one)) for one in found.traitements]
    context = {"registre": found, "rows": rows, "contact": settings.ESSOR_CONTACT}
    return render(request, "entreprises/registre.html", context)


def _columns(traitement: Traitement) -> list[tuple[str, str]]:
    """Return each table and its columns, under the names that the code itself gives them."""
    return [_in_words(table, names) for table, names in traitement.donnees.items()]


def _in_words(table: str, names: tuple[str, ...]) -> tuple[str, str]:
    model: Any = apps.get_model(table)
    labels = [OTHERS.get(name) or str(model._meta.get_field(name).verbose_name) for name in names]
    return OTHERS.get(table) or str(model._meta.verbose_name), ", ".join(labels)
