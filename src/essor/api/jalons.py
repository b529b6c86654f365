"""Milestones: what was promised, what is expected, what is reached; their forecasts."""

import datetime as dt
import uuid
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from ninja import P, PathEx, QueryEx, Router
from pydantic import Field

from essor.api.answers import nothing, send, send_page
from essor.api.contract import CodeTerritoire, Curseur, Limite, changing, creating, reading
from essor.api.pages import DEFAULT_SIZE, cut_queryset, cut_rows
from essor.api.past import past_jalons
from essor.api.places import PlanSeat, action_at, is_past, plan_at
from essor.api.plans import Le
from essor.api.types import (
    Day,
    Days,
    Given,
    GivenPeriod,
    Line,
    Link,
    Rank,
    Shown,
    ShownPeriod,
    ShownSource,
    Text,
    or_none,
)
from essor.api.writing import version_read
from essor.records.jalons.actions import change_jalon, create_jalon, delete_jalon
from essor.records.jalons.calendar import JalonRow
from essor.records.jalons.forecasts import announce, cancel_prevision, reach, reopen
from essor.records.jalons.models import AS_SAID, Jalon, Prevision
from essor.records.jalons.queries import get_prevision
from essor.records.jalons.values import Preuve, PrevisionValues
from essor.records.plans.queries import actions_of

router = Router()
LIST = "territoires/{code}/jalons"
ONE = LIST + "/{jalon_id}"
JalonId = PathEx[uuid.UUID, P(description="Identité du jalon.")]
PrevisionId = PathEx[uuid.UUID, P(description="Identité de la prévision.")]
Poids = Annotated[int, Field(ge=1, le=100, strict=True)]
ActionCode = QueryEx[str | None, P(max_length=40, description="Code ou identité d'une action.")]


class ShownPrevision(Shown):
    """One forecast, kept for ever."""

    id: uuid.UUID = Field(description="Identité de la prévision.")
    attendu: ShownPeriod = Field(description="Date annoncée.")
    annonce: ShownPeriod | None = Field(description="Jour de l'annonce, null s'il est inconnu.")
    plus_tot_on: dt.date | None = Field(description="Au plus tôt.")
    plus_tard_on: dt.date | None = Field(description="Au plus tard.")
    par_qui: str | None = Field(description="Annoncé par.")
    source: ShownSource = Field(description="Où cela se lit.")
    motif: str | None = Field(description="Motif.")
    is_cancelled: bool = Field(description="Vrai si elle a été retirée.")
    annulation_motif: str | None = Field(description="Pourquoi elle a été retirée.")


class ShownJalon(Shown):
    """A milestone."""

    id: uuid.UUID = Field(description="Identité du jalon.")
    action_id: uuid.UUID = Field(description="Action.")
    titre: str = Field(description="Titre.")
    phase: str | None = Field(description="Phase.")
    ordre: int = Field(description="Rang dans l'action.")
    poids: int = Field(description="Poids dans l'avancement, de 1 à 100.")
    responsable_nom: str | None = Field(description="Responsable.")
    reference: ShownPeriod | None = Field(description="Date promise, null si rien n'est adopté.")
    reference_adopted_on: dt.date | None = Field(description="Promesse adoptée le.")
    reference_motif: str | None = Field(description="Texte qui l'adopte.")
    atteint: ShownPeriod | None = Field(description="Date atteinte, null s'il ne l'est pas.")
    preuve_texte: str | None = Field(description="Preuve.")
    preuve_href: str | None = Field(description="Lien vers la preuve.")
    duree_min_days: int | None = Field(description="Durée minimale des travaux, jours.")
    duree_days: int | None = Field(description="Durée probable, jours.")
    duree_max_days: int | None = Field(description="Durée maximale, jours.")
    previsions: list[ShownPrevision] = Field(description="Tout ce qui a été annoncé, dans l'ordre.")


