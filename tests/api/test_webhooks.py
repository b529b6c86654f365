"""What Essor sends is what its description says, and every address it gives can be read."""

import datetime as dt
import json
import time
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from essor.api.v1 import api
from essor.api.webhooks import EXAMPLE
from essor.records.accounts.queries import access_for
from essor.records.accounts.roles import Role
from essor.records.journal.models import Event, Operation
from essor.records.plans.actions import change_action, delete_action
from essor.records.webhooks.announced import announced, events_told
from essor.records.webhooks.choices import Famille
from essor.records.webhooks.delivery import note_delivery
from essor.records.webhooks.message import body_of, told_of
from essor.records.webhooks.signature import signed_headers
from essor.records.webhooks.told import TOLD
from tests.api.world import call
from tests.factories import make_action, system
from tests.records.webhooks.made import make_webhook
from tests.web.world import World

pytestmark = pytest.mark.django_db
HERE = "territoires/ti-8404"
SCHEMA = api.get_openapi_schema()


def conforms(body: bytes) -> bool:
    """Judge a message against the description, by a library that knows nothing of ours."""
    name = json.loads(body)["type"]
    asked = SCHEMA["webhooks"][name]["post"]["requestBody"]["content"]["application/json"]
    schema = {**asked["schema"], "components": SCHEMA["components"]}
    return bool(jsonschema_rs.is_valid(schema, json.loads(body)))


def test_the_example_of_the_documentation_reads_a_message_and_refuses_a_false_one(world: World):
    made = make_webhook(world.territoire)
    change_action(by=system(world.territoire), action=world.action, objectifs="Mille personnes")
    operation = Operation.objects.latest("at")
    livraisons = [
        made.abonnement.livraisons.get(operation_id=operation.pk),
        note_delivery(made.abonnement, operation_id=None, at=timezone.now()),
    ]
    names: dict[str, Any] = {}
    exec(EXAMPLE, names)  # noqa: S102 - ours, shown to whoever receives
    for livraison in livraisons:
        body = body_of(livraison)
        assert body is not None
        assert conforms(body)
        signed = signed_headers(
            [made.secret], message_id=livraison.message_id, timestamp=int(time.time()), body=body
        )
        assert names["lire"](made.secret, signed, body) == json.loads(body)
        for headers, received in (
            (signed, body + b" "),
            ({**signed, "webhook-id": "msg_autre"}, body),
            ({**signed, "webhook-timestamp": str(int(time.time()) - 999)}, body),
            ({**signed, "webhook-signature": "v1,AAAA v2,x"}, body),
        ):
            with pytest.raises(ValueError, match="trop ancien|signature fausse"):
                names["lire"](made.secret, headers, received)
    assert not conforms(b'{"type":"plan.operation","timestamp":"hier","data":{}}')


def test_the_guide_and_the_page_show_the_same_example():
    guide = Path("docs/guides/utiliser-l-api.md").read_text(encoding="utf-8")
    assert EXAMPLE in guide
    page = Client().get("/api/documentation/").content.decode()
    assert escape(EXAMPLE) in page
    assert 'role="status"' not in page  # nothing is taken for a message of the site
    for name, one in SCHEMA["webhooks"].items():
        assert name in page
        assert escape(one["post"]["summary"]) in page


def test_every_address_that_is_announced_is_read_by_the_same_person(world: World, manager: str):
    """One event of every kind: the API answers 200 at the address given, history included."""
    person = world.people[Role.CHEF_DE_PROJET.value]
    by = access_for(person, world.territoire)
    seen = set()
    for told in TOLD:
        events = Event.objects.filter(object_kind=told.kind).exclude(verb="delete")
        for event in events.filter(operation__territoire_code=world.code).order_by("-id"):
            if not told.model._default_manager.filter(pk=event.object_id).exists():
                continue
            row = event.operation
            message = told_of(row, announced(events_told(row.pk, list(Famille)), by))["data"]
            found = [one for one in message["objets"] if one["objet"] == told.kind]
            addresses = [message["adresse"]] + [one["adresse"] for one in found]
            for address in filter(None, addresses):
                path = address.partition("/api/v1/")[2]
                answer = call("get", path, token=manager)
                assert answer.status_code == 200, address
            assert str(event.object_id) in {one["id"] for one in found}
            seen.add(told.kind)
            break
    missing = {told.kind for told in TOLD} - seen
    assert not missing & {"plans.action", "jalons.jalon", "risques.risque", "plans.note"}
    assert len(seen) >= 12, missing


def test_the_history_is_read_whole_and_by_what_a_webhook_announces(world: World, manager: str):
    action = make_action(world.plan, "Éphémère")
    gone = delete_action(by=system(world.territoire), action=action)
    of_one = call("get", f"{HERE}/historique?operation={gone.pk}", token=manager).json()["donnees"]
    assert {one["operation_id"] for one in of_one} == {str(gone.pk)}
    of_object = call("get", f"{HERE}/historique?objet={action.pk}", token=manager).json()
    assert [one["verbe"] for one in of_object["donnees"]] == ["delete", "create"]
    past = (gone.at - dt.timedelta(days=1)).isoformat().replace("+", "%2B")
    before = call("get", f"{HERE}/historique?avant={past}", token=manager).json()
    assert before["donnees"] == []
    ids, path = [], f"{HERE}/historique?limite=50"
    while path:
        page = call("get", path, token=manager).json()
        ids += [one["id"] for one in page["donnees"]]
        path = (page["suivant"] or "").partition("/api/v1/")[2]
    everything = Event.objects.filter(operation__territoire_code=world.code)
    assert ids == list(everything.order_by("-id").values_list("pk", flat=True))


def test_milestones_and_risks_are_read_as_they_stood(
    world: World, manager: str, monkeypatch: pytest.MonkeyPatch
):
    today = timezone.localdate()
    jalon, risque = (f"{HERE}/{kind}" for kind in ("jalons", "risques"))
    assert call("get", f"{jalon}?le={today - dt.timedelta(days=9)}").status_code == 404
    now = {path: call("get", path, token=manager).json()["donnees"] for path in (jalon, risque)}
    tomorrow = timezone.now() + dt.timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    after = {"poids": 7}
    one = f"{jalon}/{world.jalon.pk}"
    assert call("patch", one, token=manager, body=after, If_Match="*").status_code == 200
    gone = call("delete", f"{risque}/{world.risque.pk}", token=manager, If_Match="*")
    assert gone.status_code == 204
    for path, rows in now.items():
        past = call("get", f"{path}?le={today}", token=manager).json()["donnees"]
        assert sorted(past, key=lambda row: row["id"]) == sorted(rows, key=lambda row: row["id"])
        assert call("get", path, token=manager).json()["donnees"] != rows
        of_action = call("get", f"{path}?le={today}&action={world.action.code}", token=manager)
        assert len(of_action.json()["donnees"]) == len(rows)
        nothing = call("get", f"{path}?le={today}&action=X99", token=manager)
        assert nothing.status_code == 404
    assert call("get", f"{one}?le={today}", token=manager).json()["poids"] == world.jalon.poids
    then = call("get", f"{risque}/{world.risque.pk}?le={today}", token=manager)
    assert then.json()["titre"] == "Pollution"
    first = call("get", f"{jalon}?le={today}&limite=1", token=manager).json()
    second = call("get", first["suivant"].partition("/api/v1/")[2], token=manager).json()
    assert first["donnees"] != second["donnees"]
    assert call("get", f"{risque}?le={today}").status_code == 401
