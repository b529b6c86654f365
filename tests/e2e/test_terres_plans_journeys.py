"""A plan of soils as a project manager makes it, with the keyboard and on a phone."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from essor.records.accounts.roles import Role
from essor.records.terres_plans.models import PlanTerres
from tests.e2e.test_every_page import sign_in
from tests.factories import make_member, make_plan
from tests.records.terres_plans.made import make_soils

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True, serialized_rollback=False)]


def test_from_three_answers_to_a_retained_plan_and_its_weeks(
    page: Page, live_server: Any, axe_check: Callable[[Page], None]
) -> None:
    plan = make_plan()
    make_soils(plan, is_demonstration=True)
    sign_in(page, live_server, make_member(plan.territoire, Role.CHEF_DE_PROJET))
    page.goto(f"{live_server.url}/territoires/ti-8404/terres/plans/nouveau/")
    page.get_by_label("Nom du plan").fill("Plan d'hiver")
    page.get_by_label("Première semaine").fill("2026-11-02")
    page.get_by_label("Nombre de semaines").fill("5")
    page.keyboard.press("Enter")
    page.get_by_text("preuve revérifiée").wait_for()
    axe_check(page)
    page.get_by_role("button", name="Retenir ce calcul").click()
    page.get_by_text("Le calcul 1 est retenu").wait_for()
    page.get_by_role("link", name="Semaine par semaine").click()
    page.set_viewport_size({"width": 390, "height": 800})
    page.get_by_label("Semaine", exact=True).fill("2")  # a slider
    page.get_by_role("heading", name="Semaine 2, du 9").wait_for()  # htmx, no button pressed
    assert "semaine=2" in page.url
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
    axe_check(page)
    assert PlanTerres.objects.get().retenu_numero == 1