class ShownJalons(Shown):
    """A page of milestones."""

    donnees: list[ShownJalon] = Field(description="Les jalons de la page.")
    suivant: str | None = Field(description="Adresse de la page suivante, null à la fin.")


class GivenJalon(Given):
    """What may be changed of a milestone; dates have their own calls."""

    titre: Line = Field(default="", description="Titre.", examples=["Livraison"])
    phase: Annotated[Text, Field(max_length=100)] = Field(default="", description="Phase.")
    ordre: Rank = Field(default=0, description="Rang dans l'action.")
    poids: Poids = Field(default=1, description="Poids, de 1 à 100.")
    responsable_nom: Annotated[Text, Field(max_length=300)] = Field(
        default="", description="Responsable."
    )
    duree_min_days: Days | None = Field(default=None, description="Durée minimale, jours.")
    duree_days: Days | None = Field(default=None, description="Durée probable, jours.")
    duree_max_days: Days | None = Field(default=None, description="Durée maximale, jours.")


class NewPrevision(Given):
    """A forecast to announce."""

    attendu: GivenPeriod = Field(description="Date attendue.")
    annonce: GivenPeriod | None = Field(default=None, description="Jour de l'annonce.")
    par_qui: Annotated[Text, Field(max_length=300)] = Field(
        default="", description="Annoncé par ; ou une source."
    )
    source_title: Annotated[Text, Field(max_length=300)] = Field(default="", description="Source.")
    source_href: Link = Field(default="", description="Lien vers la source.")
    motif: Text = Field(default="", description="Motif.")
    plus_tot_on: Day | None = Field(default=None, description="Au plus tôt.")
    plus_tard_on: Day | None = Field(default=None, description="Au plus tard.")

    def values(self) -> PrevisionValues:
        """Return what the action function takes."""
        rest = self.model_dump(exclude={"attendu", "annonce"})
        said = self.annonce.period() if self.annonce else None
        return PrevisionValues(expected=self.attendu.period(), announced=said, **rest)


class NewJalon(GivenJalon):
    """A milestone to add."""

    action: Line = Field(description="Code ou identité de l'action.", examples=["A01"])
    titre: Line = Field(description="Titre.", examples=["Livraison"])
    prevision: NewPrevision | None = Field(default=None, description="Première date annoncée.")


class Atteinte(Given):
    """That a milestone is reached, and what shows it."""

    atteint: GivenPeriod = Field(description="Date atteinte.")
    preuve_texte: Text = Field(default="", description="Preuve ; ou un lien.")
    preuve_href: Link = Field(default="", description="Lien vers la preuve.")


class Motif(Given):
    """Why."""

    motif: Line = Field(description="Pourquoi.", examples=["Date lue par erreur."])


@reading(
    router,
    LIST,
    out=ShownJalons,
    resume="Les jalons du plan",
    texte="Les jalons des actions lisibles, aujourd'hui ou au soir d'un jour passé.",
)
def list_jalons(
    request: HttpRequest,
    code: CodeTerritoire,
    action: ActionCode = None,
    le: Le = None,
    limite: Limite = DEFAULT_SIZE,
    curseur: Curseur = None,
) -> HttpResponse:
    """List the milestones of the actions that the caller reads."""
    seat = plan_at(request, code)
    if le is not None and is_past(le):
        return _past_page(request, past_jalons(seat, le, action), limite, curseur)
    found = jalons_of(seat)
    if action:
        found = found.filter(action=action_at(seat, action))
    page = cut_queryset(
        request, found, keys=("action_id", "ordre", "titre", "id"), limite=limite, curseur=curseur
    )
    shown = ShownJalons(donnees=shown_jalons(page.rows), suivant=page.suivant)
    return send_page(request, shown, headers=page.headers)


