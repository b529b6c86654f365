"""Finding a territory and a site in a browser: with and without JavaScript, by keyboard."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from essor.records.plans.choices import Confidentialite
from essor.records.territoires.actions import load_perimetre
from essor.records.territoires.models import Territoire
from tests.factories import make_action, make_plan
from tests.references.territoires.miniature import faits

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def country() -> Territoire:
    load_perimetre(faits=faits(), author=None, at=timezone.now())
    return Territoire.objects.get(code="ti-8404")


def address(live_server: Any, name: str, query: str = "", *args: object) -> str:
    return f"{live_server.url}{reverse(f'territoires:{name}', args=args)}{query}"


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("list", "?q=vic-le-comte"),
        ("list", "?q=nulle-part"),
        ("list", "?region=84&tri=population"),
        ("site", ""),
        ("site", "?q=63113"),
        ("site", "?q=93001"),
        ("site", "?q=a"),
        ("site", "?q=200066744"),
        ("site", "?q=nulle-part"),
    ],
)
def test_every_state_is_accessible(
    sized_page: Page,
    live_server: Any,
    country: Territoire,
    axe_check: Callable[[Page], None],
    name: str,
    query: str,
) -> None:
    sized_page.goto(address(live_server, name, query))
    overflow = sized_page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
    assert overflow <= 0
    axe_check(sized_page)


def test_a_territory_with_and_without_a_plan_is_accessible(
    sized_page: Page, live_server: Any, country: Territoire, axe_check: Callable[[Page], None]
) -> None:
    sized_page.goto(address(live_server, "show", "", "ti-8404"))
    expect(sized_page.get_by_role("heading", level=1)).to_contain_text("Aucun plan")
    axe_check(sized_page)
    plan = make_plan(country)
    for statut in ("a_discuter", "a_venir", "en_cours", "en_pause", "bloque", "realise", ""):
        make_action(plan, f"Action {statut}", statut=statut, confidentialite=Confidentialite.PUBLIC)
    sized_page.reload()
    expect(sized_page.get_by_role("heading", level=1)).to_contain_text("7 actions suivies")
    axe_check(sized_page)


def test_the_list_answers_while_one_types_and_keeps_the_address(
    page: Page, live_server: Any, country: Territoire
) -> None:
    page.goto(address(live_server, "list"))
    expect(page.locator("tbody tr")).to_have_count(3)
    page.get_by_label("Territoire, intercommunalité ou commune").fill("vic")
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.get_by_role("status")).to_contain_text("1 territoire")
    expect(page.get_by_label("Territoire, intercommunalité ou commune")).to_be_focused()
    page.wait_for_url("**q=vic**")
    page.reload()
    expect(page.locator("tbody tr")).to_have_count(1)


def test_the_list_is_searched_without_javascript(
    page_without_javascript: Page, live_server: Any, country: Territoire
) -> None:
    page = page_without_javascript
    page.goto(live_server.url)
    page.get_by_label("Trouver mon territoire").fill("Mond'Arverne")
    page.get_by_role("button", name="Trouver").click()
    page.get_by_role("link", name="Clermont Arverne Industrie", exact=True).click()
    expect(page).to_have_url(address(live_server, "show", "", "ti-8404"))


def test_a_site_is_answered_without_javascript(
    page_without_javascript: Page, live_server: Any, country: Territoire
) -> None:
    page = page_without_javascript
    page.goto(live_server.url)
    page.get_by_label("Mon site est-il dans un Territoire d'industrie").fill("Clermont-Ferrand")
    page.get_by_role("button", name="Répondre").click()
    expect(page.get_by_role("heading", level=2).first).to_contain_text(
        "Clermont-Ferrand (63113) est dans le Territoire d'industrie Clermont Arverne Industrie"
    )


def test_a_site_is_found_by_keyboard_from_the_suggestions(
    page: Page, live_server: Any, country: Territoire
) -> None:
    page.goto(address(live_server, "site"))
    page.get_by_label("Commune, code postal").focus()
    page.keyboard.type("cler")
    suggestion = page.get_by_role("link", name="Clermont-Ferrand (63)")
    expect(suggestion).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(suggestion).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".verdict")).to_have_text("Oui")


def test_communes_unfold_by_keyboard(page: Page, live_server: Any, country: Territoire) -> None:
    page.goto(address(live_server, "perimetre", "", "ti-8404"))
    line = page.locator("summary").first
    line.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("rowheader", name="Clermont-Ferrand")).to_be_visible()


def test_the_map_is_no_detour_for_the_keyboard(
    page: Page, live_server: Any, country: Territoire
) -> None:
    page.goto(address(live_server, "list"))
    page.get_by_role("link", name="Tout afficher").focus()
    page.keyboard.press("Tab")
    expect(page.locator("tbody a").first).to_be_focused()


def test_a_territory_opens_from_the_map(page: Page, live_server: Any, country: Territoire) -> None:
    page.goto(address(live_server, "list", "?region=84"))
    page.locator("svg.carte a.on use").click()
    expect(page).to_have_url(address(live_server, "show", "", "ti-8404"))
