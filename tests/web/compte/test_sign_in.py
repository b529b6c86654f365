"""Signing in: one step, two steps, safe destinations, and a lock after too many tries."""

from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from essor.records.accounts.actions import (
    confirm_totp,
    create_demonstration_accounts,
    deactivate_user,
    start_totp,
)
from essor.records.accounts.models import User
from essor.records.accounts.queries import confirmed_totp
from essor.records.accounts.roles import Role
from essor.web.compte import first_step
from essor.web.compte.destinations import asked_destination
from tests.factories import make_member, make_territoire, make_user
from tests.records.accounts.test_second_factor import code_for, forget_waiting

pytestmark = pytest.mark.django_db
PASSWORD = "mot-de-passe-solide"
CONNEXION = "/compte/connexion/"


def sign_in(client: Client, email: str = "camille@exemple.fr", **more: str):
    return client.post(CONNEXION, {"username": email, "password": PASSWORD, **more})


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.fixture
def person() -> User:
    return make_user()


@pytest.fixture
def protected(person: User) -> list[str]:
    device = start_totp(by=person, person=person)
    codes = confirm_totp(by=person, person=person, code=code_for(device))
    forget_waiting(person)
    return codes


def test_the_page_asks_for_address_and_password(client: Client) -> None:
    page = client.get(CONNEXION).content.decode()
    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page


@pytest.mark.usefixtures("person")
def test_right_password_whatever_the_case_of_the_address(client: Client) -> None:
    assert sign_in(client, "Camille@Exemple.FR").status_code == 302
    assert is_signed_in(client)


@pytest.mark.parametrize("email", ["camille@exemple.fr", "inconnue@exemple.fr"])
def test_a_wrong_pair_does_not_tell_which_half_is_wrong(
    client: Client, person: User, email: str
) -> None:
    answer = client.post(CONNEXION, {"username": email, "password": "mauvais"})
    assert answer.status_code == 422
    assert "L&#x27;adresse ou le mot de passe n&#x27;est pas le bon." in answer.content.decode()
    assert 'value="' + email in answer.content.decode()
    assert "mauvais" not in answer.content.decode()
    assert not is_signed_in(client)


def test_empty_fields_are_all_named_at_once(client: Client) -> None:
    answer = client.post(CONNEXION, {})
    assert answer.status_code == 422
    page = answer.content.decode()
    for label, name in (("Adresse électronique", "username"), ("Mot de passe", "password")):
        assert f'<a href="#id_{name}">«\u00a0{label}\u00a0» reste à remplir.</a>' in page


def test_a_closed_account_does_not_enter_and_is_out_at_once(client: Client, person: User) -> None:
    sign_in(client)
    deactivate_user(by=None, person=person)
    assert client.get("/compte/").status_code == 302
    assert sign_in(client).status_code == 422


def test_she_lands_on_her_only_territory(client: Client) -> None:
    territoire = make_territoire()
    member = make_member(territoire, Role.PILOTE)
    assert sign_in(client, member.email).url == "/territoires/ti-8404/"


@pytest.mark.usefixtures("person")
def test_she_lands_where_she_was_going(client: Client) -> None:
    asked = "/territoires/ti-8404/plan/?statut=bloque"
    assert f'value="{asked}"' in client.get(CONNEXION, {"next": asked}).content.decode()
    assert sign_in(client, next=asked).url == asked


@pytest.mark.usefixtures("person")
@pytest.mark.parametrize(
    "asked",
    [
        "https://ailleurs.exemple/",
        "//ailleurs.exemple/",
        "/\\ailleurs.exemple/",
        "javascript:alert(1)",
        "http:///ailleurs.exemple",
        "\t//ailleurs.exemple",
        "compte/",
        "/" + "a" * 600,
    ],
)
def test_no_destination_elsewhere(client: Client, asked: str) -> None:
    assert 'name="next"' not in client.get(CONNEXION, {"next": asked}).content.decode()
    assert sign_in(client, next=asked).url == reverse("accueil")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(tail=st.text(alphabet="/\\:@.htps ailleurs\t\n%2f?#", max_size=30))
def test_whatever_is_asked_the_browser_stays_here(tail: str) -> None:
    request = RequestFactory().get("/", {"next": "/" + tail})
    found = asked_destination(request).replace("\\", "/")
    assert urlsplit(urljoin("http://testserver/compte/", found)).netloc == "testserver"


