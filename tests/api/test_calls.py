"""What a client relies on: versions, pages, repeated requests, refusals, past days."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from essor.records.accounts.roles import Role
from essor.records.jetons.actions import revoke_jeton
from essor.records.jetons.models import Jeton
from essor.records.jetons.scopes import Scope
from essor.records.plans.models import Action
from tests.api.world import call, token_of
from tests.factories import make_action
from tests.web.world import World

pytestmark = pytest.mark.django_db
HERE = "territoires/ti-8404"


def test_the_public_reads_what_is_public_and_nothing_else(world: World) -> None:
    hidden = make_action(world.plan, "Interne", confidentialite="interne")
    codes = [one["code"] for one in call("get", f"{HERE}/actions").json()["donnees"]]
    public = Action.objects.filter(plan=world.plan, confidentialite="public")
    assert sorted(codes) == sorted(public.values_list("code", flat=True))
    assert world.action.code in codes
    assert call("get", f"{HERE}/actions/{hidden.code}").status_code == 404
    assert call("get", f"{HERE}/risques").status_code == 401


def test_an_unknown_value_is_null_and_says_why(world: World) -> None:
    action = call("get", f"{HERE}/actions/{world.action.code}").json()
    assert action["budget_eur"] is None
    assert action["absences"]["budget_eur"] == "non_publie"
    assert "titre" not in action["absences"]


def test_an_answer_already_held_is_not_sent_again(world: World) -> None:
    first = call("get", f"{HERE}/actions/{world.action.code}")
    again = call("get", f"{HERE}/actions/{world.action.code}", If_None_Match=first["ETag"])
    assert again.status_code == 304
    assert again.content == b""
    assert again["ETag"] == first["ETag"]


def test_a_write_needs_the_version_that_was_read(world: World, manager: str) -> None:
    path, body = f"{HERE}/actions/{world.action.code}", {"objectifs": "Deux cents"}
    etag = call("get", path, token=manager)["ETag"]
    assert call("patch", path, token=manager, body=body).status_code == 428
    done = call("patch", path, token=manager, body=body, If_Match=etag)
    assert done.status_code == 200
    assert done.json()["objectifs"] == "Deux cents"
    stale = call("patch", path, token=manager, body={"objectifs": "Trois"}, If_Match=etag)
    assert stale.status_code == 412
    assert stale.json()["etat_actuel"]["objectifs"] == "Deux cents"
    assert stale["ETag"] == done["ETag"]


def test_the_history_says_that_a_program_held_the_pen(world: World, manager: str) -> None:
    path = f"{HERE}/actions/{world.action.code}"
    call("patch", path, token=manager, body={"moyens": "Un atelier"}, If_Match="*")
    event = call("get", f"{HERE}/historique?action={world.action.code}", token=manager)
    latest = event.json()["donnees"][0]
    assert latest["changements"]["moyens"][1] == "Un atelier"
    assert latest["auteur"].endswith("(API, Essai)")


def test_every_fault_comes_at_once_with_its_place(manager: str, world: World) -> None:
    body = {"titre": "", "budget_eur": -1, "debut_on": "hier", "inconnu": 1}
    answer = call("post", f"{HERE}/actions", token=manager, body=body)
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    pointers = {one["pointer"] for one in answer.json()["errors"]}
    assert pointers == {"#/titre", "#/budget_eur", "#/debut_on", "#/inconnu"}


def test_a_fault_of_the_domain_points_at_its_field(world: World, manager: str) -> None:
    body = {"titre": world.action.titre, "axe_id": str(world.axe.pk)}
    answer = call("post", f"{HERE}/actions", token=manager, body=body)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "#/titre"


def test_a_repeated_request_is_done_once(world: World, manager: str) -> None:
    body = {"titre": "Une seule fois"}
    first = call("post", f"{HERE}/actions", token=manager, body=body, Idempotency_Key="k-1")
    again = call("post", f"{HERE}/actions", token=manager, body=body, Idempotency_Key="k-1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert again["Idempotent-Replayed"] == "true"
    assert Action.objects.filter(titre="Une seule fois").count() == 1
    other = {"titre": "Autre chose"}
    taken = call("post", f"{HERE}/actions", token=manager, body=other, Idempotency_Key="k-1")
    assert taken.status_code == 422


def test_pages_follow_each_other_without_hole_nor_double(world: World, manager: str) -> None:
    for number in range(5):
        make_action(world.plan, f"Action {number}", confidentialite="public")
    whole = call("get", f"{HERE}/actions?limite=500", token=manager).json()["donnees"]
    found, path = [], f"{HERE}/actions?limite=2"
    while path:
        page = call("get", path, token=manager)
        found += page.json()["donnees"]
        after = page.json()["suivant"]
        assert ("Link" in page) is (after is not None)
        path = after.removeprefix("/api/v1/") if after else ""
    assert [one["id"] for one in found] == [one["id"] for one in whole]
    assert call("get", f"{HERE}/actions?curseur=forge.x", token=manager).status_code == 422


def test_fields_asked_for_are_the_only_ones_sent(world: World) -> None:
    rows = call("get", f"{HERE}/actions?champs=titre,statut").json()["donnees"]
    assert {frozenset(one) for one in rows} == {frozenset({"id", "titre", "statut"})}
    assert call("get", f"{HERE}/actions?champs=secret").status_code == 422


def test_a_past_day_shows_the_plan_as_it_stood(world: World, manager: str) -> None:
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    assert call("get", f"{HERE}/plan?le={yesterday}", token=manager).status_code == 404
    assert call("get", f"{HERE}/plan?le={timezone.localdate()}").status_code == 200


def test_a_list_of_an_action_is_replaced_whole(world: World, manager: str) -> None:
    path = f"{HERE}/actions/{world.action.code}/financements"
    etag = call("get", path)["ETag"]
    rows = [{"nom": "Région", "montant_eur": 1200.5, "etat": "notifie"}]
    done = call("put", path, token=manager, body={"donnees": rows}, If_Match=etag)
    assert done.status_code == 200, done.content
    assert call("get", path).json()["donnees"] == rows
    assert call("put", path, token=manager, body={"donnees": []}, If_Match=etag).status_code == 412


def test_a_token_never_gives_more_than_its_scopes_and_its_territory(world: World) -> None:
    person = world.people[Role.CHEF_DE_PROJET.value]
    reader = token_of(person, Scope.LECTURE)
    body = {"titre": "Refusée"}
    assert call("post", f"{HERE}/actions", token=reader, body=body).status_code == 403
    assert call("get", f"{HERE}/historique", token=reader).status_code == 403
    elsewhere = token_of(person, territoire_code="ti-8412")
    assert call("get", f"{HERE}/risques", token=elsewhere).status_code == 403
    assert call("get", f"{HERE}/actions", token=elsewhere).status_code == 200


def test_a_token_dies_revoked_expired_or_with_its_account(world: World) -> None:
    person = world.people[Role.LECTEUR.value]
    token = token_of(person)
    jeton = Jeton.objects.get(user=person)
    assert call("get", "moi", token=token).json()["territoires"][0]["role"] == "lecteur"
    revoke_jeton(by=person, jeton=jeton)
    assert call("get", f"{HERE}/actions", token=token).status_code == 401
    assert call("get", "moi", token="essor_inconnu").status_code == 401
    expired = token_of(person)
    Jeton.objects.filter(user=person, revoked_at=None).update(
        created_at=timezone.now() - dt.timedelta(days=9),
        expires_at=timezone.now() - dt.timedelta(days=1),
    )
    assert call("get", f"{HERE}/actions", token=expired).status_code == 401


def test_a_caller_who_calls_too_often_is_told_when_to_come_back(settings, world: World) -> None:
    settings.ESSOR_API_PUBLIC_CALLS = 3
    answers = [call("get", "territoires", X_Forwarded_For="192.0.2.9") for _ in range(4)]
    assert [one.status_code for one in answers] == [200, 200, 200, 429]
    assert 0 < int(answers[3]["Retry-After"]) <= 60
    assert answers[0]["RateLimit-Remaining"] == "2"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("get", "nulle-part", 404),
        ("get", "territoires/ti-0000", 404),
        ("get", "territoires/%00", 404),
        ("get", f"{HERE}/actions/%00", 404),
        ("delete", HERE, 405),
        ("post", f"{HERE}/actions", 401),
    ],
)
def test_no_refusal_is_a_page(world: World, method: str, path: str, status: int) -> None:
    answer = call(method, path)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == status


def test_bodies_that_are_not_json_are_refused(world: World, manager: str) -> None:
    client, sent = Client(), {"Authorization": f"Bearer {manager}"}
    address = f"/api/v1/{HERE}/actions"
    for body, kind, status in (
        (b"{", "application/json", 400),
        (b'{"titre": NaN}', "application/json", 400),
        (b"\xff", "application/json", 400),
        (b"titre=x", "application/x-www-form-urlencoded", 415),
        (b'{"titre": "\\ud800"}', "application/json", 422),
        (b'{"titre": "a\\u0000"}', "application/json", 422),
        (b"[]", "application/json", 422),
        (b" " * 2_000_000, "application/json", 413),
    ):
        answer = client.post(address, body, content_type=kind, headers=sent)
        assert answer.status_code == status, (body[:20], answer.content)


def test_heads_options_and_origins(world: World, manager: str) -> None:
    head, get = call("head", f"{HERE}/actions"), call("get", f"{HERE}/actions")
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", get["ETag"])
    assert get["Access-Control-Allow-Origin"] == "*"
    asked = call("options", f"{HERE}/actions")
    assert (asked.status_code, asked["Allow"]) == (204, "GET, HEAD, OPTIONS, POST")
    assert "Access-Control-Allow-Origin" not in call("get", f"{HERE}/actions", token=manager)
    assert "Access-Control-Allow-Origin" not in call("post", f"{HERE}/actions")


def test_milestones_are_said_reached_and_taken_back(world: World, manager: str) -> None:
    body = {"action": world.action.code, "titre": "Mise en service",
            "prevision": {"attendu": {"on": "2027-06-01", "precision": "annee"},
                          "par_qui": "Comité"}}  # fmt: skip
    made = call("post", f"{HERE}/jalons", token=manager, body=body)
    assert made.status_code == 201, made.content
    path = made["Location"].removeprefix("/api/v1/")
    assert made.json()["previsions"][0]["attendu"]["libelle"] == "2027"
    reached = {"atteint": {"on": "2026-01-05"}, "preuve_texte": "Procès-verbal"}
    assert call("post", f"{path}/atteinte", token=manager, body=reached).json()["atteint"]
    late = {"attendu": {"on": "2028-01-01"}, "par_qui": "Comité"}
    refused = call("post", f"{path}/previsions", token=manager, body=late)
    assert refused.status_code == 422
    back = call("post", f"{path}/reouverture", token=manager, body={"motif": "Réserves"})
    assert back.json()["atteint"] is None
    assert call("post", f"{path}/previsions", token=manager, body=late).status_code == 201


def test_reading_a_long_plan_costs_as_many_queries_as_a_short_one(
    world: World, manager: str, django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(14):
        call("get", f"{HERE}/actions?limite=500", token=manager)
    for number in range(20):
        make_action(world.plan, f"De plus {number}")
    with django_assert_max_num_queries(14):
        answer = call("get", f"{HERE}/actions?limite=500", token=manager)
    assert len(answer.json()["donnees"]) > 20
