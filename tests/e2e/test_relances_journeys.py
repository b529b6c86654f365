"""A pilot opens her link on a phone, without scripts, and updates three actions at once."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from essor.records.plans.models import Note
from essor.records.relances.campagnes import draw_link
from essor.records.relances.models import Reponse
from tests.factories import make_action, make_jalon, make_plan, system
from tests.records.relances.made import ask, make_pilot

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def test_a_pilot_updates_three_actions_on_a_phone_without_javascript(
    page_without_javascript: Page, live_server: Any
) -> None:
    plan = make_plan()
    actions = [
        make_action(plan, titre, statut="en_cours") for titre in ("Former", "Loger", "Bâtir")
    ]
    make_jalon(actions[2], "Livraison", "mars 2027")
    user = make_pilot(plan, *actions)
    campagne = ask(plan, user, *actions)
    token = draw_link(by=system(plan.territoire), campagne=campagne, user=user)
    page = page_without_javascript
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(live_server.url + reverse("fiche:sheet", args=[token]))
    former, loger, batir = (page.locator(".fiche-action").nth(rank) for rank in range(3))
    former.get_by_label("Rien de nouveau").check()
    loger.get_by_label("Une nouvelle, en une phrase").fill("Bail signé")
    loger.get_by_label("Statut").select_option("realise")
    batir.locator("summary", has_text="La date change").click()
    batir.get_by_label("Date attendue").fill("juin 2027")
    save = page.get_by_role("button", name="Enregistrer ma fiche")
    save.click()
    expect(page.get_by_role("alert")).to_contain_text("pourquoi la date change")
    expect(loger.get_by_label("Une nouvelle, en une phrase")).to_have_value("Bail signé")
    expect(former.get_by_label("Rien de nouveau")).to_be_checked()
    batir.get_by_label("Pourquoi la date change").fill("Appel d'offres infructueux")
    save.click()
    expect(page.get_by_role("status").first).to_contain_text("3 actions mises à jour")
    assert Reponse.objects.count() == 3
    assert Note.objects.get().auteur == user.label
    assert actions[2].jalons.get().previsions.last().expected.label() == "juin\u00a02027"
    loger_now = type(actions[1]).objects.get(pk=actions[1].pk)
    assert loger_now.statut == "realise"


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
