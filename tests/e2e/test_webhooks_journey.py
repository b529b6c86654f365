"""A project manager has a program told of what changes, and sees that it was told."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from essor.records.accounts.roles import Role
from essor.records.jobs.worker import drain
from essor.records.plans.actions import change_action
from tests.e2e.test_every_page import sign_in
from tests.factories import make_action, make_member, make_plan, system
from tests.records.webhooks.made import receiver

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def test_a_program_is_told_and_the_log_shows_it(
    page: Page,
    live_server: Any,
    settings: Any,
    axe_check: Callable[[Page], None],
) -> None:
    settings.IS_DEMONSTRATION = True
    plan = make_plan()
    action = make_action(plan, "Former", confidentialite="public")
    hidden = make_action(plan, "Reprise confidentielle", confidentialite="restreint")
    sign_in(page, live_server, make_member(plan.territoire, Role.CHEF_DE_PROJET))
    page.goto(live_server.url + reverse("webhooks:list", args=["ti-8404"]))
    axe_check(page)
    with receiver((500, b"en panne")) as heard:
        page.get_by_role("link", name="Créer un webhook").click()
        page.get_by_label("Usage").fill("Tableau de bord")
        page.get_by_label("Adresse qui reçoit").fill("https://192.168.1.4/")
        page.get_by_role("button", name="Créer le webhook").click()
        expect(page.get_by_role("alert")).to_contain_text("réseau privé")
        axe_check(page)
        page.get_by_label("Adresse qui reçoit").fill(heard.url)
        page.get_by_role("button", name="Créer le webhook").click()
        expect(page.get_by_role("textbox", name="Secret")).to_have_value(re.compile("^whsec_"))
        axe_check(page)
        for one in (action, hidden):
            change_action(by=system(plan.territoire), action=one, objectifs="Cent personnes")
        drain()
        page.goto(page.url.replace("nouveau/", ""))
        page.get_by_role("link", name="Tableau de bord").click()
        row = page.get_by_role("row").filter(has_text="changement")
        expect(row).to_contain_text("Statut 500")
        expect(row).to_contain_text("prochain essai")
        row.get_by_role("button", name="Renvoyer").press("Enter")
        expect(page.get_by_role("status").first).to_contain_text("Le message part")
        drain()
        page.reload()
        expect(row).to_contain_text("Remise")
        axe_check(page)
    first, second = heard.said()
    assert first == second
    assert [one["code"] for one in first["data"]["objets"]] == [action.code]
    page.set_viewport_size({"width": 390, "height": 844})
    wide = "() => document.documentElement.scrollWidth > window.innerWidth"
    assert not page.evaluate(wide)
