"""« Mon site est-il dans un Territoire d'industrie ? »: a clear answer to whatever is typed."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from essor.records.territoires.models import Territoire

pytestmark = pytest.mark.django_db


def ask(client: Client, question: str) -> str:
    response = client.get(reverse("territoires:site"), {"q": question})
    assert response.status_code == 200
    return response.content.decode().replace("\u00a0", " ")


@pytest.mark.parametrize(
    "question", ["63113", "clermont ferrand", "Clermont-Ferrand", "216301135", "Montferrand"]
)
def test_inside_is_yes(client: Client, country: Territoire, question: str):
    html = ask(client, question)
    assert '<span class="verdict">Oui</span>' in html
    assert "Clermont-Ferrand (63113) est dans le Territoire d'industrie Clermont" in html
    assert reverse("territoires:show", args=["ti-8404"]) in html
    assert "4 juillet 2024" in html


def test_outside_is_no(client: Client, country: Territoire):
    html = ask(client, "Aubervilliers")
    assert '<span class="verdict">Non</span>' in html
    assert "Aubervilliers (93001) est hors Territoire d'industrie" in html
    assert "Métropole du Grand Paris" in html


def test_an_old_commune_is_explained(client: Client, country: Territoire):
    html = ask(client, "Montferrand")
    assert "commune associée" in html


def test_several_communes_are_offered(client: Client, country: Territoire):
    html = ask(client, "a")
    assert "Laquelle" in html
    assert "?q=93001" in html
    assert "Seine-Saint-Denis (93)" in html


def test_a_group_inside_and_a_group_in_part(client: Client, country: Territoire):
    assert "est membre du Territoire d'industrie Clermont" in ask(client, "246 300 701")
    html = ask(client, "200066744")
    assert '<span class="verdict">En partie</span>' in html
    assert reverse("territoires:perimetre", args=["ti-7506"]) in html


def test_an_unknown_company_is_not_placed_at_random(client: Client, country: Territoire):
    html = ask(client, "552 081 317 66522")
    assert "Commune inconnue" in html
    assert "Oui" not in html


@pytest.mark.parametrize("question", ["Nulle-Part", "99999", "123456789", "\x00", "é" * 300])
def test_faults_are_said_and_nothing_is_lost(client: Client, country: Territoire, question: str):
    response = client.get(reverse("territoires:site"), {"q": question})
    assert response.status_code == 200
    if question.strip("\x00"):
        html = response.content.decode()
        assert 'role="alert"' in html
        assert f'value="{question[:100]}"' in html


def test_what_is_typed_is_escaped(client: Client, country: Territoire):
    html = ask(client, '"><script>alert(1)</script>')
    assert "<script>alert" not in html


def test_the_bare_page_says_what_it_rests_on(client: Client, country: Territoire):
    html = client.get(reverse("territoires:site")).content.decode()
    assert "4\u00a0juillet\u00a02024" in html


def test_nothing_loaded_is_explained(client: Client):
    assert client.get(reverse("territoires:site")).status_code == 200
    assert "aucun périmètre" in ask(client, "63113").lower()
    assert client.get(reverse("territoires:suggestions"), {"q": "cler"}).status_code == 200


@pytest.mark.parametrize(
    ("typed", "offered"),
    [("cler", ["63113"]), ("CLERMONT-F", ["63113"]), ("c", []), ("6311", []), ("zzz", [])],
)
def test_suggestions(client: Client, country: Territoire, typed: str, offered: list[str]):
    response = client.get(reverse("territoires:suggestions"), {"q": typed})
    found = [one.code_commune_insee for one in response.context["candidates"]]
    assert found == offered
    assert "<html" not in response.content.decode()


def test_queries_are_few(client: Client, country: Territoire, django_assert_max_num_queries: Any):
    with django_assert_max_num_queries(11):  # two of them for the longer names
        ask(client, "Clermont-Ferrand")
    with django_assert_max_num_queries(7):
        client.get(reverse("territoires:suggestions"), {"q": "cler"})
