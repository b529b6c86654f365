"""Reads of the firms, each in a bounded number of queries."""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Count, Max, Q, QuerySet
from django.http import Http404

from essor.foundations.text import fold_words
from essor.records.accounts.permissions import Access
from essor.records.entreprises.models import Contact, Echange, Etablissement, LienAction, Projet
from essor.records.entreprises.permissions import (
    visible_contacts,
    visible_echanges,
    visible_etablissements,
    visible_liens,
    visible_projets,
)
from essor.records.journal.models import Tracked

PartT = TypeVar("PartT", Echange, Projet, Contact, LienAction)
VISIBLE: dict[type[Tracked], Callable[[Access], Q]] = {
    Echange: visible_echanges,
    Projet: visible_projets,
    Contact: visible_contacts,
    LienAction: visible_liens,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFilter:
    """What the reader of the list asked for; empty means everything.

    sans_echange_days : firms with no exchange for so many days, or none at all
    """

    texte: str = ""
    commune: str = ""
    tranche: str = ""
    activite: str = ""
    action_id: uuid.UUID | None = None
    sans_echange_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRow:
    """One establishment of the list, with what its reader may know of it."""

    etablissement: Etablissement
    last_on: dt.date | None
    open_steps: int
    actions: tuple[LienAction, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """All that one person reads of an establishment."""

    etablissement: Etablissement
    liens: tuple[LienAction, ...]
    projets: tuple[Projet, ...]
    echanges: tuple[Echange, ...]
    contacts: tuple[Contact, ...]


def etablissements_of(by: Access) -> QuerySet[Etablissement]:
    """Return the establishments that this person may read, by name."""
    rows = Etablissement.objects.filter(visible_etablissements(by)).select_related("territoire")
    return rows.order_by("denomination", "enseigne", "siret", "id")


def list_rows(*, by: Access, asked: ListFilter, today: dt.date) -> list[ListRow]:
    """Return the list, filtered. Three queries."""
    found = [one for one in etablissements_of(by) if _matches(one, asked)]
    liens: dict[uuid.UUID, list[LienAction]] = {}
    for lien in LienAction.objects.filter(visible_liens(by)).select_related("action"):
        liens.setdefault(lien.etablissement_id, []).append(lien)
    seen = {row["etablissement_id"]: row for row in _exchange_summary(by)}
    rows = [
        ListRow(
            etablissement=one,
            last_on=seen.get(one.pk, {}).get("last_on"),
            open_steps=seen.get(one.pk, {}).get("open_steps", 0),
            actions=tuple(liens.get(one.pk, ())),
        )
        for one in found
    ]
    return [row for row in rows if _is_asked(row, asked, today)]


def get_etablissement(etablissement_id: uuid.UUID, by: Access) -> Etablissement:
    """Return an establishment. Raises Http404 when absent or not readable."""
    found = etablissements_of(by).filter(pk=etablissement_id).first()
    if found is None:
        raise Http404
    return found


def card_of(etablissement: Etablissement, by: Access) -> Card:
    """Return what belongs to an establishment. Four queries."""
    mine = Q(etablissement=etablissement)
    return Card(
        etablissement=etablissement,
        liens=tuple(
            LienAction.objects.filter(mine, visible_liens(by))
            .select_related("action", "etablissement")
            .order_by("action__code", "role")
        ),
        projets=tuple(Projet.objects.filter(mine, visible_projets(by))),
        echanges=tuple(
            Echange.objects.filter(mine, visible_echanges(by)).select_related("contact")
        ),
        contacts=tuple(Contact.objects.filter(mine, visible_contacts(by))),
    )


def liens_of_action(action_id: uuid.UUID, by: Access) -> list[LienAction]:
    """Return the firms of an action that this person may read. One query."""
    rows = LienAction.objects.filter(visible_liens(by), action_id=action_id)
    return list(
        rows.select_related("etablissement").order_by("role", "etablissement__denomination")
    )


def get_part(
    model: type[PartT], etablissement: Etablissement, part_id: uuid.UUID, by: Access
) -> PartT:
    """Return what belongs to an establishment. Raises Http404 when absent or not readable."""
    rows = model._default_manager.filter(
        VISIBLE[model](by), etablissement=etablissement, pk=part_id
    )
    found = rows.select_related("etablissement__territoire").first()
    if found is None:
        raise Http404
    return found


def open_steps(by: Access) -> list[Echange]:
    """Return what was promised to firms and is not done, the most urgent first."""
    rows = Echange.objects.filter(visible_echanges(by), etape_faite_on__isnull=True)
    rows = rows.exclude(prochaine_etape="").select_related("etablissement")
    return sorted(rows, key=lambda one: (one.echeance_on or dt.date.max, one.happened_on))


def exchanges_of(by: Access) -> QuerySet[Echange]:
    """Return every exchange that this person may read, the latest first."""
    return (
        Echange.objects.filter(visible_echanges(by))
        .select_related("etablissement", "contact")
        .order_by("-happened_on", "-created_at", "id")
    )


def contacts_of(by: Access, *, due_on: dt.date | None = None) -> QuerySet[Contact]:
    """Return the people met, by name; only those whose term has come when a day is given."""
    rows = Contact.objects.filter(visible_contacts(by), erased_on__isnull=True)
    if due_on is not None:
        rows = rows.filter(conserve_jusqu_au__lte=due_on)
    return rows.select_related("etablissement").order_by("conserve_jusqu_au", "nom", "id")


def _exchange_summary(by: Access) -> list[dict[str, Any]]:
    is_open = ~Q(prochaine_etape="") & Q(etape_faite_on__isnull=True)
    rows = Echange.objects.filter(visible_echanges(by)).order_by().values("etablissement_id")
    counted = rows.annotate(last_on=Max("happened_on"), open_steps=Count("pk", filter=is_open))
    return [dict(row) for row in counted]


def _matches(one: Etablissement, asked: ListFilter) -> bool:
    held = fold_words(f"{one.denomination} {one.enseigne} {one.siret} {one.commune}")
    activity = asked.activite.replace(".", "").upper()
    activities = (one.naf_rev2.replace(".", ""), one.naf_2025.replace(".", ""))
    return (
        all(word in held for word in fold_words(asked.texte).split())
        and asked.commune in ("", one.code_commune_insee)
        and asked.tranche in ("", one.tranche_effectif)
        and (not activity or any(code.startswith(activity) for code in activities))
    )


def _is_asked(row: ListRow, asked: ListFilter, today: dt.date) -> bool:
    if asked.action_id is not None and asked.action_id not in {
        lien.action_id for lien in row.actions
    }:
        return False
    if asked.sans_echange_days is None or row.last_on is None:
        return True
    return (today - row.last_on).days >= asked.sans_echange_days