@creating(router, LIST, out=ShownJalon, resume="Ajouter un jalon")
def add_jalon(request: HttpRequest, code: CodeTerritoire, body: NewJalon) -> HttpResponse:
    """Add a milestone."""
    seat = plan_at(request, code)
    values: dict[str, Any] = body.model_dump(exclude_unset=True, exclude={"action", "prevision"})
    first = body.prevision.values() if body.prevision else None
    action = action_at(seat, body.action)
    jalon = create_jalon(by=seat.access, action=action, prevision=first, **values)
    place = {"Location": f"{request.path}/{jalon.pk}"}
    return send(request, shown_jalon(jalon), version=jalon.version, status=201, headers=place)


@reading(router, ONE, out=ShownJalon, resume="Un jalon et toutes ses prévisions")
def read_jalon(
    request: HttpRequest, code: CodeTerritoire, jalon_id: JalonId, le: Le = None
) -> HttpResponse:
    """Show a milestone, today or in the evening of a past day."""
    seat = plan_at(request, code)
    if le is not None and is_past(le):
        past = [row for row in past_jalons(seat, le, None) if row.jalon.pk == jalon_id]
        if not past:
            raise Http404
        return send(request, _shown_past(past[0]))
    jalon = _jalon(seat, jalon_id)
    return send(request, shown_jalon(jalon), version=jalon.version)


@changing(
    router,
    ONE,
    out=ShownJalon,
    resume="Modifier un jalon",
    texte="Ce qu'il est, pas sa date : elle s'annonce par une prévision.",
)
def change_one_jalon(
    request: HttpRequest, code: CodeTerritoire, jalon_id: JalonId, body: GivenJalon
) -> HttpResponse:
    """Change a milestone."""
    seat = plan_at(request, code)
    values = body.model_dump(exclude_unset=True)
    with version_read(request, _jalon(seat, jalon_id), shown_jalon) as held:
        row = change_jalon(by=seat.access, jalon=held, expected_version=held.version, **values)
    return send(request, shown_jalon(row), version=row.version)


@changing(router, ONE, out=None, method="delete", resume="Supprimer un jalon")
def remove_jalon(request: HttpRequest, code: CodeTerritoire, jalon_id: JalonId) -> HttpResponse:
    """Delete a milestone."""
    seat = plan_at(request, code)
    with version_read(request, _jalon(seat, jalon_id), shown_jalon) as held:
        delete_jalon(by=seat.access, jalon=held)
    return nothing()


@creating(
    router, ONE + "/atteinte", out=ShownJalon, resume="Dire qu'un jalon est atteint", status=200
)
def reach_jalon(
    request: HttpRequest, code: CodeTerritoire, jalon_id: JalonId, body: Atteinte
) -> HttpResponse:
    """Say that a milestone is reached."""
    seat = plan_at(request, code)
    proof = Preuve(texte=body.preuve_texte, href=body.preuve_href)
    jalon = _jalon(seat, jalon_id)
    row = reach(by=seat.access, jalon=jalon, actual=body.atteint.period(), preuve=proof)
    return send(request, shown_jalon(row), version=row.version)


@creating(
    router, ONE + "/reouverture", out=ShownJalon, resume="Dire qu'il n'est pas atteint", status=200
)
def reopen_jalon(
    request: HttpRequest, code: CodeTerritoire, jalon_id: JalonId, body: Motif
) -> HttpResponse:
    """Take back that a milestone is reached."""
    seat = plan_at(request, code)
    row = reopen(by=seat.access, jalon=_jalon(seat, jalon_id), reason=body.motif)
    return send(request, shown_jalon(row), version=row.version)


@creating(router, ONE + "/previsions", out=ShownPrevision, resume="Annoncer une nouvelle date")
def add_prevision(
    request: HttpRequest, code: CodeTerritoire, jalon_id: JalonId, body: NewPrevision
) -> HttpResponse:
    """Announce a date; earlier ones stay."""
    seat = plan_at(request, code)
    row = announce(by=seat.access, jalon=_jalon(seat, jalon_id), values=body.values())
    place = {"Location": request.path.removesuffix("/previsions")}
    return send(request, shown_prevision(row), version=row.version, status=201, headers=place)


