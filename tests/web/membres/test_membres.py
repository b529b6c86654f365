"""The members page: who sees what, and what each role may do there."""

import pytest
from django.core import mail
from django.test import Client

from essor.records.accounts.actions import invite
from essor.records.accounts.links import invitation_token
from essor.records.accounts.models import Invitation, Membre, User
from essor.records.accounts.roles import Role
from essor.records.territoires.models import Territoire
from tests.factories import make_member, make_territoire, make_user, system

pytestmark = pytest.mark.django_db
BASE = "/territoires/ti-8404/membres/"


@pytest.fixture
def territoire() -> Territoire:
    return make_territoire()


def enter(client: Client, territoire: Territoire, role: Role) -> User:
    user = make_member(territoire, role, email=f"moi-{role.value}@exemple.fr", nom="Moi")
    client.force_login(user)
    return user


def offer(territoire: Territoire, role: Role, email: str = "ana@exemple.fr") -> Invitation:
    by = system(territoire)
    sent = invite(by=by, territoire=territoire, email=email, role=role, make_url=str)
    return sent.invitation


def test_a_reader_sees_names_and_no_address(client: Client, territoire: Territoire) -> None:
    make_member(territoire, Role.PILOTE, email="luc@exemple.fr", prenom="Luc", nom="Arnaud")
    offer(territoire, Role.LECTEUR)
    enter(client, territoire, Role.LECTEUR)
    page = client.get(BASE).content.decode()
    assert "Luc Arnaud" in page
    assert "luc@exemple.fr" not in page
    assert "ana@exemple.fr" not in page
    assert "Inviter une personne" not in page
    assert "Changer" not in page


def test_a_chef_de_projet_invites_up_to_pilote(client: Client, territoire: Territoire) -> None:
    enter(client, territoire, Role.CHEF_DE_PROJET)
    page = client.get(BASE).content.decode()
    assert 'value="pilote"' in page
    assert 'value="administrateur"' not in page
    asked = {"email": "ana@exemple.fr", "role": "administrateur"}
    assert client.post(BASE + "inviter/", asked).status_code == 422
    assert not Invitation.objects.exists()
    answer = client.post(BASE + "inviter/", {**asked, "role": "pilote"}, follow=True)
    assert "Invitation envoyée à ana@exemple.fr." in answer.content.decode()
    assert len(mail.outbox) == 1


def test_the_link_of_a_higher_role_is_not_shown(client: Client, territoire: Territoire) -> None:
    above = offer(territoire, Role.ADMINISTRATEUR, "boss@exemple.fr")
    below = offer(territoire, Role.LECTEUR)
    enter(client, territoire, Role.CHEF_DE_PROJET)
    page = client.get(BASE).content.decode()
    assert "boss@exemple.fr" in page
    assert invitation_token(above) not in page
    assert f"http://testserver/compte/invitation/{invitation_token(below)}/" in page


def test_a_duplicate_is_refused_beside_the_field(client: Client, territoire: Territoire) -> None:
    offer(territoire, Role.LECTEUR)
    enter(client, territoire, Role.ADMINISTRATEUR)
    answer = client.post(BASE + "inviter/", {"email": "ana@exemple.fr", "role": "pilote"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "déjà en attente" in page
    assert 'value="ana@exemple.fr"' in page
    assert '<option value="pilote" selected>' in page


def test_without_mail_server_the_link_is_to_be_handed_over(
    client: Client, territoire: Territoire, settings: object, tmp_path: object
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    enter(client, territoire, Role.ADMINISTRATEUR)
    asked = {"email": "ana@exemple.fr", "role": "pilote"}
    page = client.post(BASE + "inviter/", asked, follow=True).content.decode()
    assert "aucun courriel n&#x27;est parti" in page
    assert invitation_token(Invitation.objects.get()) in page


def test_a_role_is_changed_and_a_stale_page_is_told(client: Client, territoire: Territoire) -> None:
    enter(client, territoire, Role.ADMINISTRATEUR)
    membre = Membre.objects.get(user=make_member(territoire, Role.LECTEUR))
    path = f"{BASE}{membre.pk}/role/"
    assert client.post(path, {"role": "pilote", "version": "1"}).url == BASE
    membre.refresh_from_db()
    assert membre.role == Role.PILOTE
    assert client.post(path, {"role": "contributeur", "version": "1"}).status_code == 409
    assert client.post(path, {"role": "empereur", "version": "2"}).status_code == 400


def test_a_member_of_another_territory_is_not_reached_from_here(
    client: Client, territoire: Territoire
) -> None:
    enter(client, territoire, Role.ADMINISTRATEUR)
    other = make_territoire("ti-8412", "Ailleurs")
    foreign = Membre.objects.get(user=make_member(other, Role.LECTEUR, email="x@exemple.fr"))
    there = offer(other, Role.LECTEUR)
    for path in (
        f"{foreign.pk}/role/",
        f"{foreign.pk}/retirer/",
        f"invitations/{there.pk}/retirer/",
        f"invitations/{there.pk}/renvoyer/",
    ):
        values = {"role": "pilote", "version": "1"}
        assert client.post(BASE + path, values).status_code == 404
    foreign.refresh_from_db()
    there.refresh_from_db()
    assert foreign.role == Role.LECTEUR
    assert there.is_open


def test_the_last_administrateur_is_told_why_she_stays(
    client: Client, territoire: Territoire
) -> None:
    me = Membre.objects.get(user=enter(client, territoire, Role.ADMINISTRATEUR))
    answer = client.post(f"{BASE}{me.pk}/retirer/")
    assert answer.status_code == 400
    assert "dernier administrateur" in answer.content.decode()
    assert Membre.objects.filter(pk=me.pk).exists()


def test_anyone_leaves_from_the_page(client: Client, territoire: Territoire) -> None:
    me = Membre.objects.get(user=enter(client, territoire, Role.LECTEUR))
    assert "Quitter le territoire" in client.get(BASE).content.decode()
    assert client.post(f"{BASE}{me.pk}/retirer/").url == "/compte/"
    assert client.get(BASE).status_code == 403


def test_pending_invitations_are_sent_again_and_withdrawn(
    client: Client, territoire: Territoire
) -> None:
    enter(client, territoire, Role.ADMINISTRATEUR)
    row = offer(territoire, Role.LECTEUR)
    old = invitation_token(row)
    client.post(f"{BASE}invitations/{row.pk}/renvoyer/")
    page = client.get(BASE).content.decode()
    row.refresh_from_db()
    assert old not in page
    assert invitation_token(row) in page
    client.post(f"{BASE}invitations/{row.pk}/retirer/")
    assert "Aucune invitation n'attend de réponse." in client.get(BASE).content.decode()


def test_who_administers_the_installation_enters_any_territory(
    client: Client, territoire: Territoire
) -> None:
    client.force_login(make_user("root@exemple.fr", is_superuser=True))
    page = client.get(BASE).content.decode()
    assert "Personne n'a encore de rôle ici." in page
    client.post(BASE + "inviter/", {"email": "ana@exemple.fr", "role": "administrateur"})
    assert Invitation.objects.get().role == Role.ADMINISTRATEUR
