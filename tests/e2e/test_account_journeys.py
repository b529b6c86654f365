"""Accounts as people live them: without JavaScript, with the keyboard, and when forms are wrong."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from essor.records.accounts.models import Membre, User
from essor.records.accounts.queries import confirmed_totp, pending_totp
from essor.records.accounts.roles import Role
from tests.factories import make_member, make_territoire, make_user
from tests.records.accounts.test_second_factor import code_for, forget_waiting

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True, serialized_rollback=False)]
PASSWORD = "mot-de-passe-solide"
NEW = "quatre mots bien choisis"


def sign_in(page: Page, live_server: Any, user: User) -> None:
    page.goto(live_server.url + "/compte/connexion/")
    page.get_by_label("Adresse électronique").fill(user.email)
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Se connecter").click()


def test_from_invitation_to_member_without_javascript(
    page_without_javascript: Page, live_server: Any
) -> None:
    page = page_without_javascript
    territoire = make_territoire()
    sign_in(page, live_server, make_member(territoire, Role.ADMINISTRATEUR))
    page.goto(live_server.url + "/territoires/ti-8404/membres/")
    page.get_by_label("Adresse électronique").fill("ana@exemple.fr")
    page.get_by_label("Rôle", exact=True).select_option("pilote")
    page.get_by_role("button", name="Envoyer l'invitation").click()
    link = page.get_by_label("Lien à transmettre à cette personne seulement").input_value()
    page.get_by_role("button", name="Se déconnecter").click()

    page.goto(link)
    page.get_by_label("Prénom").fill("Ana")
    page.get_by_label("Nom", exact=True).fill("Roche")
    page.get_by_label("Mot de passe", exact=True).fill(NEW)
    page.get_by_label("Mot de passe, une seconde fois").fill(NEW)
    page.get_by_role("button", name="Créer mon compte et accepter").click()
    expect(page.get_by_role("status")).to_contain_text("Bienvenue dans Clermont Arverne Industrie")
    assert Membre.objects.get(user__email="ana@exemple.fr").role == Role.PILOTE

    page.goto(live_server.url + "/territoires/ti-8404/membres/")
    page.get_by_text("Quitter…").click()
    page.get_by_role("button", name="Quitter le territoire").click()
    expect(page.get_by_role("status")).to_contain_text("Vous avez quitté")


def test_two_steps_with_the_keyboard_only(page: Page, live_server: Any) -> None:
    person = make_user()
    sign_in(page, live_server, person)
    page.goto(live_server.url + "/compte/double-authentification/")
    page.get_by_role("button", name="Commencer").press("Enter")
    expect(page.get_by_role("img", name=re.compile("QR code"))).to_be_visible()
    page.get_by_label("Code", exact=True).fill(code_for(pending_totp(person)))
    page.keyboard.press("Enter")
    expect(page.locator("ol li code")).to_have_count(10)
    page.get_by_role("button", name="Se déconnecter").press("Enter")
    forget_waiting(person)

    page.goto(live_server.url + "/compte/connexion/?next=/compte/")
    page.get_by_label("Adresse électronique").focus()
    page.keyboard.type(person.email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_label("Code", exact=True).focus()
    page.keyboard.type(code_for(confirmed_totp(person)))
    page.keyboard.press("Enter")
    expect(page).to_have_url(live_server.url + "/compte/")


def test_a_refused_form_leads_to_each_field(page: Page, live_server: Any) -> None:
    page.goto(live_server.url + "/compte/connexion/")
    page.get_by_role("main").get_by_role("button", name="Se connecter").click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Vous n'êtes pas connecté.")
    alert.get_by_role("link", name=re.compile("Mot de passe")).click()
    expect(page.get_by_label("Mot de passe", exact=True)).to_be_focused()
    expect(page.get_by_label("Mot de passe", exact=True)).to_have_attribute("aria-invalid", "true")


def test_states_that_no_address_shows_are_accessible(
    sized_page: Page,
    live_server: Any,
    axe_check: Callable[[Page], None],
    settings: Any,
) -> None:
    settings.AXES_ENABLED = True
    page, person = sized_page, make_user()
    page.goto(live_server.url + "/compte/connexion/")
    for _ in range(settings.AXES_FAILURE_LIMIT):
        page.get_by_label("Adresse électronique").fill("inconnue@exemple.fr")
        page.get_by_label("Mot de passe", exact=True).fill("faux")
        page.get_by_role("main").get_by_role("button", name="Se connecter").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Connexion suspendue")
    axe_check(page)

    sign_in(page, live_server, person)
    page.goto(live_server.url + "/compte/mot-de-passe/")
    page.get_by_role("button", name="Changer le mot de passe").click()
    axe_check(page)
    page.goto(live_server.url + "/compte/double-authentification/")
    page.get_by_role("button", name="Commencer").click()
    axe_check(page)
    page.get_by_label("Code", exact=True).fill(code_for(pending_totp(person)))
    page.get_by_role("button", name="Activer").click()
    axe_check(page)
    page.goto(live_server.url + "/compte/double-authentification/")
    page.get_by_role("button", name="Désactiver").click()
    expect(page.get_by_role("alert")).to_be_visible()
    axe_check(page)
