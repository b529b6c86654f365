"""An industrialist reads the big project; a project manager builds one and changes her mind."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from essor.foundations.periods import parse_period_fr
from essor.records.accounts.models import User
from essor.records.accounts.roles import Role
from essor.records.jalons.actions import adopt_baseline
from essor.records.jalons.forecasts import announce
from essor.records.plans.models import Action
from essor.records.projets.actions import write_card
from essor.records.projets.choices import Passage
from essor.records.projets.models import PhaseProjet
from essor.records.projets.phases import write_gate
from tests.factories import forecast, make_jalon, make_member, make_plan, system
from tests.records.projets.made import make_cost, make_lot, make_phase, make_photo, make_projet

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def sign_in(page: Page, live_server: Any, user: User) -> None:
    client = Client()
    client.force_login(user)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}]
    )


def make_late_project() -> Action:
    """Return a project promised for 2022, put off twice, whose cost grew."""
    plan = make_plan()
    by = system(plan.territoire)
    projet = make_projet(plan, "Nouvelle imprimerie")
    jalon = make_jalon(
        projet, "Mise en service", phase="Livraison", prevision=forecast("2022", "2016")
    )
    adopt_baseline(by=by, plan=plan, reason="Convention de 2016")
    for expected, announced in (("2024", "décembre 2017"), ("2027", "septembre 2023")):
        announce(by=by, jalon=jalon, values=forecast(expected, announced))
    write_card(by=by, action=projet, presentation="Une imprimerie neuve.", jalon_repere=jalon)
    make_cost(projet, 200_000_000, "2016")
    make_cost(projet, 250_000_000, "septembre 2023")
    done, ahead = make_phase(projet, "Autorisations"), make_phase(projet, "Livraison", "Reçue ?")
    write_gate(
        by=by, phase=done, passage=Passage.FRANCHI, passed=parse_period_fr("novembre 2022"),
        preuve_texte="Arrêté préfectoral",
    )  # fmt: skip
    write_gate(by=by, phase=ahead, passage=Passage.A_FRANCHIR, decideur="Le gouverneur")
    make_lot(projet, "Bâtiment A", preneur_nom="Une PME")
    make_photo(projet, is_publique=True)
    return projet


def test_an_industrialist_reads_the_big_project(
    page: Page, live_server: Any, axe_check: Callable[[Page], None]
) -> None:
    """Promised, expected, cost, who decides what; nothing to press; the public reads less."""
    projet = make_late_project()
    territoire = projet.plan.territoire
    listed = live_server.url + reverse("projets:list", args=[territoire.code])
    page.goto(listed)
    page.get_by_role("link", name="Nouvelle imprimerie").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Nouvelle imprimerie")
    expect(page.get_by_text("Le gouverneur")).to_have_count(0)
    expect(page.get_by_text("réservé aux membres")).to_be_visible()
    sign_in(page, live_server, make_member(territoire, Role.LECTEUR))
    page.goto(live_server.url + reverse("territoires:show", args=[territoire.code]))
    page.get_by_role("link", name="Piloter").first.click()
    page.get_by_role("link", name="Grands projets", exact=True).click()
    row = page.get_by_role("row", name="Nouvelle imprimerie")
    for said in ("2022", "2027", "+5 ans", "250 M€", "Le gouverneur", "1 passage franchi sur 2"):
        expect(row).to_contain_text(said)
    row.get_by_role("link", name="Nouvelle imprimerie").click()
    brief = page.get_by_role("region", name="En bref")
    for said in ("2022", "2027", "2 reports", "250 M€", "+25", "Le gouverneur", "Reçue"):
        expect(brief).to_contain_text(said)
    expect(page.locator("svg.slips circle")).to_have_count(3)
    expect(page.get_by_role("img", name="La halle vue du nord")).to_be_visible()
    expect(page.get_by_text("Une PME")).to_be_visible()
    expect(page.get_by_role("button", name="Partir des phases du modèle")).to_have_count(0)
    expect(page.get_by_role("link", name="Modifier")).to_have_count(0)
    axe_check(page)
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
    with page.expect_download() as sent:
        page.get_by_role("link", name="Coûts en CSV").click()
    assert sent.value.suggested_filename == f"couts-{projet.code}.csv"


def test_a_project_manager_builds_the_phases_and_takes_them_back(
    page_without_javascript: Page, live_server: Any
) -> None:
    """Without scripts: the template, one name changed, a gate refused then passed, the undo."""
    page = page_without_javascript
    plan = make_plan()
    projet = make_projet(plan)
    sign_in(page, live_server, make_member(plan.territoire, Role.CHEF_DE_PROJET))
    page.goto(live_server.url + reverse("projets:show", args=[plan.territoire.code, projet.code]))
    page.get_by_role("button", name="Partir des phases du modèle").click()
    expect(page.locator(".phase")).to_have_count(7)
    first = page.locator(".phase").first
    first.locator("summary").click()
    first.get_by_role("link", name="Renommer").click()
    page.get_by_label("Titre de la phase").fill("Faisabilité")
    page.get_by_role("button", name="Enregistrer").click()
    expect(first.get_by_role("heading")).to_have_text("Faisabilité")
    first.get_by_role("link", name="Dire le passage").click()
    page.get_by_label("Passage", exact=False).first.select_option("franchi")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("se prouve")).to_be_visible()
    page.get_by_label("Ce qui le montre").first.fill("Délibération du 3 mars")
    page.get_by_role("button", name="Enregistrer").click()
    expect(first).to_contain_text("Délibération du 3 mars")
    page.goto(live_server.url + reverse("plan:journal", args=[plan.territoire.code]))
    page.get_by_role("button", name="Annuler").first.click()
    phase = PhaseProjet.objects.get(action=projet, titre="Faisabilité")
    assert (phase.passage, phase.preuve_texte) == ("", "")
