"""What blocks an action and whom it waits for, for the members of the territory."""

import datetime as dt
import uuid
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from ninja import P, PathEx, Router
from pydantic import Field

from essor.api.answers import nothing, send, send_page
from essor.api.contract import CodeTerritoire, Curseur, Limite, changing, creating, reading
from essor.api.jalons import ActionCode
from essor.api.pages import DEFAULT_SIZE, cut_queryset
from essor.api.places import PlanSeat, action_at, plan_at
from essor.api.types import Day, Given, Line, Shown, Text
from essor.api.writing import version_read
from essor.records.plans.queries import actions_of
from essor.records.suivi.actions import (
    add_point,
    change_point,
    delete_point,
    lift_point,
    reopen_point,
)
from essor.records.suivi.models import NatureDestinataire, PointBloquant
from essor.records.suivi.permissions import require_read_suivi

router = Router()
LIST = "territoires/{code}/points-bloquants"
ONE = LIST + "/{point_id}"
PointId = PathEx[uuid.UUID, P(description="Identité du point bloquant.")]
Cause = Annotated[Text, Field(min_length=1, pattern=r"\S")]


class ShownPoint(Shown):
    """A blocking point."""

    id: uuid.UUID = Field(description="Identité du point.")
    action_id: uuid.UUID = Field(description="Action bloquée.")
    cause: str = Field(description="Cause.")
    destinataire_nature: NatureDestinataire = Field(description="De qui on attend.")
    destinataire_nom: str = Field(description="Nom de qui on attend.")
    deblocage: str | None = Field(description="Ce qui débloquerait.")
    depuis_on: dt.date | None = Field(description="Bloqué depuis, null si nul ne sait.")
    prochaine_etape: str | None = Field(description="Prochaine étape.")
    responsable_nom: str | None = Field(description="Responsable de la prochaine étape.")
    echeance_on: dt.date | None = Field(description="Échéance de la prochaine étape.")
    leve_on: dt.date | None = Field(description="Levé le, null s'il bloque encore.")
    leve_motif: str | None = Field(description="Comment il a été levé.")


class ShownPoints(Shown):
    """A page of blocking points."""

    donnees: list[ShownPoint] = Field(description="Les points de la page.")
    suivant: str | None = Field(description="Adresse de la page suivante, null à la fin.")


class GivenPoint(Given):
    """What may be changed of a point."""

    cause: Cause = Field(default="", description="Cause.", examples=["Permis en attente"])
    destinataire_nature: NatureDestinataire = Field(
        default=NatureDestinataire.AUTRE, description="De qui on attend."
    )
    destinataire_nom: Line = Field(default="", description="Nom de qui on attend.")
    deblocage: Text = Field(default="", description="Ce qui débloquerait.")
    depuis_on: Day | None = Field(default=None, description="Bloqué depuis.")
    prochaine_etape: Text = Field(default="", description="Prochaine étape.")
    responsable_nom: Annotated[Text, Field(max_length=300)] = Field(
        default="", description="Responsable de la prochaine étape."
    )
    echeance_on: Day | None = Field(default=None, description="Échéance.")


class NewPoint(GivenPoint):
    """A point to add."""

    action: Line = Field(description="Code ou identité de l'action.", examples=["A01"])
    cause: Cause = Field(description="Cause.", examples=["Permis en attente"])
    destinataire_nature: NatureDestinataire = Field(description="De qui on attend.")
    destinataire_nom: Line = Field(description="Nom de qui on attend.")


class Levee(Given):
    """How a point was lifted."""

    leve_on: Day = Field(description="Levé le.")
    leve_motif: Cause = Field(description="Comment il a été levé.", examples=["Permis délivré"])


