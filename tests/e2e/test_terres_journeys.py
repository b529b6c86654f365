"""Excavated soils with a keyboard, on a telephone, and without JavaScript."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from essor.records.accounts.models import User
from essor.records.accounts.roles import Role
from essor.records.plans.models import Plan
from essor.records.terres.models import Lot
from tests.e2e.conftest import WIDTHS
from tests.factories import make_member, make_plan, make_territoire
from tests.records.terres.made import make_analyse, make_chantier, make_exutoire, results

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True, serialized_rollback=False)]


def sign_in(page: Page, live_server: Any, user: User) -> None:
    client = Client()
    client.force_login(user)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}]
    )


@pytest.fixture
def plan() -> Plan:
    return make_plan(make_territoire())


def test_a_lot_is_described_then_its_refusal_is_read_and_its_limit_too(
    page: Page, live_server: Any, plan: Plan, axe_check: Callable[..., None]
):
    chantier = make_chantier(plan, "C-1", is_ssp=True, is_sis=False)
    make_exutoire(plan, "E-1")
    sign_in(page, live_server, make_member(plan.territoire, Role.CHEF_DE_PROJET))
    base = f"{live_server.url}/territoires/{plan.territoire.code}/terres/"
    page.goto(f"{base}chantiers/{chantier.pk}/")
    page.get_by_role("link", name="Ajouter un lot").first.click()
    page.get_by_label("Code", exact=True).fill("L-1")
    page.get_by_label("Dénomination usuelle").fill("Limons bruns")
    page.get_by_label("Classe de la terre").fill("inerte")
    page.get_by_label("Tonnes par semaine").fill("400 × 2 ; 250,5 ; beaucoup")
    page.get_by_label("Première semaine").fill("2027-01-06")
    page.get_by_label("D'où viennent ces informations").fill("Une étude")
    page.keyboard.press("Enter")
    expect(page.get_by_text("beaucoup").first).to_be_visible()
    page.get_by_label("Tonnes par semaine").fill("400 × 2 ; 250,5")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Limons bruns")
    make_analyse(Lot.objects.get(code="L-1"), resultats=results(sb="0.12"))
    page.set_viewport_size(dict(zip(("width", "height"), WIDTHS["telephone"], strict=True)))
    page.goto(f"{base}compatibilite/")
    axe_check(page)
    page.get_by_role("link", name="L-1 vers Stockage du puy").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("refusé")
    expect(page.get_by_text("fois la limite").first).to_be_visible()
    axe_check(page)


def test_the_map_and_its_list_lead_to_the_same_page_without_javascript(
    browser: Browser, live_server: Any, plan: Plan
):
    make_chantier(plan, "C-1")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/territoires/{plan.territoire.code}/terres/")
    listed = page.get_by_role("link", name="C-1 Halle à démolir").first.get_attribute("href")
    page.goto(f"{live_server.url}{listed}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Halle à démolir")
    context.close()
