"""Lists of an action: people, funders, budget, territories. A list is read and replaced whole."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field

from essor.api.action_shapes import (
    CommuneDonnee,
    Financeur,
    Intercommunalite,
    LigneDeBudget,
    Personnes,
)
from essor.api.answers import send
from essor.api.contract import ActionRef, CodeTerritoire, changing, reading
from essor.api.places import PlanSeat, action_at, plan_at
from essor.api.types import Given
from essor.api.writing import mark_read
from essor.foundations.errors import UserFault
from essor.records.journal.actions import lock
from essor.records.plans.actions import change_action
from essor.records.plans.choices import EtatFinancement
from essor.records.plans.communes import CommuneBook
from essor.records.plans.models import Action
from essor.records.plans.parts import FinancementValues, LigneBudgetValues, PartValues, fingerprint
from essor.records.plans.stored_drafts import ROLE_FIELDS

router = Router()
ONE = "territoires/{code}/actions/{action}/"
ROLES = [role.value for role in ROLE_FIELDS.values()]


class Financements(Given):
    """The funders, in order."""

    donnees: list[Financeur] = Field(max_length=200, description="Les financeurs, dans l'ordre.")


class LignesDeBudget(Given):
    """The budget."""

    donnees: list[LigneDeBudget] = Field(max_length=200, description="Les lignes de budget.")


class Intercommunalites(Given):
    """The territories concerned."""

    donnees: list[Intercommunalite] = Field(max_length=200, description="Les collectivités.")


class Communes(Given):
    """Where the action takes place."""

    donnees: list[CommuneDonnee] = Field(max_length=200, description="Les communes.")


@reading(router, ONE + "financements", out=Financements, resume="Financements d'une action")
def list_financements(
    request: HttpRequest, code: CodeTerritoire, action: ActionRef
) -> HttpResponse:
    """List the funders."""
    return _send(request, action_at(plan_at(request, code), action), ("financements",), _funders)


@changing(
    router,
    ONE + "financements",
    out=Financements,
    method="put",
    resume="Remplacer les financements d'une action",
)
def put_financements(
    request: HttpRequest, code: CodeTerritoire, action: ActionRef, body: Financements
) -> HttpResponse:
    """Replace the funders."""
    rows = [
        FinancementValues(financeur=one.nom, montant_eur=one.montant_eur, etat=one.etat or "")
        for one in body.donnees
    ]
    seat = plan_at(request, code)
    return _replace(
        request,
        seat,
        action_at(seat, action),
        PartValues(financements=rows),
        ("financements",),
        _funders,
    )


@reading(router, ONE + "lignes-budget", out=LignesDeBudget, resume="Lignes de budget d'une action")
def list_lignes_budget(
    request: HttpRequest, code: CodeTerritoire, action: ActionRef
) -> HttpResponse:
    """List the budget."""
    return _send(request, action_at(plan_at(request, code), action), ("lignes_budget",), _budget)


@changing(
    router,
    ONE + "lignes-budget",
    out=LignesDeBudget,
    method="put",
    resume="Remplacer les lignes de budget d'une action",
)
def put_lignes_budget(
    request: HttpRequest, code: CodeTerritoire, action: ActionRef, body: LignesDeBudget
) -> HttpResponse:
    """Replace the budget."""
    rows = [LigneBudgetValues(**one.model_dump()) for one in body.donnees]
    _refuse_twice([(one.annee, one.nature) for one in rows])
    seat = plan_at(request, code)
    return _replace(
        request,
        seat,
        action_at(seat, action),
        PartValues(lignes_budget=rows),
        ("lignes_budget",),
        _budget,
    )


@reading(
    router,
    ONE + "intercommunalites",
    out=Intercommunalites,
    resume="Collectivités concernées par une action",
)
def list_intercommunalites(
    request: HttpRequest, code: CodeTerritoire, action: ActionRef
) -> HttpResponse:
    """List the territories concerned."""
    row = action_at(plan_at(request, code), action)
    return _send(request, row, ("intercommunalites",), _places)


@changing(
    router,
    ONE + "intercommunalites",
    out=Intercommunalites,
    method="put",
    resume="Remplacer les collectivités concernées par une action",
)
def put_intercommunalites(
    request: HttpRequest, code: CodeTerritoire, action: ActionRef, body: Intercommunalites
) -> HttpResponse:
    """Replace the territories concerned."""
    rows = [(one.siren, one.nom) for one in body.donnees]
    _refuse_twice([siren for siren, _ in rows])
    seat = plan_at(request, code)
    return _replace(
        request,
        seat,
        action_at(seat, action),
        PartValues(intercommunalites=rows),
        ("intercommunalites",),
        _places,
    )


@reading(
    router,
    ONE + "communes",
    out=Communes,
    resume="Communes où se déroule une action",
)
def list_communes(request: HttpRequest, code: CodeTerritoire, action: ActionRef) -> HttpResponse:
    """List where it takes place."""
    return _send(request, action_at(plan_at(request, code), action), ("communes",), _communes)


@changing(
    router,
    ONE + "communes",
    out=Communes,
    method="put",
    resume="Remplacer les communes où se déroule une action",
)
def put_communes(
    request: HttpRequest, code: CodeTerritoire, action: ActionRef, body: Communes
) -> HttpResponse:
    """Replace where it takes place; those it has already are never refused."""
    seat = plan_at(request, code)
    row = action_at(seat, action)
    codes = [one.code_commune_insee for one in body.donnees]
    _refuse_twice(codes)
    kept = row.communeimplantations.values_list("code_commune_insee", "nom")
    found = CommuneBook.of(seat.plan.territoire).knowing(kept).named(codes)
    return _replace(request, seat, row, PartValues(communes=found), ("communes",), _communes)


@reading(router, ONE + "participants", out=Personnes, resume="Personnes et structures d'une action")
def list_participants(
    request: HttpRequest, code: CodeTerritoire, action: ActionRef
) -> HttpResponse:
    """List the people."""
    return _send(request, action_at(plan_at(request, code), action), tuple(ROLES), _people)


@changing(
    router,
    ONE + "participants",
    out=Personnes,
    method="put",
    resume="Remplacer les personnes et structures d'une action",
    texte="Seules les listes envoyées sont remplacées.",
)
def put_participants(
    request: HttpRequest, code: CodeTerritoire, action: ActionRef, body: Personnes
) -> HttpResponse:
    """Replace the people of the capacities given."""
    given = body.model_dump(exclude_unset=True)
    people = {ROLE_FIELDS[name]: noms for name, noms in given.items()}
    seat = plan_at(request, code)
    row = action_at(seat, action)
    parts = PartValues(participants=people)
    return _replace(request, seat, row, parts, tuple(ROLES), _people)


def _send(
    request: HttpRequest, action: Action, lists: tuple[str, ...], show: Callable[[Action], Given]
) -> HttpResponse:
    return send(request, show(action), version=_mark(action, lists))


def _replace(
    request: HttpRequest,
    seat: PlanSeat,
    action: Action,
    parts: PartValues,
    lists: tuple[str, ...],
    show: Callable[[Action], Given],
) -> HttpResponse:
    with transaction.atomic():
        held = lock(action)
        with mark_read(request, _mark(held, lists), lambda: show(held)):
            change_action(by=seat.access, action=held, parts=parts)
    return _send(request, held, lists, show)


def _mark(action: Action, lists: tuple[str, ...]) -> str:
    return ".".join(fingerprint(action, name)[: 64 // len(lists)] for name in lists)


def _refuse_twice(keys: list[Any]) -> None:
    if len(set(keys)) < len(keys):
        raise UserFault.single("Une même ligne est donnée deux fois", field="donnees")


def _funders(action: Action) -> Financements:
    rows = action.financements.order_by("ordre", "financeur", "id")
    return Financements(
        donnees=[
            Financeur(
                nom=row.financeur,
                montant_eur=row.montant_eur,
                etat=EtatFinancement(row.etat) if row.etat else None,
            )
            for row in rows
        ]
    )


def _budget(action: Action) -> LignesDeBudget:
    names = LigneDeBudget.model_fields
    rows = action.lignebudgets.order_by("annee", "nature", "id")
    return LignesDeBudget(
        donnees=[LigneDeBudget(**{name: getattr(row, name) for name in names}) for row in rows]
    )


def _places(action: Action) -> Intercommunalites:
    rows = action.intercommunaliteconcernees.order_by("nom", "id")
    return Intercommunalites(
        donnees=[Intercommunalite(siren=row.siren, nom=row.nom) for row in rows]
    )


def _communes(action: Action) -> Communes:
    rows = action.communeimplantations.all()
    names = CommuneDonnee.model_fields
    return Communes(
        donnees=[CommuneDonnee(**{name: getattr(row, name) for name in names}) for row in rows]
    )


def _people(action: Action) -> Personnes:
    rows = list(action.participants.order_by("ordre", "id"))
    return Personnes(
        **{
            name: [row.nom for row in rows if row.role == role]
            for name, role in ROLE_FIELDS.items()
        }
    )
