"""Pages of the manager and of each person: rules, preview, requests, one-click way out."""

import csv
import datetime as dt
import io
from html import unescape

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from essor.records.accounts.models import Membre, User
from essor.records.accounts.roles import Role
from essor.records.jobs.worker import drain
from essor.records.plans.models import Action, Plan
from essor.records.relances.campagnes import set_rule
from essor.records.relances.kinds import Nature
from essor.records.relances.links import unsubscribe_token
from essor.records.relances.models import Campagne, Courriel, Desabonnement, RegleRelance
from essor.records.relances.queries import refused_kinds
from essor.records.relances.rules import Rule
from tests.factories import make_action, make_jalon, make_member, make_plan, system
from tests.records.relances.made import ask, make_pilot, pilot

pytestmark = pytest.mark.django_db
CODE = "ti-8404"


@pytest.fixture
def plan() -> Plan:
    return make_plan()


@pytest.fixture
def action(plan: Plan) -> Action:
    found = make_action(plan, "Former", statut="en_cours")
    make_jalon(found, "Ouverture", "15/01/2026")
    return found


@pytest.fixture
def user(plan: Plan, action: Action) -> User:
    return make_pilot(plan, action)


@pytest.fixture
def chef(plan: Plan) -> Client:
    client = Client()
    client.force_login(make_member(plan.territoire, Role.CHEF_DE_PROJET))
    return client


