"""Indicators in a browser: values entered on a phone without scripts; every page accessible."""

import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from essor.records.indicateurs.models import Valeur
from tests.e2e.test_every_page import check, sign_in
from tests.records.indicateurs.made import aim, make_indicateur, say
from tests.web.world import World, build_world

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
PAGES = ("list", "missing", "enter")  # the others are read with every page of the site


@pytest.fixture
def world() -> World:
    world = build_world()
    row = make_indicateur(
        world.plan, "Emplois créés par action", agregation="somme", is_par_action=True,
        actions=[world.action], axes=[world.axe], periodicite_months=12,
    )  # fmt: skip
    say(row, 0, year=2022, nature="reference")
    say(row, 12, year=2023, action=world.action)
    say(row, None, year=2024, action=world.action, low=10, high=15, is_self_declared=True)
    aim(row, 100, 2030)
    return world


def test_figures_of_both_kinds_are_read_at_two_widths(
    sized_page: Page, live_server: Any, world: World, axe_check: Callable[[Page], None]
) -> None:
    sign_in(sized_page, live_server, world.people["chef_de_projet"])
    addresses = {name: reverse(f"indicateurs:{name}", args=[world.code]) for name in PAGES}
    addresses["show"] = reverse("indicateurs:show", args=[world.code, "I02"])
    addresses["sheet"] = reverse("plan:action", args=[world.code, world.action.code])
    wrong: list[str] = []
    for name, path in addresses.items():
        wrong += check(sized_page, live_server.url + path, axe_check)
        if folder := os.environ.get("ESSOR_CAPTURES"):
            width = (sized_page.viewport_size or {})["width"]
            shot = Path(folder) / f"indicateurs-{name}-{width}.png"
            sized_page.screenshot(path=shot, full_page=True)
    assert not wrong, "\n".join(wrong)


def test_a_manager_enters_values_on_a_phone_then_reads_them(
    page_without_javascript: Page, live_server: Any, world: World
) -> None:
    page = page_without_javascript
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, live_server, world.people["chef_de_projet"])
    page.goto(live_server.url + reverse("indicateurs:missing", args=[world.code]))
    page.get_by_role("link", name="Saisir des valeurs").click()
    page.get_by_label("Période").fill("2025")
    page.get_by_label("Source", exact=True).fill("Relevé des pilotes")
    page.get_by_label("Emplois créés par action").first.fill("1.200")
    page.get_by_role("button", name="Enregistrer les valeurs").click()
    expect(page.get_by_role("alert").first).to_contain_text("Rien n'est enregistré")
    expect(page.get_by_text("ambigu")).to_be_visible()
    expect(page.get_by_label("Source", exact=True)).to_have_value("Relevé des pilotes")
    page.get_by_label("Emplois créés par action").first.fill("20 à 25")
    page.get_by_label("Déclaré par les intéressés").check()
    page.get_by_role("button", name="Enregistrer les valeurs").click()
    expect(page.get_by_role("status").first).to_contain_text("1 valeur enregistrée")
    made = Valeur.objects.get(source_title="Relevé des pilotes")
    assert (made.low, made.high, made.is_self_declared) == (20, 25, True)
    page.get_by_role("link", name="Emplois créés par action").click()
    expect(page.get_by_text("entre 30 et 40")).not_to_have_count(0)  # declared, alone
    expect(page.get_by_role("img", name="Emplois créés par action")).to_be_visible()
    assert made.fin_on == dt.date(2025, 12, 31)
    page.get_by_role("link", name="Corriger la cible").click()
    page.get_by_label("Valeur").fill("120")
    page.get_by_label("Motif").fill("Revue en comité")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("Revue en comité")).to_be_visible()
