"""Calendars read back by the library that others use, with the rights of their owner today."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from essor.records.accounts.models import Membre, User
from essor.records.accounts.permissions import Forbidden
from essor.records.accounts.roles import Role
from essor.records.jalons.actions import delete_jalon, link_jalons, unlink_jalons
from essor.records.jalons.forecasts import announce, reach
from essor.records.jalons.models import Jalon
from essor.records.jalons.values import Preuve
from essor.records.journal.actions import revert_operation
from essor.records.journal.models import Event, Operation
from essor.records.plans.actions import change_action
from essor.records.plans.models import Plan
from essor.records.relances.models import FluxAgenda
from essor.records.relances.subscriptions import renew_feed, stop_feed
from tests.factories import (
    forecast,
    make_action,
    make_jalon,
    make_member,
    make_plan,
    make_territoire,
    system,
)
from tests.records.relances.made import make_pilot

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Plan:
    return make_plan()


@pytest.fixture
def jalon(plan: Plan) -> Jalon:
    action = make_action(plan, "Former ; recruter, loger", statut="en_cours")
    return make_jalon(action, "Ouverture du plateau technique de formation aux soudures", "03/2027")


@pytest.fixture
def user(plan: Plan, jalon: Jalon) -> User:
    return make_pilot(plan, jalon.action)


def url_of(user: User, plan: Plan | None) -> str:
    return reverse("agenda:feed_ics", args=[renew_feed(by=user, person=user, plan=plan)])


def events(client: Client, url: str) -> dict[str, Any]:
    answer = client.get(url)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    for line in answer.content.split(b"\r\n"):
        assert len(line) <= 75
    calendar = Calendar.from_ical(answer.content)
    assert calendar["VERSION"] == "2.0"
    found = list(calendar.walk("VEVENT"))
    assert len({str(one["UID"]) for one in found}) == len(found)
    return {str(one["UID"]): one for one in found}


def uid(jalon: Jalon) -> str:
    return f"jalon-{jalon.pk}@essor"


def test_a_milestone_is_an_all_day_event_that_says_how_finely_it_is_known(
    client: Client, plan: Plan, jalon: Jalon, user: User
):
    exact = make_jalon(jalon.action, "Bilan", "15/04/2027")
    found = events(client, url_of(user, plan))
    month, day = found[uid(jalon)], found[uid(exact)]
    assert month.decoded("dtstart") == dt.date(2027, 3, 31)
    assert month.decoded("dtend") == dt.date(2027, 4, 1)
    assert "mars\u00a02027, jour non précisé" in str(month["SUMMARY"])
    assert "dernier jour" in str(month["DESCRIPTION"])
    assert str(month["STATUS"]) == "TENTATIVE"
    assert day.decoded("dtstart") == dt.date(2027, 4, 15)
    assert str(day["SUMMARY"]) == "A01 · Bilan"
    assert str(day["STATUS"]) == "CONFIRMED"
    assert "Former ; recruter, loger" in str(day["DESCRIPTION"])


def test_a_new_forecast_keeps_the_uid_and_raises_the_sequence(
    client: Client, plan: Plan, jalon: Jalon, user: User
):
    url = url_of(user, plan)
    before = events(client, url)[uid(jalon)]
    _age(jalon)
    aged = events(client, url)[uid(jalon)]
    announce(by=system(plan.territoire), jalon=jalon, values=forecast("05/06/2027", "02/06/2026"))
    moved = events(client, url)[uid(jalon)]
    assert moved.decoded("dtstart") == dt.date(2027, 6, 5)
    assert moved["SEQUENCE"] > aged["SEQUENCE"]
    assert moved.decoded("last-modified") > aged.decoded("last-modified")
    assert moved["SEQUENCE"] >= before["SEQUENCE"]


def _age(jalon: Jalon) -> None:
    """Put what was written so far an hour back: two writes of one second share a sequence."""
    hour = dt.timedelta(hours=1)
    for model in (Jalon, type(jalon.action)):
        for row in model.objects.all():
            model.objects.filter(pk=row.pk).update(updated_at=row.updated_at - hour)
    for row in Operation.objects.all():
        Operation.objects.filter(pk=row.pk).update(at=row.at - hour)


def test_the_sequence_never_goes_down_when_a_dependency_goes(
    client: Client, plan: Plan, jalon: Jalon, user: User
):
    by = system(plan.territoire)
    behind = make_jalon(make_action(plan, "Bâtir", statut="en_cours"), "Permis", "15/09/2027")
    url = url_of(user, plan)
    seen = [events(client, url)[uid(jalon)]]
    _age(jalon)
    link = link_jalons(by=by, avant=behind, apres=jalon, lag_days=10)
    seen.append(events(client, url)[uid(jalon)])
    assert seen[-1].decoded("dtstart") == dt.date(2027, 9, 25)
    assert "Permis" in str(seen[-1]["DESCRIPTION"])
    _age(jalon)
    announce(by=by, jalon=behind, values=forecast("15/10/2027", "02/06/2026"))
    seen.append(events(client, url)[uid(jalon)])
    _age(jalon)
    unlink_jalons(by=by, dependance=link)
    seen.append(events(client, url)[uid(jalon)])
    assert seen[-1].decoded("dtstart") == dt.date(2027, 3, 31)
    assert len({one.decoded("dtstart") for one in seen}) == 3
    assert seen[2]["SEQUENCE"] > seen[0]["SEQUENCE"] - 3600
    assert seen[3]["SEQUENCE"] >= seen[2]["SEQUENCE"] - 3600


def test_reached_given_up_and_deleted_are_said(
    client: Client, plan: Plan, jalon: Jalon, user: User
):
    by = system(plan.territoire)
    url = url_of(user, plan)
    from essor.foundations.periods import Period

    reach(by=by, jalon=jalon, actual=Period.day(dt.date(2026, 3, 4)), preuve=Preuve(texte="PV"))
    found = events(client, url)[uid(jalon)]
    assert str(found["SUMMARY"]).startswith("Atteint : ")
    assert found.decoded("dtstart") == dt.date(2026, 3, 4)
    change_action(by=by, action=jalon.action, statut="abandonne")
    assert str(events(client, url)[uid(jalon)]["STATUS"]) == "CANCELLED"
    change_action(by=by, action=jalon.action, statut="en_cours")
    delete_jalon(by=by, jalon=jalon)
    gone = events(client, url)[uid(jalon)]
    assert str(gone["STATUS"]) == "CANCELLED"
    assert "supprimé" in str(gone["DESCRIPTION"])
    deletion = Event.objects.filter(object_id=jalon.pk, verb="delete").get().operation
    revert_operation(author=None, row=deletion)
    assert str(events(client, url)[uid(jalon)]["STATUS"]) == "CONFIRMED"


def test_the_rights_are_those_of_the_moment(client: Client, plan: Plan, jalon: Jalon):
    chef = make_member(plan.territoire, Role.CHEF_DE_PROJET)
    hidden = make_jalon(make_action(plan, "Secrète", confidentialite="restreint"), "J", "2028")
    url = url_of(chef, plan)
    assert set(events(client, url)) == {uid(jalon), uid(hidden)}
    Membre.objects.filter(user=chef).update(role=Role.LECTEUR)
    assert set(events(client, url)) == {uid(jalon)}
    Membre.objects.filter(user=chef).delete()
    assert events(client, url) == {}
    User.objects.filter(pk=chef.pk).update(is_active=False)
    assert client.get(url).status_code == 404


def test_my_calendar_holds_mine_only_in_every_territory(
    client: Client, plan: Plan, jalon: Jalon, user: User
):
    theirs = make_jalon(make_action(plan, "Autre", confidentialite="public"), "Leur", "2028")
    owned = make_jalon(theirs.action, "Le mien", "2029", responsable=user)
    other = make_plan(make_territoire("ti-8412", "Ailleurs"))
    far = make_jalon(make_action(other, "Loin", confidentialite="public"), "Loin", "2028")
    assert set(events(client, url_of(user, None))) == {uid(jalon), uid(owned)}
    assert uid(far) not in events(client, url_of(user, plan))


def test_nothing_new_is_304(client: Client, plan: Plan, jalon: Jalon, user: User):
    url = url_of(user, plan)
    tag = client.get(url)["ETag"]
    answer = client.get(url, headers={"If-None-Match": f'"autre", W/{tag}'})
    assert answer.status_code == 304
    assert answer.content == b""
    announce(by=system(plan.territoire), jalon=jalon, values=forecast("2030", "02/06/2026"))
    assert client.get(url, headers={"If-None-Match": tag}).status_code == 200


def test_a_new_address_ends_the_former_and_stopping_ends_it(client: Client, plan: Plan, user: User):
    first = url_of(user, plan)
    second = url_of(user, plan)
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200
    stop_feed(by=user, person=user, plan=plan)
    assert client.get(second).status_code == 404
    assert client.get("/agenda/xx.ics").status_code == 404
    assert client.get(f"/agenda/{'x' * 3000}.ics").status_code == 404


def test_a_plan_of_somewhere_else_is_refused(user: User):
    other = make_plan(make_territoire("ti-8412", "Ailleurs"))
    with pytest.raises(Forbidden):
        renew_feed(by=user, person=user, plan=other)


def test_the_page_makes_an_address_shows_it_once_and_stops_it(
    client: Client, plan: Plan, user: User
):
    client.force_login(user)
    answer = client.post(reverse("agenda:renew"), {"plan": str(plan.pk)})
    assert "/agenda/" in answer.content.decode()
    shown = client.get(reverse("agenda:mine")).content.decode()
    assert ".ics" not in shown
    assert "Refaire l'adresse" in shown
    assert client.post(reverse("agenda:renew"), {"plan": "x"}).status_code == 404
    assert client.post(reverse("agenda:stop"), {"plan": str(plan.pk)}).status_code == 302
    assert not FluxAgenda.objects.exists()
