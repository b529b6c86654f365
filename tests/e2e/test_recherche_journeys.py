"""Search and visits in a browser: the keyboard path, a phone, accessibility."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from essor.records.entreprises.models import Echange
from tests.e2e.test_every_page import check, sign_in
from tests.factories import make_action
from tests.web.permission_table import ROWS
from tests.web.world import World, build_world

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
PAGES = ("log", "erase_contact")  # the others are in test_every_page


@pytest.fixture
def world() -> World:
    return build_world()


def test_search_and_firms_are_accessible(
    sized_page: Page, live_server: Any, world: World, axe_check: Callable[[Page], None]
) -> None:
    sign_in(sized_page, live_server, world.people["chef_de_projet"])
    paths = [
        reverse(f"entreprises:{name}", kwargs=ROWS[f"entreprises:{name}"][0].arguments(world))
        for name in PAGES
    ]
    paths += ["/recherche/?q=travaux", "/recherche/?q=travot"]
    wrong = [
        fault for path in paths for fault in check(sized_page, live_server.url + path, axe_check)
    ]
    assert not wrong, "\n".join(wrong)


def test_a_typing_fault_without_accents_finds_the_action_by_the_keyboard_alone(
    page: Page, live_server: Any, world: World
) -> None:
    make_action(world.plan, "Dépollution de l'imprimerie", confidentialite="public")
    page.goto(live_server.url + reverse("territoires:show", args=[world.code]))
    page.keyboard.press("/")
    expect(page.get_by_label("Rechercher dans Essor")).to_be_focused()
    page.keyboard.type("depolution imprimrie")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("Vouliez-vous dire")
    page.get_by_role("link", name="Dépollution de l'imprimerie").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Dépollution de l'imprimerie")


def test_a_visit_is_noted_on_a_phone_without_javascript(
    page_without_javascript: Page, live_server: Any, world: World
) -> None:
    page = page_without_javascript
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, live_server, world.people["contributeur"])
    page.goto(live_server.url + reverse("entreprises:list", args=[world.code]))
    page.get_by_role("link", name="Noter une visite").click()
    page.get_by_role("link", name="Fonderie Volcan").click()
    page.get_by_label("Ce qui s'est dit").fill("Cherche 2 000 m² avant l'été")
    page.get_by_label("Prochaine étape").fill("Envoyer deux terrains")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("status").first).to_contain_text("L'échange est noté")
    assert Echange.objects.filter(prochaine_etape="Envoyer deux terrains").exists()
