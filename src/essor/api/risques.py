"""The risk register, for the members of the territory."""

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
from essor.api.pages import DEFAULT_SIZE, cut_queryset, cut_rows
from essor.api.past import past_risques
from essor.api.places import PlanSeat, action_at, is_past, plan_at
from essor.api.plans import Le
from essor.api.types import Day, Days, Euros, Given, Level, Line, Shown, Text
from essor.api.writing import version_read
from essor.records.plans.queries import actions_of
from essor.records.risques.actions import change_risque, create_risque, delete_risque
from essor.records.risques.models import Risque, StatutRisque
from essor.records.risques.permissions import require_read, visible_risques

router = Router()
LIST = "territoires/{code}/risques"
ONE = LIST + "/{risque_id}"
RisqueId = PathEx[uuid.UUID, P(description="Identité du risque.")]


class ShownRisque(Shown):
    """A risk."""

    id: uuid.UUID = Field(description="Identité du risque.")
    action_id: uuid.UUID = Field(description="Action.")
    jalon_id: uuid.UUID | None = Field(description="Jalon qu'il menace.")
    titre: str = Field(description="Titre.")
    cause: str | None = Field(description="Cause.")
    consequence: str | None = Field(description="Conséquence.")
    probabilite: int = Field(description="Probabilité, de 1 à 5.")
    impact: int = Field(description="Impact, de 1 à 5.")
    mesures: str | None = Field(description="Mesures.")
    cout_mesure_eur: Euros | None = Field(description="Coût des mesures, euros hors taxes.")
    probabilite_apres: int | None = Field(description="Probabilité après mesures.")
    impact_apres: int | None = Field(description="Impact après mesures.")
    retard_min_days: int | None = Field(description="Retard minimal, jours.")
    retard_days: int | None = Field(description="Retard probable, jours.")
    retard_max_days: int | None = Field(description="Retard maximal, jours.")
    surcout_min_eur: Euros | None = Field(description="Surcoût minimal, euros hors taxes.")
    surcout_eur: Euros | None = Field(description="Surcoût probable, euros hors taxes.")
    surcout_max_eur: Euros | None = Field(description="Surcoût maximal, euros hors taxes.")
    responsable_nom: str | None = Field(description="Responsable.")
    revue_on: dt.date | None = Field(description="Revue prévue le.")
    statut: StatutRisque = Field(description="Statut.")


class ShownRisques(Shown):
    """A page of risks."""

    donnees: list[ShownRisque] = Field(description="Les risques de la page.")
    suivant: str | None = Field(description="Adresse de la page suivante, null à la fin.")


class GivenRisque(Given):
    """What may be changed of a risk."""

    titre: Line = Field(default="", description="Titre.", examples=["Pollution imprévue"])
    cause: Text = Field(default="", description="Cause.")
    consequence: Text = Field(default="", description="Conséquence.")
    probabilite: Level = Field(default=1, description="Probabilité, de 1 à 5.")
    impact: Level = Field(default=1, description="Impact, de 1 à 5.")
    mesures: Text = Field(default="", description="Mesures.")
    cout_mesure_eur: Euros | None = Field(default=None, description="Coût des mesures, euros HT.")
    probabilite_apres: Level | None = Field(default=None, description="Après mesures.")
    impact_apres: Level | None = Field(default=None, description="Après mesures.")
    retard_min_days: Days | None = Field(default=None, description="Retard minimal, jours.")
    retard_days: Days | None = Field(default=None, description="Retard probable, jours.")
    retard_max_days: Days | None = Field(default=None, description="Retard maximal, jours.")
    surcout_min_eur: Euros | None = Field(default=None, description="Surcoût minimal, euros HT.")
    surcout_eur: Euros | None = Field(default=None, description="Surcoût probable, euros HT.")
    surcout_max_eur: Euros | None = Field(default=None, description="Surcoût maximal, euros HT.")
    responsable_nom: Annotated[Text, Field(max_length=300)] = Field(
        default="", description="Responsable."
    )
    revue_on: Day | None = Field(default=None, description="Revue prévue le.")
    statut: StatutRisque = Field(default=StatutRisque.OUVERT, description="Statut.")


