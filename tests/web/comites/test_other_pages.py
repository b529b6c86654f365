"""Where committees show on the other pages: the first screen, the calendar."""

import pytest
from django.test import Client
from django.urls import reverse

from essor.records.accounts.roles import Role
from essor.records.plans.models import Plan
from tests.factories import make_action, make_jalon, make_member, make_plan, make_territoire
from tests.records.comites.made import make_comite

pytestmark = pytest.mark.django_db
CODE = "ti-8404"


@pytest.fixture
def plan() -> Plan:
    return make_plan()


@pytest.fixture
def chef(plan: Plan, client: Client) -> Client:
    client.force_login(make_member(plan.territoire, Role.CHEF_DE_PROJET))
    return client


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def test_the_first_screen_counts_since_the_last_committee(chef: Client, plan: Plan) -> None:
    home = reverse("territoires:show", args=[CODE])
    assert "depuis 30 jours" in text(chef, home)
    comite = make_comite(plan)
    page = text(chef, home)
    assert "depuis le comité de pilotage du 12\u00a0mars\u00a02026" in page
    assert reverse("comites:show", args=[CODE, comite.pk]) in page
    assert "comité de pilotage" not in text(Client(), home)


def test_the_calendar_offers_the_committees_as_starting_days(chef: Client, plan: Plan) -> None:
    make_jalon(make_action(plan, "Imprimerie", confidentialite="public"), "Livraison", "2028")
    make_comite(plan)
    calendar = reverse("jalons:calendar", args=[CODE])
    assert "?depuis=2026-03-12" in text(chef, calendar)
    assert "?depuis" not in text(Client(), calendar)
    page = text(chef, reverse("comites:drift", args=[CODE]))
    assert "Livraison" in page
    assert "Comité de pilotage du 12/03/2026" in page


def test_a_committee_of_another_plan_is_not_found(chef: Client, plan: Plan) -> None:
    other = make_comite(make_plan(make_territoire("ti-8412", "Ailleurs")))
    text(chef, reverse("comites:show", args=[CODE, other.pk]), status=404)


def test_a_territory_without_plan_has_no_committee_and_says_where_to_begin(client: Client) -> None:
    territoire = make_territoire("ti-8412", "Ailleurs")
    client.force_login(make_member(territoire, Role.CHEF_DE_PROJET))
    answer = client.get(reverse("comites:list", args=["ti-8412"]))
    assert answer.headers["Location"] == reverse("territoires:show", args=["ti-8412"])
