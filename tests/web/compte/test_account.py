"""« Mon compte »: the profile, the territories, the way to the rest."""

import pytest
from django.test import Client

from essor.records.accounts.roles import Role
from tests.factories import make_member, make_territoire, make_user

pytestmark = pytest.mark.django_db


def test_the_account_shows_her_places(client: Client) -> None:
    client.force_login(make_member(make_territoire(), Role.CHEF_DE_PROJET))
    page = client.get("/compte/").content.decode()
    assert "Clermont Arverne Industrie" in page
    assert "Chef de projet, phase 2023-2027" in page
    assert "Activer la double authentification" in page


def test_without_any_place_it_says_what_to_do(client: Client) -> None:
    client.force_login(make_user())
    assert "membre d'aucun territoire" in client.get("/compte/").content.decode()


def test_the_profile_is_saved(client: Client) -> None:
    person = make_user()
    client.force_login(person)
    values = {"prenom": "Ana", "nom": "Roche", "structure": "Clermont Auvergne Métropole"}
    page = client.post("/compte/", values, follow=True).content.decode()
    assert "Profil enregistré." in page
    person.refresh_from_db()
    assert person.label == "Ana Roche"


def test_a_refused_profile_loses_nothing(client: Client) -> None:
    client.force_login(make_user())
    answer = client.post("/compte/", {"prenom": "x" * 101, "nom": "Roche"})
    assert answer.status_code == 422
    assert 'value="Roche"' in answer.content.decode()


def test_nobody_sees_it_without_signing_in(client: Client) -> None:
    assert client.get("/compte/").url == "/compte/connexion/?next=/compte/"