@reading(
    router,
    LIST,
    out=ShownPoints,
    resume="Les points bloquants, levés compris",
    texte="Réservés aux membres du territoire.",
)
def list_points(
    request: HttpRequest,
    code: CodeTerritoire,
    action: ActionCode = None,
    limite: Limite = DEFAULT_SIZE,
    curseur: Curseur = None,
) -> HttpResponse:
    """List the points."""
    seat = plan_at(request, code)
    found = points_of(seat)
    if action:
        found = found.filter(action=action_at(seat, action))
    page = cut_queryset(request, found, keys=("id",), limite=limite, curseur=curseur)
    shown = ShownPoints(donnees=[shown_point(one) for one in page.rows], suivant=page.suivant)
    return send_page(request, shown, headers=page.headers)


@creating(router, LIST, out=ShownPoint, resume="Signaler un point bloquant")
def add_one_point(request: HttpRequest, code: CodeTerritoire, body: NewPoint) -> HttpResponse:
    """Add a point."""
    seat = plan_at(request, code)
    values: dict[str, Any] = body.model_dump(exclude_unset=True, exclude={"action"})
    row = add_point(by=seat.access, action=action_at(seat, body.action), **values)
    place = {"Location": f"{request.path}/{row.pk}"}
    return send(request, shown_point(row), version=row.version, status=201, headers=place)


@reading(router, ONE, out=ShownPoint, resume="Un point bloquant")
def read_point(request: HttpRequest, code: CodeTerritoire, point_id: PointId) -> HttpResponse:
    """Show a point."""
    row = _point(plan_at(request, code), point_id)
    return send(request, shown_point(row), version=row.version)


@changing(router, ONE, out=ShownPoint, resume="Modifier un point bloquant")
def change_one_point(
    request: HttpRequest, code: CodeTerritoire, point_id: PointId, body: GivenPoint
) -> HttpResponse:
    """Change a point."""
    seat = plan_at(request, code)
    values = body.model_dump(exclude_unset=True)
    with version_read(request, _point(seat, point_id), shown_point) as held:
        row = change_point(by=seat.access, point=held, expected_version=held.version, **values)
    return send(request, shown_point(row), version=row.version)


@changing(router, ONE, out=None, method="delete", resume="Supprimer un point bloquant")
def remove_point(request: HttpRequest, code: CodeTerritoire, point_id: PointId) -> HttpResponse:
    """Delete a point."""
    seat = plan_at(request, code)
    with version_read(request, _point(seat, point_id), shown_point) as held:
        delete_point(by=seat.access, point=held)
    return nothing()


@creating(router, ONE + "/levee", out=ShownPoint, status=200, resume="Dire qu'un point est levé")
def lift_one_point(
    request: HttpRequest, code: CodeTerritoire, point_id: PointId, body: Levee
) -> HttpResponse:
    """Lift a point."""
    seat = plan_at(request, code)
    row = lift_point(by=seat.access, point=_point(seat, point_id), **body.model_dump())
    return send(request, shown_point(row), version=row.version)


@creating(
    router,
    ONE + "/reouverture",
    out=ShownPoint,
    status=200,
    resume="Dire qu'un point bloque à nouveau",
)
def reopen_one_point(request: HttpRequest, code: CodeTerritoire, point_id: PointId) -> HttpResponse:
    """Reopen a point."""
    seat = plan_at(request, code)
    row = reopen_point(by=seat.access, point=_point(seat, point_id))
    return send(request, shown_point(row), version=row.version)


def points_of(seat: PlanSeat) -> "QuerySet[PointBloquant]":
    """Return the points of the actions that the caller reads. Raises Forbidden."""
    require_read_suivi(seat.access)
    readable = actions_of(seat.plan, seat.access).values("pk")
    return PointBloquant.objects.filter(action__in=readable).select_related("action__plan")


def shown_point(point: PointBloquant) -> ShownPoint:
    """Write a point."""
    values = {name: getattr(point, name) for name in ShownPoint.model_fields}
    known: dict[str, Any] = {k: None if one == "" else one for k, one in values.items()}
    return ShownPoint(**known)


def _point(seat: PlanSeat, point_id: uuid.UUID) -> PointBloquant:
    found = points_of(seat).filter(pk=point_id).first()
    if found is None:
        raise Http404
    return found
