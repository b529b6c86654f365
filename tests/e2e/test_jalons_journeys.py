"""Milestones in a browser: a pilot on her phone without JavaScript, a manager by keyboard."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from essor.records.jalons.actions import change_jalon
from essor.records.jalons.models import Prevision
from tests.e2e.test_every_page import sign_in
from tests.factories import system
from tests.web.world import World, build_world

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world() -> World:
    return build_world()


def address(live_server: Any, name: str, *args: object) -> str:
    return live_server.url + reverse(f"jalons:{name}", args=["ti-8404", *args])


def test_the_owner_announces_on_her_phone_without_javascript(
    page_without_javascript: Page, live_server: Any, world: World
) -> None:
    page = page_without_javascript
    page.set_viewport_size({"width": 390, "height": 844})
    studies = world.dependance.avant
    owner = world.people["pilote"]
    change_jalon(by=system(world.territoire), jalon=studies, responsable=owner)
    sign_in(page, live_server, owner)
    page.goto(address(live_server, "list", world.action.code))
    page.get_by_role("link", name="Annoncer une date pour Études").click()
    page.get_by_label("Date attendue").fill("juin 2028")
    page.get_by_label("Motif").fill("Sondages complémentaires")
    before = Prevision.objects.count()
    page.get_by_role("button", name="Voir les conséquences").click()
    expect(page.get_by_role("row", name="Travaux")).to_contain_text("30 juillet 2028")
    assert Prevision.objects.count() == before
    assert page.get_by_label("Motif").input_value() == "Sondages complémentaires"
    page.get_by_role("button", name="Confirmer l'annonce").click()
    expect(page.get_by_role("status").first).to_contain_text("est annoncée")
    expect(page.locator(f"#jalon-{world.jalon.pk}")).to_contain_text("repoussé par")
    assert Prevision.objects.count() == before + 1


def test_a_manager_reaches_a_milestone_by_keyboard(
    page: Page, live_server: Any, world: World
) -> None:
    sign_in(page, live_server, world.people["chef_de_projet"])
    page.goto(address(live_server, "reach", world.action.code, world.jalon.pk))
    page.get_by_label("Date atteinte").focus()
    page.keyboard.type("15/10/2026")
    page.keyboard.press("Tab")
    page.keyboard.type("Procès-verbal de réception")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(f"#jalon-{world.jalon.pk}")).to_contain_text("Atteint")


def test_the_preview_is_accessible(
    sized_page: Page, live_server: Any, world: World, axe_check: Callable[[Page], None]
) -> None:
    page = sized_page
    sign_in(page, live_server, world.people["chef_de_projet"])
    page.goto(address(live_server, "forecast", world.action.code, world.dependance.avant.pk))
    page.get_by_label("Date attendue").fill("juin 2028")
    page.get_by_role("button", name="Voir les conséquences").click()
    expect(page.get_by_role("button", name="Confirmer l'annonce")).to_be_visible()
    axe_check(page)
    wide = page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0
    page.get_by_label("Date attendue").fill("un jour")
    page.get_by_role("button", name="Revoir les conséquences").click()
    expect(page.locator(".errorlist")).to_contain_text("se lit pas")
    axe_check(page)
