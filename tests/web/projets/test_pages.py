"""Pages of the big projects: read by everyone, written by who may, one world for all."""

import csv
from io import StringIO

import pytest
from django.test import Client
from django.urls import reverse

from essor.records.accounts.roles import Role
from essor.records.plans.models import Action, Annonce, Plan
from essor.records.projets.models import GrandProjet, Lot, Parcelle, PhaseProjet, PhotoProjet
from tests.factories import make_jalon, make_member, make_plan, make_territoire
from tests.records.projets.made import (
    make_cost,
    make_lot,
    make_parcelle,
    make_phase,
    make_photo,
    make_projet,
    picture,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Plan:
    return make_plan()


@pytest.fixture
def projet(plan: Plan) -> Action:
    return make_projet(plan)


@pytest.fixture
def chef(plan: Plan, client: Client) -> Client:
    client.force_login(make_member(plan.territoire, Role.CHEF_DE_PROJET))
    return client


def url(name: str, projet: Action, *parts: object) -> str:
    return reverse(f"projets:{name}", args=[projet.plan.territoire.code, projet.code, *parts])


def lines(response) -> list[list[str]]:
    return list(csv.reader(StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


def test_the_page_says_what_was_promised_and_what_it_costs(client: Client, projet: Action):
    make_jalon(projet, "Livraison", "2024", phase="Travaux")
    make_phase(projet)
    make_cost(projet, 200_000_000, "2016")
    make_cost(projet, 250_000_000, "2023")
    make_parcelle(projet, contenance_m2=1200)
    make_lot(projet, preneur_nom="Une PME")
    photo = make_photo(projet, is_publique=True)
    page = client.get(url("show", projet)).content.decode()
    for said in (
        "2024", "date passée depuis", "200\u00a0M€", "250\u00a0M€", "+25", "Aucun passage publié",
        "Phases et passages", "Date annoncée selon la date d&#x27;annonce", "réservé aux membres",
        "La halle vue du nord", "1 parcelle",
    ):  # fmt: skip
        assert said.replace("&#x27;", "'") in page.replace("&#x27;", "'"), said
    assert "Prêt\u00a0?" not in page  # what is expected of whom is for the members
    assert "Une PME" not in page
    sent = client.get(url("photo", projet, photo.pk))
    assert sent["Content-Type"] == "image/jpeg"
    assert sent["X-Content-Type-Options"] == "nosniff"
    assert b"".join(sent.streaming_content).startswith(b"\xff\xd8\xff")
    rows = lines(client.get(url("costs_csv", projet)))
    assert [row[2] for row in rows[1:]] == ["200000000", "250000000"]
    rows = lines(client.get(url("lots_csv", projet)))
    assert "réservé aux membres" in rows[1]
    rows = lines(client.get(url("phases_csv", projet)))
    assert (rows[1][1], rows[1][9]) == ("Travaux", "Livraison")
    rows = lines(client.get(url("site_csv", projet)))
    assert rows[1][0] == "63113000LV0012"
    code = projet.plan.territoire.code
    rows = lines(client.get(reverse("projets:list_csv", args=[code])))
    assert projet.titre in rows[1]
    listed = client.get(reverse("projets:list", args=[code])).content.decode()
    assert url("show", projet) in listed


def test_the_page_costs_few_queries(chef: Client, projet: Action, django_assert_max_num_queries):
    for number in range(3):
        make_phase(projet, f"Phase {number}")
        make_jalon(projet, f"Jalon {number}", "2027", phase=f"Phase {number}")
        make_lot(projet, f"Lot {number}")
    chef.get(url("show", projet))
    with django_assert_max_num_queries(52):
        chef.get(url("show", projet))
    with django_assert_max_num_queries(22):
        chef.get(reverse("projets:list", args=[projet.plan.territoire.code]))


def test_silence_is_said_and_a_territory_without_plan_too(client: Client, projet: Action):
    page = client.get(url("show", projet)).content.decode()
    for said in ("aucune date publiée", "Aucune phase publiée", "Aucun coût publié", "Aucun lot"):
        assert said in page
    other = make_territoire("ti-8412", "Ailleurs")
    page = client.get(reverse("projets:list", args=[other.code])).content.decode()
    assert "Aucun plan n'est suivi" in page
    make_plan(other)
    page = client.get(reverse("projets:list", args=[other.code])).content.decode()
    assert "Aucun grand projet" in page


def test_a_project_manager_builds_it_all_from_the_pages(chef: Client, projet: Action):
    """Card, template, gate, parcel, lot, cost, photo: what is typed is what is kept."""
    assert chef.post(url("template", projet)).status_code == 302
    phase = PhaseProjet.objects.filter(action=projet).first()
    assert phase is not None
    gate = {"passage": "franchi", "passed": "nov 2022", "preuve_texte": "", "version": "1"}
    refused = chef.post(url("gate", projet, phase.pk), gate)
    assert refused.status_code == 400
    assert "se prouve" in refused.content.decode()
    gate |= {"passed": "novembre 2022", "preuve_texte": "Arrêté", "decideur": "Le maire"}
    assert chef.post(url("gate", projet, phase.pk), gate).status_code == 302
    phase.refresh_from_db()
    assert (phase.passed.label() if phase.passed else "") == "novembre\u00a02022"
    jalon = make_jalon(projet, "Permis", "2022")
    chef.post(url("phase_milestones", projet, phase.pk), {"jalons": [str(jalon.pk)]})
    jalon.refresh_from_db()
    assert jalon.phase == phase.titre
    chef.post(url("phase_milestones", projet, phase.pk), {})
    jalon.refresh_from_db()
    assert jalon.phase == ""
    card = {
        "presentation": "Une halle", "latitude": "45,789710", "longitude": "3,101029",
        "code_commune_insee": "63113", "source_title": "Le cadastre", "jalon_repere": str(jalon.pk),
    }  # fmt: skip
    assert chef.post(url("card", projet), card).status_code == 302
    assert str(GrandProjet.objects.get().latitude) == "45.789710"
    parcel = {"code_commune_insee": "63113", "section": "lv", "numero": "7", "source_title": "PCI"}
    assert chef.post(url("add_parcel", projet), parcel).status_code == 302
    again = chef.post(url("add_parcel", projet), parcel)
    assert "déjà du site" in again.content.decode()
    assert Parcelle.objects.get().identifiant == "63113000LV0007"
    lot = {"nom": "A", "surface_m2": "1 250,5", "surface_nature": "terrain", "etat": "disponible"}
    assert chef.post(url("add_lot", projet), lot).status_code == 302
    assert str(Lot.objects.get().surface_m2) == "1250.50"
    cost = {
        "sujet": "Total", "value": "1,2 Md€", "announced": "2016", "source_title": "Un journal",
        "read_on": "2026-11-23", "confiance": "presse",
    }  # fmt: skip
    assert chef.post(url("add_cost", projet), cost).status_code == 302
    annonce = Annonce.objects.get(action=projet)
    assert (annonce.value, annonce.announced_precision) == (1_200_000_000, "annee")
    edited = chef.get(url("edit_cost", projet, annonce.pk)).content.decode()
    assert 'value="2016"' in edited
    said = {"alt": "Halle", "taken": "mars 2026", "credit": "La mairie", "fichier": picture()}
    said["fichier"].name = "halle.jpg"
    assert chef.post(url("add_photo", projet), said).status_code == 302
    page = chef.get(url("show", projet)).content.decode()
    for text in ("Le maire", "45,78971°", "200\u00a0M€", "Halle", "Total", "Une halle"):
        assert text in page, text
    for name, model in (
        ("parcel", Parcelle),
        ("lot", Lot),
        ("cost", Annonce),
        ("photo", PhotoProjet),
    ):
        row = model.objects.get(action=projet)
        assert chef.get(url(f"remove_{name}", projet, row.pk)).status_code == 200
        assert chef.post(url(f"remove_{name}", projet, row.pk)).status_code == 302
        assert not model.objects.filter(action=projet).exists()


def test_a_bad_photo_is_refused_in_french_and_keeps_what_was_typed(chef: Client, projet: Action):
    file = picture("GIF")
    file.name = "halle.jpg"
    said = {"alt": "La halle du nord", "taken": "2026", "credit": "", "fichier": file}
    page = chef.post(url("add_photo", projet), said)
    assert page.status_code == 400
    assert "La halle du nord" in page.content.decode()
    file.seek(0)
    page = chef.post(url("add_photo", projet), said | {"credit": "La mairie"})
    assert "photo lisible" in page.content.decode()


def test_the_history_speaks_french_and_undoes(chef: Client, projet: Action):
    chef.post(url("template", projet))
    journal = chef.get(reverse("plan:journal", args=[projet.plan.territoire.code]))
    assert "Phases d&#x27;un grand projet prises du modèle" in journal.content.decode()
    assert "plan.projet" not in journal.content.decode()
