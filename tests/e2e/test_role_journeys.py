"""What each role comes to do, from the first page to the last: manager, pilot, prefecture."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from essor.records.accounts.roles import Role
from essor.records.comites.models import PointOrdreDuJour
from essor.records.plans.models import Note
from essor.records.plans.parts import PartValues
from essor.records.relances.campagnes import draw_link
from essor.records.relances.models import Reponse
from tests.e2e.test_every_page import sign_in
from tests.factories import make_action, make_jalon, make_member, make_plan, system
from tests.records.comites.made import make_comite
from tests.records.relances.made import ask, make_pilot

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True, serialized_rollback=False)]
CODE = "ti-8404"


def at(live_server: Any, name: str, *args: object) -> str:
    return live_server.url + reverse(name, args=[CODE, *args])


def test_the_project_manager_prepares_her_week(
    page: Page, live_server: Any, axe_check: Callable[[Page], None]
) -> None:
    """Home, what is late, what will be sent to whom, the agenda of the next committee."""
    today = timezone.localdate()
    plan = make_plan()
    late = make_action(
        plan, "Dépolluer", statut="en_cours", fin_on=today - dt.timedelta(days=30),
        confidentialite="public",
    )  # fmt: skip
    make_action(plan, "Former", statut="en_cours")
    make_jalon(late, "Livrer le sol", "juin 2025")
    make_pilot(plan, late)
    make_comite(plan, "Comité de décembre", statut="prevu", tenu_on=today + dt.timedelta(days=9))
    sign_in(page, live_server, make_member(plan.territoire, Role.CHEF_DE_PROJET))
    page.goto(at(live_server, "territoires:show"))
    axe_check(page)
    page.get_by_role("link", name="Piloter", exact=True).click()
    page.get_by_role("link", name="Tableau", exact=True).click()
    page.get_by_text("Filtres", exact=True).click()
    page.get_by_role("checkbox", name="En retard").check()
    page.get_by_role("button", name="Appliquer").click()
    expect(page.locator(".lede")).to_contain_text("1 action sur 2")
    expect(page.locator("#liste")).to_contain_text("Dépolluer")
    page.get_by_role("link", name="Relances", exact=True).click()
    page.get_by_role("link", name="Régler").click()
    rule = page.get_by_role("group", name="Date de jalon passée")
    rule.get_by_label("Envoyer ce rappel").check()
    page.get_by_role("button", name="Enregistrer les règles").click()
    page.get_by_role("link", name="Qui recevra quoi, et quand").click()
    expect(page.locator("main")).to_contain_text("Livrer le sol")
    axe_check(page)
    page.get_by_role("link", name="Comités", exact=True).first.click()
    page.get_by_role("link", name="Comité de décembre").click()
    page.get_by_role("link", name="Ajouter un point").click()
    page.get_by_label("Titre").fill("Sol de la friche, retard")
    page.get_by_role("checkbox", name="Dépolluer").check()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("heading", name="Sol de la friche, retard")).to_be_visible()
    axe_check(page)
    assert PointOrdreDuJour.objects.get().titre == "Sol de la friche, retard"


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


def test_the_prefecture_reads_without_what_is_restricted(
    page: Page, live_server: Any, axe_check: Callable[[Page], None]
) -> None:
    """The page as received, its files, her calendar and the search: the word is nowhere."""
    plan = make_plan()
    open_one = make_action(plan, "Former", confidentialite="public", statut="en_cours")
    make_jalon(open_one, "Ouvrir l'école", "mars 2027")
    sited = PartValues(communes=[("63113", "Clermont-Ferrand")])
    hidden = make_action(
        plan, "Racheter Zzsecret", confidentialite="restreint", descriptif="Zzsecret", parts=sited
    )
    make_jalon(hidden, "Signer Zzsecret", "avril 2027")
    sign_in(page, live_server, make_member(plan.territoire, Role.LECTEUR))
    pages = ["plan:plan", "listes:tableau", "listes:carte", "listes:frise", "jalons:calendar"]
    for name in [*pages, "comites:list", "territoires:show"]:
        answer = page.goto(at(live_server, name))
        assert answer is not None
        assert answer.ok, name
        assert "Zzsecret" not in page.content(), name
    axe_check(page)
    page.goto(at(live_server, "listes:tableau"))
    expect(page.get_by_role("link", name="Ouvrir A01")).to_be_visible()
    assert page.get_by_role("button", name="Modifier").count() == 0
    for file in ("csv", "geojson"):
        address = at(live_server, "listes:export", "carte", file)
        text = page.request.get(address).text()
        assert "Former" in text
        assert "Zzsecret" not in text
    page.locator("#site-q").fill("racheter signer")
    page.keyboard.press("Enter")
    expect(page.locator("main")).not_to_contain_text("Zzsecret")
    page.goto(live_server.url + reverse("agenda:mine"))
    page.get_by_role("button", name="Créer l'adresse").last.click()
    feed = page.locator(".adresse-agenda").input_value()
    text = page.request.get(feed).text()
    assert "Ouvrir l'école" in text
    assert "Zzsecret" not in text
