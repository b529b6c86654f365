"""Committees as people use them, on a phone and with the keyboard."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from essor.records.accounts.roles import Role
from essor.records.comites.models import Decision
from tests.e2e.test_every_page import sign_in
from tests.factories import make_action, make_member, make_plan
from tests.records.comites.made import make_comite, make_decision

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True, serialized_rollback=False)]


def test_the_project_manager_writes_a_decision_and_its_owner_follows_it(
    page: Page, live_server: Any, axe_check: Callable[[Page], None]
) -> None:
    plan = make_plan()
    make_action(plan, "Imprimerie")
    comite = make_comite(plan)
    pilot = make_member(plan.territoire, Role.PILOTE)
    chef = make_member(plan.territoire, Role.CHEF_DE_PROJET)
    sign_in(page, live_server, chef)
    page.goto(f"{live_server.url}/territoires/ti-8404/comites/")
    page.get_by_role("link", name=comite.titre).click()
    page.get_by_role("link", name="Ajouter une décision").click()
    page.get_by_label("Décision", exact=True).fill("Saisir l'établissement foncier")
    page.get_by_label("Compte du responsable").select_option(label=pilot.label)
    page.get_by_label("Échéance").fill("2026-04-01")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_text("La décision est ajoutée.").wait_for()
    axe_check(page)
    page.context.clear_cookies()
    sign_in(page, live_server, pilot)
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{live_server.url}/territoires/ti-8404/comites/decisions/")
    page.get_by_role("link", name="Dire la suite").click()
    page.get_by_label("Statut").select_option("faite")
    page.get_by_label("Suite donnée").fill("Convention signée")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_text("La suite donnée est enregistrée.").wait_for()
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
    assert Decision.objects.get().suite == "Convention signée"


def test_the_paper_handed_over_has_no_button(page: Page, live_server: Any) -> None:
    plan = make_plan()
    comite = make_comite(plan)
    make_decision(comite, echeance_on=dt.date(2026, 4, 1))
    sign_in(page, live_server, make_member(plan.territoire, Role.CHEF_DE_PROJET))
    page.emulate_media(media="print")
    page.goto(f"{live_server.url}/territoires/ti-8404/comites/{comite.pk}/")
    assert page.get_by_role("strong").filter(has_text="Saisir le service").is_visible()
    assert page.locator("main button:visible, main a.button:visible").count() == 0
