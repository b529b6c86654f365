"""Who changed what, when: the events that the history pages show to the same person."""

import datetime as dt
import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import P, QueryEx, Router
from pydantic import Field

from essor.api.answers import send_page
from essor.api.contract import CodeTerritoire, Curseur, Limite, reading
from essor.api.jalons import ActionCode
from essor.api.pages import DEFAULT_SIZE, cut_queryset
from essor.api.places import action_at, plan_at, seat_at
from essor.api.types import Instant, Shown
from essor.records.accounts.roles import Capability
from essor.records.jetons.scopes import Scope
from essor.records.journal.models import Event, Verb
from essor.records.plans.readable_history import readable_events

router = Router()
# Identities of accounts and secrets of links: no history shows them.
HIDDEN = frozenset({"user_id", "nonce", "responsable_id"})


class ShownEvent(Shown):
    """What one operation did to one object."""

    id: int = Field(description="Rang dans l'historique, croissant.")
    at: dt.datetime = Field(description="Quand.")
    auteur: str = Field(description="Qui.")
    operation_id: uuid.UUID = Field(description="Le geste dont il fait partie.")
    operation: str = Field(description="Nature du geste.")
    motif: str | None = Field(description="Motif donné.")
    verbe: Verb = Field(description="create, change ou delete.")
    objet: str = Field(description="Type d'objet.")
    objet_id: uuid.UUID = Field(description="Identité de l'objet.")
    libelle: str = Field(description="Libellé de l'objet.")
    version: int = Field(description="Version de l'objet après.")
    changements: dict[str, list[Any]] = Field(description="Champ : [avant, après].")


class ShownEvents(Shown):
    """A page of the history."""

    donnees: list[ShownEvent] = Field(description="Les évènements, les plus récents d'abord.")
    suivant: str | None = Field(description="Adresse de la page suivante, null à la fin.")


@reading(
    router,
    "territoires/{code}/historique",
    out=ShownEvents,
    scope=Scope.HISTORIQUE,
    resume="L'historique nominatif",
    texte="Ce que la personne lit sur la page Historique, le plus récent d'abord ; « suivant » "
    "mène jusqu'au premier évènement. « operation » est celle qu'annonce un webhook.",
)
def list_events(
    request: HttpRequest,
    code: CodeTerritoire,
    action: ActionCode = None,
    operation: QueryEx[uuid.UUID | None, P(description="Un seul geste.")] = None,
    objet: QueryEx[uuid.UUID | None, P(description="Identité d'un objet, supprimé ou non.")] = None,
    depuis: QueryEx[Instant | None, P(description="À partir de cet instant.")] = None,
    avant: QueryEx[Instant | None, P(description="Avant cet instant.")] = None,
    limite: Limite = DEFAULT_SIZE,
    curseur: Curseur = None,
) -> HttpResponse:
    """List the events that the caller may read, the latest first."""
    seat = seat_at(request, code)
    seat.access.require(Capability.VIEW_HISTORY)
    found = Event.objects.filter(readable_events(seat.access)).select_related("operation")
    if action:
        found = found.filter(root_id=action_at(plan_at(request, code), action).pk)
    asked = {"operation_id": operation, "object_id": objet,
             "operation__at__gte": depuis, "operation__at__lt": avant}  # fmt: skip
    found = found.filter(**{name: one for name, one in asked.items() if one is not None})
    page = cut_queryset(request, found, keys=("-id",), limite=limite, curseur=curseur)
    shown = ShownEvents(donnees=[shown_event(one) for one in page.rows], suivant=page.suivant)
    return send_page(request, shown, headers=page.headers)


def shown_event(event: Event) -> ShownEvent:
    """Write an event."""
    row = event.operation
    return ShownEvent(
        id=event.pk,
        at=row.at,
        auteur=row.author_label,
        operation_id=row.pk,
        operation=row.kind,
        motif=row.reason or None,
        verbe=Verb(event.verb),
        objet=event.object_kind,
        objet_id=event.object_id,
        libelle=event.object_label,
        version=event.version,
        changements={k: pair for k, pair in event.changes.items() if k not in HIDDEN},
    )
