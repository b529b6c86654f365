"""What a hostile visitor tries on the way in: passwords, codes, forged headers, forged fields."""

from typing import Any

import pytest
from django.core.signals import request_finished
from django.db import close_old_connections
from django.test import Client, RequestFactory, override_settings

from essor.records.accounts.actions import confirm_totp, start_totp
from essor.records.accounts.models import User
from essor.web.compte.views import passwords
from essor.web.design.guards import client_address
from tests.factories import make_user
from tests.records.accounts.test_second_factor import code_for, forget_waiting

pytestmark = pytest.mark.django_db
PASSWORD = "mot-de-passe-solide"
CONNEXION = "/compte/connexion/"


@pytest.fixture
def locks(settings: Any) -> None:
    settings.AXES_ENABLED = True


def try_password(client: Client, password: str, **headers: str) -> int:
    data = {"username": "camille@exemple.fr", "password": password}
    return client.post(CONNEXION, data, headers=headers).status_code


@pytest.mark.usefixtures("locks")
def test_behind_a_proxy_a_stranger_does_not_lock_the_holder_out(client: Client) -> None:
    make_user()
    stranger, holder = ({"x-forwarded-for": ip} for ip in ("203.0.113.9", "198.51.100.7"))
    answers = [try_password(client, "mauvais", **stranger) for _ in range(7)]
    assert answers[-1] == 429
    assert try_password(client, PASSWORD, **holder) == 302


@pytest.mark.usefixtures("locks")
def test_a_forged_address_does_not_escape_the_lock(client: Client) -> None:
    make_user()
    for number in range(7):
        forged = {"x-forwarded-for": f"10.0.0.{number}, 203.0.113.9"}
        last = try_password(client, "mauvais", **forged)
    assert last == 429
    assert try_password(client, PASSWORD, **{"x-forwarded-for": "1.2.3.4, 203.0.113.9"}) == 429


@pytest.mark.parametrize(
    ("peer", "forwarded", "expected"),
    [
        ("203.0.113.9", "1.2.3.4", "203.0.113.9"),
        ("127.0.0.1", "1.2.3.4", "1.2.3.4"),
        ("127.0.0.1", "9.9.9.9, 1.2.3.4", "1.2.3.4"),
        ("127.0.0.1", "<script>", "127.0.0.1"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("", "2001:db8::1", "2001:db8::1"),
        ("10.1.0.2", "1.2.3.4", "1.2.3.4"),
        ("10.1.0.3", "1.2.3.4", "10.1.0.3"),
    ],
)
def test_only_a_known_proxy_names_the_visitor(peer: str, forwarded: str, expected: str) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=forwarded)
    with override_settings(ESSOR_PROXIES=frozenset({"10.1.0.2"})):
        assert client_address(request) == expected


def test_the_second_factor_cannot_be_guessed_by_trying(client: Client) -> None:
    person = make_user()
    device = start_totp(by=person, person=person)
    confirm_totp(by=person, person=person, code=code_for(device))
    forget_waiting(person)
    client.post(CONNEXION, {"username": person.email, "password": PASSWORD})
    for _ in range(4):
        assert client.post("/compte/connexion/code/", {"code": "000000"}).status_code == 422
    device.refresh_from_db()
    answer = client.post("/compte/connexion/code/", {"code": code_for(device)})
    assert answer.status_code == 422, "the right code passes while the account must wait"
    assert "Le prochain essai est possible" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_the_hash_is_computed_even_for_nobody(client: Client, monkeypatch: Any) -> None:
    """Django hashes for an unknown address too: the time of an answer tells nothing."""
    calls: list[str] = []
    real = User.set_password
    monkeypatch.setattr(User, "set_password", lambda s, raw: (calls.append(raw), real(s, raw))[1])
    client.post(CONNEXION, {"username": "inconnue@exemple.fr", "password": "un-essai"})
    assert calls == ["un-essai"]


def test_the_message_leaves_after_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[str] = []
    monkeypatch.setattr(passwords, "send_reset_link", lambda email, make_url: sent.append(email))
    request = RequestFactory().post("/", {"email": "camille@exemple.fr"})
    response = passwords.mot_de_passe_oublie(request)
    assert response.status_code == 302
    assert sent == []
    request_finished.disconnect(close_old_connections)
    try:
        response.close()
        response.close()
    finally:
        request_finished.connect(close_old_connections)
    assert sent == ["camille@exemple.fr"]


@pytest.mark.parametrize("field", ["is_superuser", "is_active", "email", "is_demonstration"])
def test_a_profile_never_gives_rights(client: Client, field: str) -> None:
    person = make_user(prenom="Camille", nom="Roy")
    before = getattr(person, field)
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    client.post("/compte/", {"prenom": "C", "nom": "R", "structure": "", field: "1"})
    person.refresh_from_db()
    assert person.prenom == "C"
    assert getattr(person, field) == before


def test_a_forwarded_host_is_not_believed(client: Client, mailoutbox: list[Any]) -> None:
    make_user()
    client.post(
        "/compte/mot-de-passe/oublie/",
        {"email": "camille@exemple.fr"},
        headers={"x-forwarded-host": "pirate.exemple"},
    )
    assert len(mailoutbox) == 1
    assert "http://testserver/" in mailoutbox[0].body
    assert "pirate" not in mailoutbox[0].body
