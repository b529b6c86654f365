"""Writes of what happens with firms: visits, next steps, the people met."""

import datetime as dt
from contextlib import AbstractContextManager
from typing import Any

from essor.foundations.errors import UserFault
from essor.records.accounts.permissions import Access
from essor.records.entreprises.actions import cleaned
from essor.records.entreprises.conservation import conserve_until
from essor.records.entreprises.models import Contact, Echange, Etablissement
from essor.records.entreprises.permissions import (
    require_change_echange,
    require_log,
    require_manage,
)
from essor.records.journal.actions import OpenOperation, operation

ECHANGE = frozenset(
    {"nature", "happened_on", "contact", "avec_qui", "compte_rendu", "prochaine_etape"}
    | {"responsable_nom", "echeance_on", "confidentialite", "is_demonstration"}
)
CONTACT = frozenset(
    {"nom", "fonction", "email", "telephone", "base_legale", "consentement_on", "informe_on"}
    | {"conserve_jusqu_au"}
)


def log_echange(*, by: Access, etablissement: Etablissement, **values: Any) -> Echange:
    """Note a visit or another exchange. Raises Forbidden, UserFault.

    The details of the person met are kept longer, from that day.
    """
    require_log(by, etablissement)
    with _operation(by, "echange.noter") as op:
        echange = op.create(
            Echange(etablissement=etablissement, auteur=by.label, **cleaned(values, ECHANGE))
        )
        _keep_longer(op, echange)
        return echange


def change_echange(
    *, by: Access, echange: Echange, expected_version: int | None = None, **values: Any
) -> Echange:
    """Correct what was noted. Raises Forbidden, Conflict, UserFault."""
    require_change_echange(by, echange)
    with _operation(by, "echange.modifier") as op:
        row = op.change(echange, expected_version=expected_version, **cleaned(values, ECHANGE))
        _keep_longer(op, row)
        return row


def finish_step(*, by: Access, echange: Echange, done_on: dt.date | None) -> Echange:
    """Say that the next step was done, or, without a day, that it was not. Raises Forbidden."""
    require_log(by, echange.etablissement)
    with _operation(by, "echange.etape") as op:
        return op.change(echange, etape_faite_on=done_on)


def delete_echange(*, by: Access, echange: Echange) -> None:
    """Delete an exchange noted by mistake. Raises Forbidden."""
    require_manage(by, echange.etablissement.territoire_id)
    with _operation(by, "echange.supprimer") as op:
        op.delete(echange)


def add_contact(
    *, by: Access, etablissement: Etablissement, met_on: dt.date, **values: Any
) -> Contact:
    """Keep someone's details, until a day. Raises Forbidden, UserFault.

    met_on : from when the term of conservation runs, unless ``conserve_jusqu_au`` is given
    """
    require_log(by, etablissement)
    until = values.pop("conserve_jusqu_au", None) or conserve_until(met_on)
    with _operation(by, "contact.creer") as op:
        return op.create(
            Contact(
                etablissement=etablissement, conserve_jusqu_au=until, **cleaned(values, CONTACT)
            )
        )


def change_contact(
    *, by: Access, contact: Contact, expected_version: int | None = None, **values: Any
) -> Contact:
    """Change someone's details. Raises Forbidden, Conflict, UserFault."""
    require_log(by, contact.etablissement)
    if contact.is_erased:
        raise UserFault.single("Cette personne a été effacée.", expected="ajouter un contact")
    with _operation(by, "contact.modifier") as op:
        return op.change(contact, expected_version=expected_version, **cleaned(values, CONTACT))


def _keep_longer(op: OpenOperation, echange: Echange) -> None:
    contact = echange.contact
    if contact is None or contact.is_erased:
        return
    until = conserve_until(echange.happened_on)
    if until > contact.conserve_jusqu_au:
        op.change(contact, conserve_jusqu_au=until)


def _operation(by: Access, verb: str) -> AbstractContextManager[OpenOperation]:
    return operation(kind=f"entreprises.{verb}", author=by, territoire_code=by.territoire_code)
