"""The phone of a site in a browser: without network, then with it; and without scripts."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from essor.records.bordereaux.liens import revoke_lien, token_of
from essor.records.bordereaux.models import Bordereau, LienChantier
from tests.factories import make_plan, system
from tests.records.bordereaux.made import make_lien
from tests.records.terres.made import make_terres

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def lien() -> LienChantier:
    return make_lien(make_terres(make_plan()).chantier)


def address(live_server: Any, lien: LienChantier) -> str:
    return str(live_server.url) + reverse("bordereaux:telephone", args=[token_of(lien)])


def fill(page: Page, tonnes: str) -> None:
    page.get_by_label("Destination").select_option(index=1)
    page.get_by_label("Tonnes").fill(tonnes)
    page.get_by_role("button", name="Enregistrer ce camion").click()


def test_slips_typed_without_network_are_sent_once(
    page: Page, live_server: Any, lien: LienChantier, axe_check: Callable[[Page], None]
) -> None:
    page.set_viewport_size(PHONE)
    page.goto(address(live_server, lien))
    expect(page.get_by_text("Prêt à servir sans réseau")).to_be_visible()
    axe_check(page)

    page.context.set_offline(True)
    page.reload()
    expect(page.get_by_role("heading", name=lien.chantier.nom)).to_be_visible()
    fill(page, "18,42")
    expect(page.locator("#resume")).to_have_text("1 bordereau en attente d'envoi.")
    fill(page, "19")
    expect(page.locator("#resume")).to_have_text("2 bordereaux en attente d'envoi.")
    page.reload()
    expect(page.locator("#resume")).to_have_text("2 bordereaux en attente d'envoi.")
    expect(page.locator("#reseau")).to_have_text("Hors connexion")
    axe_check(page)
    assert not Bordereau.objects.exists()

    page.context.set_offline(False)
    expect(page.locator("#resume")).to_have_text("Tout est envoyé.")
    page.reload()
    expect(page.locator("#resume")).to_have_text("Tout est envoyé.")
    sent = Bordereau.objects.order_by("tonnes")
    assert [float(one.tonnes) for one in sent] == [18.42, 19.0]
    assert {one.source for one in sent} == {"telephone"}

    # refused by the server: said, kept, corrected
    page.get_by_text("Date, numéro, transporteur").click()
    page.get_by_label("Date", exact=True).fill("2099-01-01")
    fill(page, "20")
    expect(page.locator("#resume")).to_have_text("1 bordereau à corriger.")
    page.get_by_role("button", name="Corriger").click()
    page.get_by_label("Date", exact=True).fill("2026-11-03")
    fill(page, "20")
    expect(page.locator("#resume")).to_have_text("Tout est envoyé.")
    assert Bordereau.objects.count() == 3

    # withdrawn: nothing is lost, and the next code of the same site sends it
    revoke_lien(by=system(lien.chantier.plan.territoire), lien=lien)
    fill(page, "21")
    expect(page.locator("#resume")).to_have_text("1 bordereau en attente d'envoi.")
    expect(page.get_by_text("Ce lien n'est plus ouvert").last).to_be_visible()
    page.goto(address(live_server, make_lien(lien.chantier, "Barrière sud")))
    expect(page.locator("#resume")).to_have_text("Tout est envoyé.")
    assert Bordereau.objects.count() == 4


def test_the_form_works_without_scripts(
    page_without_javascript: Page, live_server: Any, lien: LienChantier
) -> None:
    page = page_without_javascript
    page.set_viewport_size(PHONE)
    page.goto(address(live_server, lien))
    page.get_by_role("button", name="Enregistrer ce camion").click()
    expect(page.get_by_role("alert")).to_contain_text("Dites combien de tonnes.")
    fill(page, "17,5")
    expect(page.get_by_role("status").first).to_contain_text("17,5 t vers Stockage du puy")
    page.reload()
    assert Bordereau.objects.count() == 1