class NewRisque(GivenRisque):
    """A risk to add."""

    action: Line = Field(description="Code ou identité de l'action.", examples=["A01"])
    titre: Line = Field(description="Titre.", examples=["Pollution imprévue"])
    probabilite: Level = Field(description="Probabilité, de 1 à 5.")
    impact: Level = Field(description="Impact, de 1 à 5.")


@reading(
    router,
    LIST,
    out=ShownRisques,
    resume="Le registre des risques",
    texte="Aujourd'hui ou au soir d'un jour passé. Réservé aux membres du territoire.",
)
def list_risques(
    request: HttpRequest,
    code: CodeTerritoire,
    action: ActionCode = None,
    le: Le = None,
    limite: Limite = DEFAULT_SIZE,
    curseur: Curseur = None,
) -> HttpResponse:
    """List the risks."""
    seat = plan_at(request, code)
    if le is not None and is_past(le):
        rows = past_risques(seat, le, action)
        page = cut_rows(
            request, rows, key=lambda one: [one.titre, one.pk], limite=limite, curseur=curseur
        )
    else:
        found = risques_of(seat)
        if action:
            found = found.filter(action=action_at(seat, action))
        page = cut_queryset(request, found, keys=("titre", "id"), limite=limite, curseur=curseur)
    shown = ShownRisques(donnees=[shown_risque(one) for one in page.rows], suivant=page.suivant)
    return send_page(request, shown, headers=page.headers)


@creating(router, LIST, out=ShownRisque, resume="Ajouter un risque")
def add_risque(request: HttpRequest, code: CodeTerritoire, body: NewRisque) -> HttpResponse:
    """Add a risk."""
    seat = plan_at(request, code)
    values: dict[str, Any] = body.model_dump(exclude_unset=True, exclude={"action"})
    row = create_risque(by=seat.access, action=action_at(seat, body.action), **values)
    place = {"Location": f"{request.path}/{row.pk}"}
    return send(request, shown_risque(row), version=row.version, status=201, headers=place)


@reading(router, ONE, out=ShownRisque, resume="Un risque")
def read_risque(
    request: HttpRequest, code: CodeTerritoire, risque_id: RisqueId, le: Le = None
) -> HttpResponse:
    """Show a risk, today or in the evening of a past day."""
    seat = plan_at(request, code)
    if le is not None and is_past(le):
        past = [one for one in past_risques(seat, le, None) if one.pk == risque_id]
        if not past:
            raise Http404
        return send(request, shown_risque(past[0]))
    row = _risque(seat, risque_id)
    return send(request, shown_risque(row), version=row.version)


@changing(router, ONE, out=ShownRisque, resume="Modifier un risque")
def change_one_risque(
    request: HttpRequest, code: CodeTerritoire, risque_id: RisqueId, body: GivenRisque
) -> HttpResponse:
    """Change a risk."""
    seat = plan_at(request, code)
    values = body.model_dump(exclude_unset=True)
    with version_read(request, _risque(seat, risque_id), shown_risque) as held:
        row = change_risque(by=seat.access, risque=held, expected_version=held.version, **values)
    return send(request, shown_risque(row), version=row.version)


@changing(router, ONE, out=None, method="delete", resume="Supprimer un risque")
def remove_risque(request: HttpRequest, code: CodeTerritoire, risque_id: RisqueId) -> HttpResponse:
    """Delete a risk."""
    seat = plan_at(request, code)
    with version_read(request, _risque(seat, risque_id), shown_risque) as held:
        delete_risque(by=seat.access, risque=held)
    return nothing()


def risques_of(seat: PlanSeat) -> "QuerySet[Risque]":
    """Return the risks that the caller reads. Raises Forbidden."""
    require_read(seat.access)
    found = Risque.objects.filter(visible_risques(seat.access), action__plan=seat.plan)
    working = actions_of(seat.plan, seat.access).values("pk")
    return found.filter(action__in=working).select_related("action__plan", "jalon")


def shown_risque(risque: Risque) -> ShownRisque:
    """Write a risk."""
    values: dict[str, Any] = {name: getattr(risque, name) for name in ShownRisque.model_fields}
    known: dict[str, Any] = {k: None if one == "" else one for k, one in values.items()}
    return ShownRisque(**known)


def _risque(seat: PlanSeat, risque_id: uuid.UUID) -> Risque:
    found = risques_of(seat).filter(pk=risque_id).first()
    if found is None:
        raise Http404
    return found