@pytest.fixture
def working_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests leave today, whatever the day the tests run on."""
    monkeypatch.setattr("essor.records.relances.rules.quiet_reason", lambda _: "")
    monkeypatch.setattr("essor.web.relances.views_campagne.quiet_reason", lambda _: "")


def url(name: str, *more: object) -> str:
    return reverse(f"relances:{name}", args=[CODE, *more])


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return unescape(answer.content.decode()).replace("\u00a0", " ")


def rows(client: Client, address: str) -> list[list[str]]:
    text = client.get(address).content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def turn_on(plan: Plan) -> None:
    rule = Rule(nature=Nature.JALON_DEPASSE, is_on=True, days=7)
    set_rule(by=system(plan.territoire), plan=plan, rule=rule)


def test_the_rules_are_set_on_one_page(chef: Client, plan: Plan):
    assert "Personne ne vous doit de réponse" in page(chef, url("home"))
    data = {
        f"{nature.value}-{name}": value
        for nature in Nature.rules()
        for name, value in (("days", "5"), ("every_days", "10"), ("most", "2"))
    } | {"jalon_depasse-is_on": "on"}
    wrong = chef.post(url("rules"), data | {"decision-most": "99", "decision-days": "x"})
    assert wrong.status_code == 400
    assert wrong.content.decode().count("Décision à mettre en œuvre") >= 3
    assert not RegleRelance.objects.exists()
    assert chef.post(url("rules"), data).status_code == 302
    row = RegleRelance.objects.get(nature="jalon_depasse")
    assert (row.is_on, row.days, row.every_days, row.most) == (True, 5, 10, 2)
    assert "Active" in page(chef, url("home"))


def test_the_preview_shows_who_what_when_and_its_file_says_the_same(
    chef: Client, plan: Plan, user: User
):
    assert "Rien ne partira" in page(chef, url("preview"))
    turn_on(plan)
    shown = page(chef, url("preview"))
    assert user.email in shown
    assert "« Ouverture »" in shown
    (line,) = rows(chef, url("preview_csv"))[1:]
    assert line[1] == user.label
    assert not Courriel.objects.exists()
    far = timezone.localdate() + dt.timedelta(days=400)
    assert page(chef, url("preview") + f"?le={far}", 400)
    assert page(chef, url("preview") + "?le=demain", 400)


def test_a_request_is_prepared_seen_launched_answered_closed(
    chef: Client, plan: Plan, action: Action, user: User, working_day: None
):
    form = page(chef, url("ask"))
    assert "A01 Former · Dominique Pilote" in form
    due = timezone.localdate() + dt.timedelta(days=9)
    data = {"titre": "Point", "echeance_on": str(due), "asked": f"{action.pk}.{user.pk}"}
    assert chef.post(url("ask"), data | {"asked": [], "titre": ""}).status_code == 400
    assert chef.post(url("ask"), data).status_code == 302
    campagne = Campagne.objects.get()
    here = url("campagne", campagne.pk)
    assert "personne n'est prévenu" in page(chef, here)
    drain()
    assert mail.outbox == []
    answer = chef.post(url("launch", campagne.pk), follow=True)
    assert "1 courriel en partance" in unescape(answer.content.decode())
    drain()
    (message,) = mail.outbox
    assert message.to == [user.email]
    address = message.body.split("/fiche/")[1].split()[0]
    fiche = Client().get(f"/fiche/{address}")
    assert fiche.status_code == 200
    assert "sans réponse" in page(chef, here)
    assert "1 réponse attendue" in page(chef, url("home"))
    assert [line[4] for line in rows(chef, url("unanswered_csv"))[1:]] == ["A01"]
    version = action.version
    key = f"a{action.pk.hex}"
    said = {f"{key}-version": version, f"{key}-rien": "on", f"{key}-statut": "en_cours"}
    said |= {f"initial-{key}-statut": "en_cours"}
    jalon = action.jalons.get()
    said[f"j{jalon.pk.hex}-version"] = jalon.version
    assert Client().post(f"/fiche/{address}", said).status_code == 302
    assert "A répondu" in page(chef, here)
    assert "Tout le monde a répondu" in page(chef, url("unanswered"))
    assert "rien de nouveau" in page(chef, here)
    assert chef.post(url("close", campagne.pk)).status_code == 302
    assert Client().get(f"/fiche/{address}").status_code == 404
    assert chef.post(url("remove", campagne.pk)).status_code == 400


def test_a_link_is_shown_once_and_withdrawn(chef: Client, plan: Plan, action: Action, user: User):
    campagne = ask(plan, user, action)
    shown = chef.post(url("link", campagne.pk, user.pk)).content.decode()
    address = shown.split('value="http://testserver')[1].split('"')[0]
    assert Client().get(address).status_code == 200
    assert "/fiche/" not in page(chef, url("campagne", campagne.pk))
    assert chef.post(url("revoke", campagne.pk, user.pk)).status_code == 302
    assert Client().get(address).status_code == 404
    assert chef.post(url("link", campagne.pk, 10**9)).status_code == 404


def test_a_named_pilot_receives_an_address(chef: Client, plan: Plan, action: Action):
    participant = pilot(action, None, "Sacha")
    assert "Donner son adresse" in page(chef, url("ask"))
    here = url("address", participant.pk)
    assert chef.post(here, {"email": "pas une adresse"}).status_code == 400
    assert chef.post(here, {"email": "sacha@exemple.fr"}).status_code == 302
    assert Membre.objects.get(user__email="sacha@exemple.fr").role == Role.PILOTE
    assert "A01 Former · Sacha" in page(chef, url("ask"))


def test_an_address_never_raises_a_member(chef: Client, plan: Plan, action: Action):
    reader = make_member(plan.territoire, Role.LECTEUR)
    participant = pilot(action, None, "Lecteur")
    answer = chef.post(url("address", participant.pk), {"email": reader.email})
    assert answer.status_code == 400
    assert "déjà membre, comme lecteur" in unescape(answer.content.decode())
    assert Membre.objects.get(user=reader).role == Role.LECTEUR


def test_two_managers_at_once(chef: Client, plan: Plan, action: Action, user: User):
    campagne = ask(plan, user, action)
    data = {
        "titre": "Autre", "echeance_on": str(campagne.echeance_on),
        "version": campagne.version, "message": "",
    }  # fmt: skip
    assert chef.post(url("edit", campagne.pk), data).status_code == 302
    assert chef.post(url("edit", campagne.pk), data | {"titre": "Encore"}).status_code == 400
    assert Campagne.objects.get().titre == "Autre"


def test_the_log_says_what_left_and_how_it_ended(
    chef: Client, plan: Plan, action: Action, user: User
):
    assert "Aucun rappel" in page(chef, url("log"))
    turn_on(plan)
    from essor.records.relances.sending import prepare_day

    prepare_day(day=dt.date(2026, 3, 2))
    drain()
    shown = page(chef, url("log"))
    assert "Envoyé" in shown
    assert "« Ouverture »" in shown
    (line,) = rows(chef, url("log_csv"))[1:]
    assert line[5] == "envoyé"


# ---- one click out, without signing in


def stop(user: User, *natures: Nature) -> str:
    token = unsubscribe_token(user.pk, natures)
    return reverse("relances:unsubscribe", args=[token])


def test_a_machine_that_opens_the_link_stops_nothing(client: Client, user: User):
    assert "Ne plus recevoir ces rappels" in page(client, stop(user, Nature.DECISION))
    assert not Desabonnement.objects.exists()


def test_one_click_without_cookie_nor_token_stops_those_kinds_only(user: User):
    client = Client(enforce_csrf_checks=True)
    address = stop(user, Nature.DECISION, Nature.SANS_NOUVELLE)
    for _ in range(2):
        answer = client.post(address, {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
    assert refused_kinds(user) == {Nature.DECISION, Nature.SANS_NOUVELLE}


@pytest.mark.parametrize("harm", ["x", "", "person", "nature"])
def test_a_forged_way_out_stops_nothing(client: Client, user: User, harm: str):
    good = unsubscribe_token(user.pk, (Nature.DECISION,))
    body, _, mark = good.rpartition(".")
    wrong = {
        "x": good + "x",
        "": "x",
        "person": f"{user.pk + 1}-decision.{mark}",
        "nature": f"{body},demande.{mark}",
    }[harm]
    assert client.post(reverse("relances:unsubscribe", args=[wrong])).status_code == 404
    assert not Desabonnement.objects.exists()


def test_my_subscriptions(client: Client, user: User):
    client.force_login(user)
    here = reverse("relances:subscriptions")
    kept = [one.value for one in Nature if one is not Nature.DECISION]
    assert client.post(here, {"natures": kept}).status_code == 302
    assert refused_kinds(user) == {Nature.DECISION}
    shown = page(client, here)
    assert shown.count("checked") == len(kept)
    client.post(here, {"natures": [one.value for one in Nature]})
    assert refused_kinds(user) == frozenset()


def test_the_bar_offers_reminders_to_managers_only(chef: Client, plan: Plan, action: Action):
    plan_page = reverse("plan:plan", args=[CODE])
    assert url("home") in page(chef, plan_page)
    reader = Client()
    reader.force_login(make_member(plan.territoire, Role.LECTEUR))
    assert url("home") not in page(reader, plan_page)


def test_the_first_screen_tells_managers_who_is_late(
    chef: Client, plan: Plan, action: Action, user: User
):
    first = reverse("territoires:show", args=[CODE])
    campagne = ask(plan, user, action)
    assert "de pilote en retard" not in page(chef, first)
    Campagne.objects.update(echeance_on=timezone.localdate() - dt.timedelta(days=3))
    assert "1 réponse de pilote en retard" in page(chef, first)
    assert "3 jours de retard" in page(chef, url("unanswered"))
    assert campagne.is_open
    pilot_client = Client()
    pilot_client.force_login(user)
    assert "de pilote en retard" not in page(pilot_client, first)