def test_a_signed_in_person_does_not_sign_in_twice(client: Client, person: User) -> None:
    client.force_login(person)
    assert client.get(CONNEXION).status_code == 302


def test_signing_out_is_a_post(client: Client, person: User) -> None:
    client.force_login(person)
    assert client.get("/compte/deconnexion/").status_code == 405
    assert is_signed_in(client)
    client.post("/compte/deconnexion/")
    assert not is_signed_in(client)


def test_forms_are_refused_without_their_token(person: User) -> None:
    client = Client(enforce_csrf_checks=True)
    assert sign_in(client).status_code == 403
    assert not is_signed_in(client)


@pytest.mark.usefixtures("protected")
def test_the_password_alone_does_not_open_the_session(client: Client, person: User) -> None:
    answer = sign_in(client, next="/compte/")
    assert answer.url == "/compte/connexion/code/"
    assert not is_signed_in(client)
    assert client.get("/compte/").status_code == 302
    page = client.get(answer.url).content.decode()
    assert 'autocomplete="one-time-code"' in page
    good = client.post(answer.url, {"code": code_for(confirmed_totp(person))})
    assert good.url == "/compte/"
    assert is_signed_in(client)


def test_a_backup_code_opens_too(client: Client, person: User, protected: list[str]) -> None:
    sign_in(client)
    client.post("/compte/connexion/code/", {"code": protected[3]})
    assert is_signed_in(client)


@pytest.mark.usefixtures("protected")
def test_a_wrong_code_keeps_the_door_closed(client: Client) -> None:
    sign_in(client)
    answer = client.post("/compte/connexion/code/", {"code": "000000"})
    assert answer.status_code == 422
    assert not is_signed_in(client)


@pytest.mark.usefixtures("protected")
def test_the_second_step_does_not_wait_for_ever(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client)
    monkeypatch.setattr(first_step, "LIFETIME_SECONDS", -1)
    assert client.get("/compte/connexion/code/").url == CONNEXION


def test_the_second_step_dies_with_the_password(
    client: Client, person: User, protected: list[str]
) -> None:
    sign_in(client)
    person.set_password("un tout autre mot de passe")
    person.save()
    assert client.post("/compte/connexion/code/", {"code": protected[0]}).url == CONNEXION
    assert not is_signed_in(client)


def test_there_is_no_second_step_without_the_first(client: Client) -> None:
    assert client.get("/compte/connexion/code/").url == CONNEXION


@pytest.mark.usefixtures("person")
def test_too_many_tries_lock_even_the_right_password(client: Client, settings: object) -> None:
    settings.AXES_ENABLED = True
    for number in range(settings.AXES_FAILURE_LIMIT):
        address = "camille@exemple.fr" if number % 2 else "CAMILLE@exemple.fr"
        answer = client.post(CONNEXION, {"username": address, "password": f"essai {number}"})
    assert answer.status_code == 429
    answer = sign_in(client)
    assert answer.status_code == 429
    assert not is_signed_in(client)
    page = answer.content.decode()
    assert "Connexion suspendue jusqu" in page
    assert 0 < int(answer["Retry-After"]) <= 15 * 60
    assert "15&nbsp;minutes" in page


def test_demonstration_accounts_enter_in_one_click(client: Client, settings: object) -> None:
    settings.IS_DEMONSTRATION = True
    people = create_demonstration_accounts(territoire=make_territoire())
    page = client.get(CONNEXION).content.decode()
    for person in people:
        assert person.email in page
    answer = client.post("/compte/demonstration/", {"email": people[1].email})
    assert answer.url == "/territoires/ti-8404/"
    assert client.session["_auth_user_id"] == str(people[1].pk)


def test_one_click_is_refused_for_a_real_account(client: Client, settings: object) -> None:
    settings.IS_DEMONSTRATION = True
    make_user("vraie@exemple.fr")
    for email in ("vraie@exemple.fr", "inconnue@exemple.fr", "", "a\x00b"):
        assert client.post("/compte/demonstration/", {"email": email}).status_code == 403
    assert not is_signed_in(client)


def test_one_click_is_refused_outside_a_demonstration(client: Client, settings: object) -> None:
    settings.IS_DEMONSTRATION = False
    make_user("chef@demo.invalid", is_demonstration=True)
    answer = client.post("/compte/demonstration/", {"email": "chef@demo.invalid"})
    assert answer.status_code == 403
    assert "demo.invalid" not in client.get(CONNEXION).content.decode()
    assert not is_signed_in(client)
