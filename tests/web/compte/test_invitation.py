"""The page behind an invitation link, for each person who may open it."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from essor.records.accounts.actions import invite, revoke_invitation
from essor.records.accounts.links import invitation_token
from essor.records.accounts.models import Invitation, Membre, User
from essor.records.accounts.queries import access_for
from essor.records.accounts.roles import Role
from tests.factories import make_member, make_territoire, make_user, system

pytestmark = pytest.mark.django_db
PERSON = {
    "prenom": "Ana",
    "nom": "Roche",
    "structure": "",
    "new": "quatre mots bien choisis",
    "again": "quatre mots bien choisis",
}


@pytest.fixture
def invitation() -> Invitation:
    territoire = make_territoire()
    boss = make_member(territoire, Role.ADMINISTRATEUR, prenom="Camille", nom="Dupuis")
    return invite(
        by=access_for(boss, territoire),
        territoire=territoire,
        email="ana@exemple.fr",
        role=Role.CONTRIBUTEUR,
        make_url=str,
    ).invitation


def path(invitation: Invitation) -> str:
    return f"/compte/invitation/{invitation_token(invitation)}/"


def test_it_says_who_offers_what(client: Client, invitation: Invitation) -> None:
    page = client.get(path(invitation)).content.decode()
    for part in (
        "Camille Dupuis vous invite",
        "contributeur",
        "ana@exemple.fr",
        "Clermont Arverne",
    ):
        assert part in page


def test_a_new_person_enters_at_once(client: Client, invitation: Invitation) -> None:
    answer = client.post(path(invitation), PERSON)
    assert answer.url == "/territoires/ti-8404/"
    ana = User.objects.get(email="ana@exemple.fr")
    assert client.session["_auth_user_id"] == str(ana.pk)
    assert Membre.objects.get(user=ana).role == Role.CONTRIBUTEUR
    client.logout()
    assert client.get(path(invitation)).status_code == 410


def test_a_refused_account_keeps_what_was_typed(client: Client, invitation: Invitation) -> None:
    answer = client.post(path(invitation), {**PERSON, "new": "court", "again": "court"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "12 caractères" in page
    assert 'value="Roche"' in page
    assert client.post(path(invitation), PERSON).status_code == 302


def test_whoever_has_an_account_signs_in_first_and_comes_back(
    client: Client, invitation: Invitation
) -> None:
    make_user("ana@exemple.fr")
    page = client.get(path(invitation)).content.decode()
    assert f"/compte/connexion/?next={path(invitation)}" in page
    assert client.post(path(invitation), PERSON).status_code == 200
    assert not Membre.objects.filter(user__email="ana@exemple.fr").exists()
    credentials = {"username": "ana@exemple.fr", "password": "mot-de-passe-solide"}
    back = client.post("/compte/connexion/", {**credentials, "next": path(invitation)})
    assert back.url == path(invitation)
    assert client.post(back.url).url == "/territoires/ti-8404/"
    assert Membre.objects.filter(user__email="ana@exemple.fr").exists()


def test_another_account_is_told_to_leave(client: Client, invitation: Invitation) -> None:
    client.force_login(make_user("luc@exemple.fr"))
    page = client.post(path(invitation)).content.decode()
    assert "Vous êtes connecté avec luc@exemple.fr" in page
    assert not Membre.objects.filter(user__email="luc@exemple.fr").exists()


def test_closed_links_say_why(client: Client, invitation: Invitation) -> None:
    good = path(invitation)
    Invitation.objects.update(expires_at=timezone.now() - dt.timedelta(days=1))
    answer = client.get(good)
    assert answer.status_code == 410
    assert "a expiré le" in answer.content.decode()
    revoke_invitation(by=system(invitation.territoire), invitation=invitation)
    assert "a été retirée" in client.get(good).content.decode()


@pytest.mark.parametrize("token", ["x", "a.b", "0" * 64, "0" * 64 + ".abc", "é"])
def test_a_made_up_link_opens_nothing(client: Client, token: str) -> None:
    answer = client.get(f"/compte/invitation/{token}/")
    assert answer.status_code == 404
    assert "pas valable" in answer.content.decode()