@creating(
    router,
    ONE + "/previsions/{prevision_id}/annulation",
    out=ShownPrevision,
    status=200,
    resume="Retirer une prévision dite par erreur",
    texte="Elle reste lisible.",
)
def cancel_one_prevision(
    request: HttpRequest,
    code: CodeTerritoire,
    jalon_id: JalonId,
    prevision_id: PrevisionId,
    body: Motif,
) -> HttpResponse:
    """Cancel a forecast."""
    seat = plan_at(request, code)
    prevision = get_prevision(_jalon(seat, jalon_id), prevision_id)
    row = cancel_prevision(by=seat.access, prevision=prevision, motif=body.motif)
    return send(request, shown_prevision(row), version=row.version)


def _past_page(
    request: HttpRequest, rows: list[JalonRow], limite: int, curseur: str | None
) -> HttpResponse:
    page = cut_rows(
        request,
        rows,
        key=lambda row: [row.jalon.action_id, row.jalon.ordre, row.jalon.titre, row.jalon.pk],
        limite=limite,
        curseur=curseur,
    )
    shown = ShownJalons(donnees=[_shown_past(row) for row in page.rows], suivant=page.suivant)
    return send_page(request, shown, headers=page.headers)


def _shown_past(row: JalonRow) -> ShownJalon:
    return _shown(row.jalon, [shown_prevision(one) for one in row.previsions])


def jalons_of(seat: PlanSeat) -> "QuerySet[Jalon]":
    """Return the milestones of the actions that the caller reads."""
    readable = actions_of(seat.plan, seat.access).values("pk")
    return Jalon.objects.filter(action__in=readable).select_related("action__plan")


def shown_jalon(jalon: Jalon) -> ShownJalon:
    """Write a milestone."""
    return shown_jalons([jalon])[0]


def shown_jalons(jalons: list[Jalon]) -> list[ShownJalon]:
    """Write milestones with their forecasts. One query."""
    said: dict[uuid.UUID, list[ShownPrevision]] = {}
    for one in Prevision.objects.filter(jalon__in=[j.pk for j in jalons]).order_by(*AS_SAID):
        said.setdefault(one.jalon_id, []).append(shown_prevision(one))
    return [_shown(jalon, said.get(jalon.pk, [])) for jalon in jalons]


def _shown(jalon: Jalon, said: list[ShownPrevision]) -> ShownJalon:
    return ShownJalon(
        id=jalon.pk,
        action_id=jalon.action_id,
        titre=jalon.titre,
        phase=or_none(jalon.phase),
        ordre=jalon.ordre,
        poids=jalon.poids,
        responsable_nom=or_none(jalon.responsable_nom),
        reference=ShownPeriod.of(jalon.baseline),
        reference_adopted_on=jalon.baseline_adopted_on,
        reference_motif=or_none(jalon.baseline_motif),
        atteint=ShownPeriod.of(jalon.actual),
        preuve_texte=or_none(jalon.preuve_texte),
        preuve_href=or_none(jalon.preuve_href),
        duree_min_days=jalon.duree_min_days,
        duree_days=jalon.duree_days,
        duree_max_days=jalon.duree_max_days,
        previsions=said,
    )


def shown_prevision(one: Prevision) -> ShownPrevision:
    """Write a forecast."""
    expected = ShownPeriod.of(one.expected)
    assert expected is not None
    return ShownPrevision(
        id=one.pk,
        attendu=expected,
        annonce=ShownPeriod.of(one.announced),
        plus_tot_on=one.plus_tot_on,
        plus_tard_on=one.plus_tard_on,
        par_qui=or_none(one.par_qui),
        source=ShownSource(title=or_none(one.source_title), href=or_none(one.source_href)),
        motif=or_none(one.motif),
        is_cancelled=one.is_cancelled,
        annulation_motif=or_none(one.annulation_motif),
    )


def _jalon(seat: PlanSeat, jalon_id: uuid.UUID) -> Jalon:
    found = jalons_of(seat).filter(pk=jalon_id).first()
    if found is None:
        raise Http404
    return found
