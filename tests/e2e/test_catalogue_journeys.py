"""An administrator who has just installed Essor finds what is missing and what to type."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from essor.observatory.lake import Lake
from tests.factories import make_territoire

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def test_what_is_missing_old_or_a_sample_is_found(
    page: Page,
    live_server: Any,
    settings: Any,
    lake_of_samples: Lake,
    axe_check: Callable[[Page], None],
) -> None:
    settings.ESSOR_OBSERVATORY_DIR = lake_of_samples.root
    make_territoire()
    page.goto(live_server.url + "/observatoire/")
    page.get_by_role("link", name="Le catalogue").click()
    expect(page.get_by_role("link", name="Anciennes")).to_have_attribute("aria-current", "true")
    axe_check(page)
    page.get_by_role("link", name="Jamais chargées").press("Enter")
    expect(page.get_by_role("link", name="Page du producteur")).to_have_count(0)
    page.get_by_role("link", name="Consommation d'espaces naturels").click()
    expect(page.get_by_text("rafraichir --source cerema_enaf")).to_be_visible()
    axe_check(page)
    page.get_by_role("link", name="Complétude des territoires").click()
    page.get_by_label("Un territoire à lire à côté").select_option("ti-8404")
    page.get_by_role("button", name="Voir").click()
    row = page.get_by_role("row").filter(has_text="Emploi salarié privé")
    expect(row).to_contain_text("connu")
    axe_check(page)
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    row.get_by_role("link").click()
    expect(page.locator("#valeur")).to_contain_text("122")
