"""A form sent too late: nothing is written, and nothing that was typed is lost."""

import pytest
from django.test import Client

from essor.records.accounts.roles import Role
from tests.factories import make_action, make_member, make_plan

pytestmark = pytest.mark.django_db


def test_typed_text_comes_back_and_secrets_do_not() -> None:
    client = Client(enforce_csrf_checks=True)
    typed = {
        "valeur": "Un long texte <b>saisi</b> avec soin",
        "password": "tres secret tres secret",
    }
    answer = client.post("/compte/connexion/", typed)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Un long texte &lt;b&gt;saisi&lt;/b&gt; avec soin" in page
    assert "tres secret" not in page


def test_expired_edit_writes_nothing() -> None:
    plan = make_plan()
    action = make_action(plan, "Action")
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_member(plan.territoire, Role.CHEF_DE_PROJET))
    address = f"/territoires/ti-8404/plan/actions/{action.code}/modifier/descriptif/"
    answer = client.post(address, {"version": "1", "valeur": "Une heure de travail"})
    assert answer.status_code == 403
    assert "Une heure de travail" in answer.content.decode()
    action.refresh_from_db()
    assert action.descriptif == ""


def test_signed_out_reader_is_offered_to_sign_in() -> None:
    make_plan()
    page = Client().get("/territoires/ti-8404/historique/").content.decode()
    assert "/compte/connexion/?next=/territoires/ti-8404/historique/" in page
