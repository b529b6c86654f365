"""The short sheet by the keyboard alone; her journey on a phone is in test_role_journeys.py."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from essor.records.relances.campagnes import draw_link
from tests.factories import make_action, make_plan, system
from tests.records.relances.made import ask, make_pilot

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def test_the_sheet_is_answered_by_keyboard_alone(
    page: Page, live_server: Any, axe_check: Callable[[Page], None]
) -> None:
    plan = make_plan()
    action = make_action(plan, "Former", statut="en_cours")
    user = make_pilot(plan, action)
    token = draw_link(by=system(plan.territoire), campagne=ask(plan, user, action), user=user)
    page.goto(live_server.url + reverse("fiche:sheet", args=[token]))
    page.get_by_role("button", name="Enregistrer ma fiche").click()
    expect(page.get_by_role("alert")).to_contain_text("Rien n'est coché")
    axe_check(page)
    page.get_by_label("Rien de nouveau").focus()
    page.keyboard.press("Space")
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.textContent") == "Enregistrer ma fiche":
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("1 action mise à jour")
