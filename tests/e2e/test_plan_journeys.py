"""The project manager's gestures in a browser: by keyboard, without JavaScript, in conflict."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from essor.records.plans.actions import change_action
from essor.records.plans.models import Action
from tests.e2e.test_every_page import sign_in
from tests.factories import system
from tests.web.world import World, build_world

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world() -> World:
    return build_world()


def address(live_server: Any, name: str, *args: object) -> str:
    return live_server.url + reverse(f"plan:{name}", args=["ti-8404", *args])


def test_a_field_is_edited_without_javascript(
    page_without_javascript: Page, live_server: Any, world: World
) -> None:
    page = page_without_javascript
    sign_in(page, live_server, world.people["chef_de_projet"])
    page.goto(address(live_server, "action", world.action.code))
    page.get_by_role("link", name="Modifier date de fin").click()
    page.get_by_label("Date de fin").fill("2027-03-31")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("status")).to_contain_text("Date de fin")
    expect(page.locator("#champ-fin_on")).to_contain_text("31 mars 2027")


def test_a_field_is_edited_by_keyboard_alone(page: Page, live_server: Any, world: World) -> None:
    sign_in(page, live_server, world.people["chef_de_projet"])
    page.goto(address(live_server, "action", world.action.code))
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    page.keyboard.press("Enter")
    link = page.get_by_role("link", name="Modifier objectifs")
    for _ in range(60):
        page.keyboard.press("Tab")
        if link.evaluate("(element) => element === document.activeElement"):
            break
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/modifier/objectifs/")
    area = page.get_by_label("Objectifs")
    for _ in range(30):
        page.keyboard.press("Tab")
        if area.evaluate("(element) => element === document.activeElement"):
            break
    page.keyboard.press("Control+A")
    page.keyboard.type("Former deux cents personnes")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#champ-objectifs")).to_contain_text("Former deux cents personnes")


def test_the_second_writer_chooses(
    sized_page: Page, live_server: Any, world: World, axe_check: Callable[[Page], None]
) -> None:
    page = sized_page
    sign_in(page, live_server, world.people["chef_de_projet"])
    page.goto(address(live_server, "edit_field", world.action.code, "titre"))
    action = Action.objects.get(pk=world.action.pk)
    change_action(by=system(world.territoire), action=action, titre="Titre de l'autre")
    page.get_by_label("Titre").fill("Mon titre")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("alert")).to_contain_text("rien n'est perdu")
    expect(page.get_by_text("Titre de l'autre", exact=True)).to_be_visible()
    axe_check(page)
    page.get_by_role("button", name="Enregistrer ma version").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Mon titre")


def test_a_deleted_action_comes_back(page: Page, live_server: Any, world: World) -> None:
    sign_in(page, live_server, world.people["chef_de_projet"])
    page.goto(address(live_server, "action", world.action.code))
    page.get_by_role("link", name="Supprimer", exact=True).click()
    page.get_by_role("button", name="Mettre à la corbeille").click()
    page.get_by_role("button", name=f"Rétablir {world.action.code}").click()
    expect(page.get_by_role("link", name=world.action.titre)).to_be_visible()


def test_filters_are_applied_as_they_change(page: Page, live_server: Any, world: World) -> None:
    page.goto(address(live_server, "plan"))
    page.get_by_text("Filtres et date").click()
    page.get_by_label("En retard").check()
    page.wait_for_url("**retard=on**")
    expect(page.get_by_text("Aucune action ne correspond")).to_be_visible()
