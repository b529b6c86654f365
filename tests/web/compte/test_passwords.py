"""Passwords: changed by their holder, found again by a link that serves once."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from essor.records.accounts.actions.people import RESET_INTERVAL
from essor.records.accounts.models import User
from essor.records.journal.models import Operation
from tests.factories import make_user

pytestmark = pytest.mark.django_db
OLD = "mot-de-passe-solide"
NEW = "quatre mots bien choisis"


@pytest.fixture
def person() -> User:
    return make_user()


def change(client: Client, **values: str):
    values = {"current": OLD, "new": NEW, "again": NEW, **values}
    return client.post("/compte/mot-de-passe/", values)


def test_changing_ends_the_other_sessions_and_keeps_this_one(client: Client, person: User) -> None:
    other = Client()
    client.force_login(person)
    other.force_login(person)
    assert change(client).url == "/compte/"
    assert client.get("/compte/").status_code == 200
    assert other.get("/compte/").status_code == 302
    person.refresh_from_db()
    assert person.check_password(NEW)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"current": "faux"}, "Le mot de passe actuel n&#x27;est pas le bon."),
        ({"new": "court", "again": "court"}, "12 caractères"),
        ({"new": "123456789012", "again": "123456789012"}, "numérique"),
        ({"new": "camille@exemple.fr", "again": "camille@exemple.fr"}, "trop semblable"),
        ({"again": "autre chose de long"}, "Les deux saisies du mot de passe sont différentes."),
    ],
)
def test_a_refused_password_says_why_in_french(
    client: Client, person: User, values: dict[str, str], expected: str
) -> None:
    client.force_login(person)
    answer = change(client, **values)
    assert answer.status_code == 422
    assert expected in answer.content.decode()
    person.refresh_from_db()
    assert person.check_password(OLD)


def ask(client: Client, email: str):
    return client.post("/compte/mot-de-passe/oublie/", {"email": email}, follow=True)


def link() -> str:
    found = re.search(r"http://testserver(/compte/mot-de-passe/nouveau/\S+)", mail.outbox[-1].body)
    assert found
    return found[1]


def test_a_forgotten_password_is_found_again_once(client: Client, person: User) -> None:
    session = Client()
    session.force_login(person)
    ask(client, "CAMILLE@exemple.fr")
    path = link()
    assert client.get(path).status_code == 200
    assert client.post(path, {"new": NEW, "again": NEW}).url == "/compte/connexion/"
    person.refresh_from_db()
    assert person.check_password(NEW)
    assert session.get("/compte/").status_code == 302
    assert client.get(path).status_code == 410
    assert client.post(path, {"new": OLD, "again": OLD}).status_code == 410


def test_the_answer_does_not_tell_who_has_an_account(client: Client, person: User) -> None:
    make_user("ferme@exemple.fr", is_active=False)
    pages = {
        ask(client, email).content
        for email in ("camille@exemple.fr", "inconnue@exemple.fr", "ferme@exemple.fr")
    }
    assert len(pages) == 1
    assert len(mail.outbox) == 1


def test_a_stranger_does_not_fill_her_mailbox(client: Client, person: User) -> None:
    for _ in range(5):
        ask(client, person.email)
    assert len(mail.outbox) == 1
    Operation.objects.update(at=timezone.now() - RESET_INTERVAL)
    ask(client, person.email)
    assert len(mail.outbox) == 2


def test_a_link_that_was_cut_says_so(client: Client, person: User) -> None:
    ask(client, person.email)
    path = link()
    start = "/compte/mot-de-passe/nouveau/"
    huge = "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5"
    for wrong in (path[:-3] + "/", f"{start}zz/abc-def/", f"{start}{huge}/abc-def/"):
        answer = client.get(wrong)
        assert answer.status_code == 410
        assert "Ce lien ne sert plus" in answer.content.decode()


def test_a_weak_new_password_leaves_the_link_good(client: Client, person: User) -> None:
    ask(client, person.email)
    path = link()
    assert client.post(path, {"new": "court", "again": "court"}).status_code == 422
    assert client.post(path, {"new": NEW, "again": NEW}).status_code == 302


@pytest.mark.usefixtures("person")
def test_a_silent_mail_server_does_not_break_the_page(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object, **kwargs: object) -> int:
        raise TimeoutError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", fail)
    assert ask(client, "camille@exemple.fr").status_code == 200
