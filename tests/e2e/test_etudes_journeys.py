"""From an action sheet to a computed study, on a phone; then side by side, on a desk."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from essor.records.accounts.roles import Role
from essor.records.studies.models import Study
from essor.records.territoires.actions import load_reference_facts
from tests.e2e.test_every_page import sign_in
from tests.factories import make_action, make_member, make_plan

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def no_wider(page: Page) -> None:
    wide = page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, page.url


def test_five_answers_then_every_assumption_then_side_by_side(
    page: Page, live_server: Any, axe_check: Callable[[Page], None]
) -> None:
    load_reference_facts(author=None, at=timezone.now())
    plan = make_plan()
    action = make_action(
        plan, "Requalifier un site", confidentialite="public", debut_on=dt.date(2028, 1, 1)
    )
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, live_server, make_member(plan.territoire, Role.CHEF_DE_PROJET))
    page.goto(live_server.url + reverse("plan:action", args=["ti-8404", action.code]))
    page.get_by_role("link", name="Étudier ce que peut devenir une friche").click()
    page.get_by_label("Dans quelle commune").select_option("63113")
    page.get_by_label("Surface du site").fill("4,2")
    axe_check(page)
    page.get_by_role("button", name="Voir la fourchette").click()
    expect(page.locator("#premiere")).to_contain_text("pour la société")
    no_wider(page)
    page.get_by_role("button", name="Enregistrer l'étude").click()
    expect(page.locator("#reponse")).to_be_visible()
    study = Study.objects.get()
    assert study.action == action
    assert study.inputs["zones"][0]["projet"]["decide_le"] == "2028-01-01"
    no_wider(page)
    axe_check(page)
    page.get_by_role("link", name="Hypothèses", exact=True).click()
    page.get_by_role("link", name="Coûts de travaux").click()
    page.get_by_label("Valeur, Dépollution", exact=False).first.fill("80")
    no_wider(page)
    page.get_by_role("button", name="Enregistrer").click()
    page.goto(live_server.url + reverse("etudes:show", args=["ti-8404", study.pk]))
    expect(page.get_by_text("a changé depuis ce calcul")).to_be_visible()
    page.get_by_role("button", name="Recalculer").click()
    expect(page.get_by_text("Le calcul est fait")).to_be_visible()
    page.get_by_role("button", name="se refait à l'identique").click()
    expect(page.get_by_text("au bit près")).to_be_visible()
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_role("link", name="Dupliquer").click()
    page.get_by_role("button", name="Dupliquer").click()
    page.get_by_role("button", name="Calculer maintenant").click()
    expect(page.locator("#reponse")).to_be_visible()
    copy = Study.objects.exclude(pk=study.pk).get()
    place = reverse("etudes:compare", args=["ti-8404"])
    page.goto(f"{live_server.url}{place}?a={study.pk}&b={copy.pk}")
    expect(page.get_by_text("Rien : mêmes réponses, mêmes valeurs")).to_be_visible()
    no_wider(page)
    axe_check(page)
