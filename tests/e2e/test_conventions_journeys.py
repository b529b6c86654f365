"""The life of the convention as the project manager lives it, from a proposal to a signed plan."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from essor.records.accounts.roles import Role
from essor.records.plans.models import Action
from tests.e2e.test_every_page import sign_in
from tests.factories import make_action, make_jalon, make_member, make_plan
from tests.records.conventions.made import adopt, make_acte

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True, serialized_rollback=False)]


def test_a_merge_is_proposed_read_adopted_then_found_again_on_a_phone(
    page: Page, live_server: Any, axe_check: Callable[[Page], None]
) -> None:
    plan = make_plan()
    water = make_action(plan, "Eau")
    make_action(plan, "Énergie")
    make_jalon(water, "Études", "2027")
    adopt(make_acte(plan, signe="2024"))
    sign_in(page, live_server, make_member(plan.territoire, Role.CHEF_DE_PROJET))
    page.goto(f"{live_server.url}/territoires/ti-8404/plan/actions/{water.code}/")
    page.get_by_role("link", name="La fusionner").click()
    assert page.get_by_label("A01 Eau").is_checked()
    page.get_by_label("Action qui les reçoit").select_option(label="A02 Énergie")
    page.get_by_label("jalons", exact=True).check()
    page.get_by_label("Motif").fill("Même porteur")
    page.get_by_role("button", name="Préparer et voir l'effet").click()
    page.get_by_role("heading", name="Change de fiche").wait_for()
    axe_check(page)
    assert Action.objects.get(pk=water.pk).sortie == ""
    page.goto(f"{live_server.url}/territoires/ti-8404/convention/")
    page.get_by_role("link", name="Préparer un avenant").click()
    page.get_by_label("Signé le").fill("mars 2026")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("link", name="Adopter ce texte").click()
    page.get_by_text("jalon : Études").wait_for()
    axe_check(page)
    page.get_by_role("button", name="Adopter l'avenant n° 1").click()
    page.get_by_text("est adopté dans Essor.").wait_for()
    assert Action.objects.get(pk=water.pk).sortie == "fusionnee"
    page.set_viewport_size({"width": 390, "height": 800})
    page.get_by_role("link", name="1 action, telles qu'elles étaient").click()
    page.get_by_role("heading", name="1 action à la signature").wait_for()
    page.get_by_role("link", name="Convention", exact=True).first.click()
    page.get_by_role("link", name="Fusion : A01 → A02").or_(
        page.get_by_role("link", name="Fusion").first
    ).first.wait_for()
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
    axe_check(page)
    page.get_by_role("link", name="Avenant n° 1").first.click()
    page.get_by_role("button", name="Annuler l'adoption").click()
    page.wait_for_load_state()
    assert Action.objects.get(pk=water.pk).sortie == ""
