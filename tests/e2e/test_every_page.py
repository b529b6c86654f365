"""Every page of the site, as its administrator sees it: accessible, and as wide as the screen."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from essor.records.accounts.models import User
from essor.records.territoires.actions import load_reference_facts
from tests.e2e.conftest import WIDTHS
from tests.web.permission_table import ROWS
from tests.web.world import World, build_world

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True, serialized_rollback=False)]
NOT_PAGES = (
    "_csv",
    "_json",
    "_js",
    "_ics",
    "_document",
    "_file",
    ":suggestions",
    ":document",
    ":photo",
    ":export",
    ":model_export",
    "territoires:carte",
    ":connexion",
    ":contours",
    ":csv",
    ":geojson",
    ":pdf",
    ":valeurs",
    "_geojson",
)
PAGES = sorted(
    name
    for name, rows in ROWS.items()
    if any(row.method == "get" for row in rows) and not name.endswith(NOT_PAGES)
)


@pytest.fixture
def world() -> World:
    load_reference_facts(author=None, at=timezone.now())
    return build_world()


def sign_in(page: Page, live_server: Any, user: User) -> None:
    """Open a session as the person does, without retyping her password in every test."""
    client = Client()
    client.force_login(user)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}]
    )


def check(page: Page, address: str, axe_check: Callable[..., None]) -> list[str]:
    """Return what is wrong with one page, on a desk screen then on a telephone."""
    page.set_viewport_size(dict(zip(("width", "height"), WIDTHS["bureau"], strict=True)))
    answer = page.goto(address)
    if answer is None or answer.status >= 400:
        return [f"{address}: {answer.status if answer else 'no answer'}"]
    wrong = []
    if (headings := page.locator("h1").count()) != 1:
        wrong.append(f"{address}: {headings} main headings")
    for name, (width, height) in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        overflow = page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")
        if overflow > 0:
            wrong.append(f"{address}: {overflow} px wider than the screen ({name})")
        try:
            axe_check(page, is_advised=name == "bureau")  # good practice is the same
        except AssertionError as error:
            wrong.append(f"{name}: {error}")
    return wrong


@pytest.mark.parametrize("half", [0, 1])
def test_every_page_is_accessible_at_two_widths(
    page: Page, live_server: Any, world: World, axe_check: Callable[..., None], half: int
) -> None:
    person = world.people["administrateur"]
    assert person is not None
    sign_in(page, live_server, person)
    wrong: list[str] = []
    for name in PAGES[half::2]:
        row = next(row for row in ROWS[name] if row.method == "get")
        address = live_server.url + reverse(name, kwargs=row.arguments(world))
        wrong += check(page, address, axe_check)
    assert len(PAGES) > 50
    assert not wrong, "\n".join(wrong)


def test_public_pages_are_accessible_at_two_widths(
    page: Page, live_server: Any, world: World, axe_check: Callable[..., None]
) -> None:
    wrong: list[str] = []
    for name in PAGES + ["compte:connexion"]:
        row = next(row for row in ROWS[name] if row.method == "get")
        if row.minimum != "public":
            continue
        address = live_server.url + reverse(name, kwargs=row.arguments(world))
        wrong += check(page, address, axe_check)
    assert not wrong, "\n".join(wrong)


def test_refusals_and_missing_pages_are_accessible(
    sized_page: Page, live_server: Any, world: World, axe_check: Callable[..., None]
) -> None:
    for path, status in (("/nulle-part/", 404), ("/territoires/ti-8404/historique/", 403)):
        answer = sized_page.goto(live_server.url + path)
        assert answer is not None
        assert answer.status == status
        axe_check(sized_page)
