"""The rights of the people met: to be forgotten, to know what is kept of them."""

import datetime as dt
import re
from dataclasses import replace
from typing import Any

from essor.foundations.errors import UserFault
from essor.records.accounts.permissions import Access
from essor.records.entreprises.choices import MotifEffacement
from essor.records.entreprises.models import ERASED_NAME, Contact, Echange
from essor.records.entreprises.permissions import require_manage, require_read_contact
from essor.records.journal.actions import operation
from essor.records.journal.erasure import SHORTEST_NAME, blotted, erase_from_events
from essor.records.journal.models import Event

KIND = "entreprises.contact.effacer"


def erase_contact(*, by: Access, contact: Contact, motif: str, on: dt.date) -> Contact:
    """Erase a person from her card, from the exchanges of her firm and from all their history.

    That it was done, when and why stays in the history. Cannot be undone. Raises Forbidden,
    UserFault.
    """
    require_manage(by, contact.etablissement.territoire_id)
    if contact.is_erased:
        raise UserFault.single("Cette personne est déjà effacée.")
    if motif not in MotifEffacement.values:
        raise UserFault.single("Le motif de l'effacement est inconnu.", value=motif, field="motif")
    names = names_of(contact)
    with operation(kind=KIND, author=by, territoire_code=by.territoire_code) as op:
        gone: dict[str, Any] = {**Contact.PERSONAL, "erased_on": on, "effacement_motif": motif}
        erased = op.change(contact, **gone)
        echanges = list(Echange.objects.filter(etablissement_id=contact.etablissement_id))
        for echange in echanges:
            texts: dict[str, Any] = {
                name: blotted(getattr(echange, name), names) for name in Echange.MAY_NAME
            }
            op.change(echange, **texts)
        erase_from_events(
            objects=[contact.pk], fields=Contact.PERSONAL, names=names, label=ERASED_NAME
        )
        every_echange = Event.objects.filter(
            object_kind=Echange._meta.label_lower, root_id=contact.etablissement_id
        )
        erase_from_events(
            objects=set(every_echange.values_list("object_id", flat=True)), fields={}, names=names
        )
        # whoever hears of the operation hears that it happened, not what was erased
        op.events = [replace(event, changes={}) for event in op.events]
        return erased


def names_of(contact: Contact) -> set[str]:
    """Return what would name the person in a text: every name and address she ever had."""
    events = Event.objects.filter(object_id=contact.pk).values_list("changes", flat=True)
    ever = {
        value
        for changes in [_present(contact), *events]
        for name in ("nom", "email", "telephone")
        for value in changes.get(name, ())
        if value
    }
    words = {word for name in ever for word in re.split(r"\s+", name)}
    return {name for name in ever | words if len(name) >= SHORTEST_NAME}


def _present(contact: Contact) -> dict[str, list[str]]:
    """Return the present values in the shape of an event, for one reading of both."""
    return {name: [getattr(contact, name)] for name in Contact.PERSONAL}


def held_on(*, by: Access, contact: Contact) -> dict[str, Any]:
    """Return all that is kept of a person, to hand her (RGPD, article 15). Raises Forbidden."""
    require_read_contact(by, contact)
    require_manage(by, contact.etablissement.territoire_id)
    names = names_of(contact)
    echanges = [
        echange
        for echange in Echange.objects.filter(etablissement=contact.etablissement)
        if echange.contact_id == contact.pk
        or any(blotted(getattr(echange, name), names) != getattr(echange, name)
               for name in Echange.MAY_NAME)
    ]  # fmt: skip
    history = Event.objects.filter(object_id__in=[contact.pk, *(one.pk for one in echanges)])
    return {
        "personne": {
            field.verbose_name: _plain(getattr(contact, field.attname))
            for field in Contact._meta.concrete_fields
            if field.name not in ("id", "version", "etablissement")
        },
        "etablissement": str(contact.etablissement),
        "territoire": contact.etablissement.territoire.nom,
        "echanges": [
            {
                "date": echange.happened_on.isoformat(),
                "nature": echange.get_nature_display(),
                **{name: getattr(echange, name) for name in Echange.MAY_NAME},
            }
            for echange in echanges
        ],
        "historique": [
            {"le": event.operation.at.isoformat(), "par": event.operation.author_label,
             "champs": dict(event.changes)}
            for event in history.select_related("operation").order_by("id")
        ],
    }  # fmt: skip


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date | dt.datetime) else value
