"""Second factor pages: the key, the codes shown once, and the way out."""

import re

import pytest
from django.test import Client

from essor.records.accounts.models import User
from essor.records.accounts.queries import backup_codes_left, confirmed_totp, pending_totp
from essor.web.compte.views.two_factor import qr_svg, readable_key
from tests.factories import make_user
from tests.records.accounts.test_second_factor import code_for, forget_waiting

pytestmark = pytest.mark.django_db
BASE = "/compte/double-authentification/"
PASSWORD = "mot-de-passe-solide"


@pytest.fixture
def person(client: Client) -> User:
    person = make_user()
    client.force_login(person)
    return person


def enable(client: Client, person: User) -> str:
    client.post(BASE + "commencer/")
    code = code_for(pending_totp(person))
    page = client.post(BASE + "cle/", {"code": code}).content.decode()
    forget_waiting(person)
    return page


def test_the_key_is_shown_as_a_drawing_and_as_letters(client: Client, person: User) -> None:
    assert client.get(BASE).status_code == 200
    assert client.post(BASE + "commencer/").url == BASE + "cle/"
    page = client.get(BASE + "cle/").content.decode()
    key = readable_key(pending_totp(person).bin_key)
    assert re.fullmatch(r"([A-Z2-7]{4} ){7}[A-Z2-7]{4}", key)
    assert key in page
    assert "<svg" in page
    assert confirmed_totp(person) is None


def test_the_drawing_needs_nothing_that_the_csp_refuses() -> None:
    svg = qr_svg("otpauth://totp/Essor:a@exemple.fr?secret=ABC&issuer=Essor")
    assert "style=" not in svg
    assert "<script" not in svg
    assert 'viewBox="0 0' in svg


def test_a_good_code_turns_it_on_and_shows_ten_codes_once(client: Client, person: User) -> None:
    page = enable(client, person)
    shown = re.findall(r"<li><code>([a-z2-7]{8})</code></li>", page)
    assert len(set(shown)) == backup_codes_left(person) == 10
    for path in ("", "cle/"):
        later = client.get(BASE + path, follow=True).content.decode()
        assert not any(code in later for code in shown)


def test_a_wrong_code_keeps_the_same_key(client: Client, person: User) -> None:
    client.post(BASE + "commencer/")
    key = readable_key(pending_totp(person).bin_key)
    answer = client.post(BASE + "cle/", {"code": "000000"})
    assert answer.status_code == 422
    assert key in answer.content.decode()
    assert confirmed_totp(person) is None


def test_there_is_no_key_page_before_starting(client: Client, person: User) -> None:
    assert client.get(BASE + "cle/").url == BASE
    assert pending_totp(person) is None


def test_turning_off_and_new_codes_ask_for_both_proofs(client: Client, person: User) -> None:
    enable(client, person)
    code = code_for(confirmed_totp(person))
    wrong = client.post(BASE + "desactiver/", {"password": "faux", "code": code})
    assert wrong.status_code == 422
    assert "Le mot de passe n&#x27;est pas le bon." in wrong.content.decode()
    empty = client.post(BASE + "codes/", {})
    assert empty.status_code == 422
    assert 'href="#codes_password"' in empty.content.decode()
    assert confirmed_totp(person) is not None
    new = client.post(BASE + "codes/", {"password": PASSWORD, "code": code})
    assert "Gardez ces codes" in new.content.decode()
    forget_waiting(person)
    off = client.post(BASE + "desactiver/", {"password": PASSWORD, "code": code})
    assert off.url == BASE
    assert confirmed_totp(person) is None
