"""Working lists in a browser: filter, keep, change many, undo; kanban, timeline and map by keys."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from essor.records.jalons.models import Prevision
from essor.records.plans.actions import change_action
from essor.records.plans.models import Action
from essor.records.plans.parts import PartValues
from tests.e2e.test_every_page import sign_in
from tests.factories import make_action, system
from tests.web.world import World, build_world

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world() -> World:
    world = build_world()
    make_action(world.plan, "Bâtir", statut="en_cours")
    make_action(world.plan, "Vendre", statut="en_cours")
    return world


def address(live_server: Any, name: str) -> str:
    return live_server.url + reverse(f"listes:{name}", args=["ti-8404"])


def test_a_manager_filters_keeps_changes_many_and_undoes(
    page: Page, live_server: Any, world: World
) -> None:
    sign_in(page, live_server, world.people["chef_de_projet"])
    page.goto(address(live_server, "tableau"))
    page.get_by_text("Filtres", exact=True).click()
    page.get_by_role("checkbox", name="En cours").check()
    page.get_by_role("button", name="Appliquer").click()
    expect(page.locator(".lede")).to_contain_text("2 actions sur ")
    page.get_by_role("link", name="Enregistrer cette vue").click()
    page.get_by_label("Nom de la vue").fill("En cours")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page).to_have_url(address(live_server, "tableau") + "?statut=en_cours")
    page.get_by_role("button", name="Modifier les 2 de la liste").click()
    page.get_by_label("Statut").select_option("en_pause")
    page.get_by_role("button", name="Voir l'aperçu").click()
    page.get_by_role("button", name="Confirmer pour 2 actions").click()
    expect(page.get_by_text("2 actions modifiées en une fois.")).to_be_visible()
    assert Action.objects.filter(statut="en_pause").count() == 2
    page.get_by_role("button", name="Annuler cette modification").click()
    expect(page.get_by_text("Tout est rétabli comme avant.")).to_be_visible()
    assert Action.objects.filter(statut="en_cours").count() == 2


def test_a_cell_is_edited_with_the_keys(page: Page, live_server: Any, world: World) -> None:
    sign_in(page, live_server, world.people["chef_de_projet"])
    page.goto(address(live_server, "tableau"))
    code = Action.objects.get(titre="Bâtir").code
    status = page.locator(f"#cellule-{code}-statut")
    page.locator(f"#cellule-{code}-titre a").focus()
    page.keyboard.press("ArrowRight")
    expect(status.locator("a")).to_be_focused()
    page.keyboard.press("Enter")
    expect(status.locator("select")).to_be_focused()
    page.keyboard.press("Escape")
    expect(status.locator("a")).to_be_focused()
    page.keyboard.press("Enter")
    status.locator("select").select_option("bloque")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(status).to_contain_text("Bloqué")
    expect(page.get_by_role("button", name="Annuler cette modification")).to_be_visible()
    expect(status.locator("a")).to_be_focused()


def test_the_kanban_by_keys_and_by_mouse(page: Page, live_server: Any, world: World) -> None:
    sign_in(page, live_server, world.people["chef_de_projet"])
    page.goto(address(live_server, "kanban"))
    action = Action.objects.get(titre="Vendre")
    choice = page.get_by_label(f"Déplacer {action.code} vers")
    choice.focus()
    choice.select_option("realise")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator('[data-lane="realise"]')).to_contain_text("Vendre")
    card = page.locator(f"#carte-{action.code}")
    card.drag_to(page.locator('[data-lane="en_pause"] h2'), source_position={"x": 5, "y": 5})
    expect(page.locator('[data-lane="en_pause"]')).to_contain_text("Vendre")
    assert Action.objects.get(titre="Vendre").statut == "en_pause"


def test_the_timeline_by_keys_asks_before_it_writes(
    page: Page, live_server: Any, world: World
) -> None:
    sign_in(page, live_server, world.people["chef_de_projet"])
    page.goto(address(live_server, "frise") + "?deplie=*")
    before = Prevision.objects.count()
    page.locator('a.date[aria-label^="Études"]').focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    assert Prevision.objects.count() == before
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Ce que cette date change")).to_be_visible()
    expect(page.get_by_label("Date attendue")).to_have_value("2026-04-08")
    page.get_by_role("button", name="Confirmer l'annonce").click()
    expect(page.get_by_text("est annoncée")).to_be_visible()
    assert Prevision.objects.count() == before + 1
    assert "/frise/" in page.url


def test_the_lists_are_accessible_at_two_widths(
    sized_page: Page, live_server: Any, world: World, axe_check: Callable[[Page], None]
) -> None:
    sign_in(sized_page, live_server, world.people["chef_de_projet"])
    parts = PartValues(communes=[("63113", "Clermont-Ferrand")])
    change_action(
        by=system(world.territoire), action=Action.objects.get(titre="Bâtir"), parts=parts
    )
    for name in ("tableau", "kanban", "frise", "carte"):
        sized_page.goto(address(live_server, name) + "?deplie=*&groupe=statut")
        for summary in sized_page.locator("main summary").all():
            summary.click()
        axe_check(sized_page)
        wide = sized_page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0
    sized_page.locator("a.point").focus()
    sized_page.keyboard.press("Enter")
    expect(sized_page.get_by_role("heading", level=1)).to_contain_text("Bâtir")
