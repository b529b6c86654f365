"""Follow-up in a browser: a pilot lifts a point without scripts; every page is accessible."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from essor.records.suivi.models import PointBloquant
from tests.e2e.test_every_page import check, sign_in
from tests.web.permission_table import ROWS
from tests.web.world import World, build_world

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
PAGES = ("expected", "health", "silent", "add", "edit", "lift", "remove", "state")


@pytest.fixture
def world() -> World:
    return build_world()


def test_every_page_of_the_follow_up_is_accessible(
    sized_page: Page, live_server: Any, world: World, axe_check: Callable[[Page], None]
) -> None:
    sign_in(sized_page, live_server, world.people["chef_de_projet"])
    addresses = {
        name: reverse(f"suivi:{name}", kwargs=ROWS[f"suivi:{name}"][0].arguments(world))
        for name in PAGES
    }
    addresses["sheet"] = reverse("plan:action", args=[world.code, world.action.code])
    addresses["first"] = reverse("territoires:show", args=[world.code])
    wrong: list[str] = []
    for name, path in addresses.items():
        wrong += check(sized_page, live_server.url + path, axe_check)
        if folder := os.environ.get("ESSOR_CAPTURES"):
            width = (sized_page.viewport_size or {})["width"]
            sized_page.screenshot(path=Path(folder) / f"suivi-{name}-{width}.png", full_page=True)
    assert not wrong, "\n".join(wrong)


def test_a_manager_lifts_a_point_on_a_phone_without_javascript(
    page_without_javascript: Page, live_server: Any, world: World
) -> None:
    page = page_without_javascript
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, live_server, world.people["chef_de_projet"])
    page.goto(live_server.url + reverse("plan:action", args=[world.code, world.action.code]))
    page.get_by_role("link", name="Lever le point 1").click()
    page.get_by_label("Comment il a été levé").fill("Permis reçu")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("status").first).to_contain_text("Le point est levé")
    assert PointBloquant.objects.get().leve_motif == "Permis reçu"
