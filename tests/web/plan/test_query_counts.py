"""A page costs the same number of queries for a plan of five actions and for one of sixty."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from essor.records.accounts.models import User
from essor.records.accounts.roles import Role
from essor.records.plans.actions import change_action, create_axe, delete_action
from essor.records.plans.choices import Confidentialite, NatureBudget, ParticipantRole
from essor.records.plans.models import Action, Plan
from essor.records.plans.notes import add_note
from essor.records.plans.parts import FinancementValues, LigneBudgetValues, PartValues
from tests.factories import make_action, make_member, make_plan, system

pytestmark = pytest.mark.django_db

CODE = "ti-8404"
FEW, MANY = 5, 60
FIRST = "A01"
MAX_QUERIES = 31  # the last one reads the indicators of an action
Page = tuple[tuple[str, ...], str]
# name of the address -> its arguments after the territory, its query
PAGES: dict[str, Page] = {
    "plan:plan": ((), ""),
    "plan:plan filtered": ((), "?q=former&statut=en_cours&retard=on"),
    "plan:action": ((FIRST,), ""),
    "plan:export": (("json",), ""),
    "territoires:show": ((), ""),
}
MEMBER_PAGES = {
    **PAGES,
    "plan:journal": ((), ""),
    "plan:history": ((FIRST,), ""),
    "plan:trash": ((), ""),
    "plan:axes": ((), ""),
    "plan:edit_field": ((FIRST, "financements"), ""),
    "plan:plan past": ((), "?date=2026-01-01"),
}
MEMBER_PAGES_OF_A_PILOT = {
    page: MEMBER_PAGES[page] for page in ("plan:plan", "plan:action", "plan:journal")
}


def address(page: str, pages: dict[str, Page]) -> str:
    arguments, query = pages[page]
    return reverse(page.partition(" ")[0], args=[CODE, *arguments]) + query


def fill(plan: Plan, start: int, end: int) -> None:
    """Write actions that each have people, euros, a budget line, a note and a sub-action."""
    by = system(plan.territoire)
    axe = create_axe(by=by, plan=plan, titre=f"Axe {start}")
    for number in range(start, end):
        action = make_action(
            plan,
            f"Former {number}",
            axe=axe,
            statut="en_cours",
            fin_on=dt.date(2026, 1, 31),
            confidentialite=Confidentialite.PUBLIC,
            parts=parts(number),
        )
        make_action(plan, f"Sous-action {number}", parent=action)
        add_note(by=by, action=action, texte=f"Vu {number}", noted_on=dt.date(2026, 11, 2))
        change_action(by=by, action=action, objectifs=f"Former {number} personnes")
        delete_action(by=by, action=make_action(plan, f"Partie {number}", axe=axe))


def parts(number: int) -> PartValues:
    return PartValues(
        participants={
            ParticipantRole.PERSONNE_PILOTE: [f"Personne {number}", "Camille"],
            ParticipantRole.PARTENAIRE: [f"Partenaire {number}"],
        },
        financements=[
            FinancementValues(financeur=f"Financeur {number}", montant_eur=Decimal(1000))
        ],
        lignes_budget=[
            LigneBudgetValues(
                annee=2026,
                nature=NatureBudget.INVESTISSEMENT,
                previsionnel_eur=Decimal(1000),
                reel_eur=None,
            )
        ],
    )


def cost(client: Client, url: str) -> int:
    """Return the number of queries of a page, asked twice so that what is kept is warm."""
    assert client.get(url).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


@pytest.fixture
def plan() -> Plan:
    return make_plan()


def as_public(plan: Plan) -> None:
    return None


def as_manager(plan: Plan) -> User:
    return make_member(plan.territoire, Role.CHEF_DE_PROJET)


def as_pilot(plan: Plan) -> User:
    return make_member(plan.territoire, Role.PILOTE)


READERS: dict[str, tuple[Callable[[Plan], User | None], dict[str, Page]]] = {
    "public": (as_public, PAGES),
    "chef de projet": (as_manager, MEMBER_PAGES),
    "pilote": (as_pilot, MEMBER_PAGES_OF_A_PILOT),
}


def costs(plan: Plan, clients: dict[str, Client]) -> dict[str, int]:
    """Return the cost of every page for every reader."""
    return {
        f"{reader} {page}": cost(clients[reader], address(page, pages))
        for reader, (_, pages) in READERS.items()
        for page in pages
    }


def test_queries_do_not_grow_with_the_plan(plan: Plan) -> None:
    clients = {reader: Client() for reader in READERS}
    for reader, (make, _) in READERS.items():
        person = make(plan)
        if person is not None:
            clients[reader].force_login(person)
    fill(plan, 1, FEW + 1)
    few = costs(plan, clients)
    fill(plan, FEW + 1, MANY + 1)
    assert Action.objects.filter(plan=plan, parent=None).count() == MANY
    assert costs(plan, clients) == few
    assert {page: found for page, found in few.items() if found > MAX_QUERIES} == {}
