"""A token is made on a page, shown once, used, and closed."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from essor.records.accounts.roles import Role
from essor.records.jetons.models import Jeton
from essor.records.journal.models import Event
from tests.factories import make_jeton, make_member, make_territoire

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(make_member(make_territoire(), Role.LECTEUR))
    return client


def make(client: Client, **more: Any) -> Any:
    data = {"titre": "Tableau de bord", "territoire": "", "days": "30", **more}
    return client.post(reverse("jetons:list"), data)


def test_a_token_is_shown_once_and_kept_nowhere(client: Client) -> None:
    page = make(client).content.decode()
    (token,) = re.findall(r'value="(essor_[\w-]+)"', page)
    jeton = Jeton.objects.get()
    assert token not in client.get(reverse("jetons:list")).content.decode()
    assert token.startswith(jeton.prefix)
    assert token not in str(list(Event.objects.values_list("changes", flat=True)))
    assert jeton.sha256 not in str(list(Event.objects.values_list("changes", flat=True)))
    assert jeton.scopes == ["lecture"]
    answer = Client().get("/api/v1/moi", headers={"Authorization": f"Bearer {token}"})
    assert answer.json()["jeton"] == "Tableau de bord"
    client.post(reverse("jetons:revoke", args=[jeton.pk]))
    again = Client().get("/api/v1/moi", headers={"Authorization": f"Bearer {token}"})
    assert again.status_code == 401


@pytest.mark.parametrize("wrong", [{"titre": ""}, {"days": "4000"}, {"territoire": "ti-9999"}])
def test_a_token_without_use_or_end_is_refused(client: Client, wrong: dict[str, str]) -> None:
    assert make(client, **wrong).status_code == 422
    assert not Jeton.objects.exists()


def test_nobody_closes_the_token_of_another(client: Client) -> None:
    other = make_jeton(make_member(make_territoire(), Role.ADMINISTRATEUR))
    assert client.post(reverse("jetons:revoke", args=[other.pk])).status_code == 404
    assert Jeton.objects.get(pk=other.pk).revoked_at is None


def test_the_documentation_describes_every_call_without_a_script(client: Client) -> None:
    page = Client().get(reverse("documentation_api")).content.decode()
    description = Client().get(reverse("openapi_json")).json()
    assert description["openapi"] == "3.1.0"
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            assert f'id="{operation["operationId"]}"' in page
            assert f"{method.upper()} {path}" in page
            needed = operation["security"]
            assert {name for one in needed for name in one} == {"jeton"}
            assert ({} in needed) <= (method == "get")
    assert set(description["components"]["securitySchemes"]) == {"jeton"}
    for message in description["webhooks"]:
        assert f'<code class="secret">{message}</code>' in page
    assert 'role="status"' not in page  # the messages of the API are not notices to the reader
