"""The pages of excavated soils as people use them: reads, forms, faults, files."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from essor.records.accounts.models import User
from essor.records.accounts.roles import Role
from essor.records.plans.models import Plan
from essor.records.terres.models import Chantier, Exutoire, Lot
from essor.records.terres.queries import soils_of
from essor.records.terres.tableur.write import export_workbook
from tests.factories import make_member, make_plan, make_territoire, system
from tests.records.terres.made import (
    make_analyse,
    make_chantier,
    make_exutoire,
    make_lot_terres,
    make_terres,
    results,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Plan:
    return make_plan(make_territoire())


@pytest.fixture
def chef(plan: Plan, client: Client) -> User:
    found = make_member(plan.territoire, Role.CHEF_DE_PROJET)
    client.force_login(found)
    return found


def at(name: str, plan: Plan, *more: Any) -> str:
    return reverse(f"terres:{name}", args=[plan.territoire.code, *more])


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().replace("\xa0", " ").replace("&nbsp;", " ").split())


def test_an_empty_territory_says_what_to_do(plan: Plan, client: Client, chef: User):
    for name in ("overview", "lots", "exutoires", "matrix", "costs"):
        text(client, at(name, plan))
    assert "Ajouter un chantier" in text(client, at("overview", plan))


def test_the_first_page_says_tonnes_share_and_what_is_missing(plan: Plan, client: Client):
    chantier = make_chantier(plan, "C-1", is_ssp=True, is_sis=False)
    make_lot_terres(chantier, "L-1", denomination="Limons à analyser")
    make_lot_terres(chantier, "L-2", tonnes_hebdo=[], debut_on=None)
    make_exutoire(plan, "E-1")
    page = text(client, at("overview", plan))
    assert "1 000 t à placer d'ici janvier 2027, 0 % ont un exutoire admissible" in page
    assert "L-1</a> : aucun exutoire ne l'admet, faute d'analyse" in page
    assert "L-2</a> : tonnage ou première semaine non publiés" in page
    assert "donnée manquante" in page


def test_a_site_a_lot_and_its_results_are_typed_and_faults_lose_nothing(
    plan: Plan, client: Client, chef: User
):
    said = {"code": "C 1", "nom": "Cataroux", "source_title": "Étude", "latitude": "45,79",
            "confidentialite": "public", "siret": "123"}  # fmt: skip
    answer = client.post(at("add_chantier", plan), said)
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "Un code tient en 40 caractères" in page
    assert "vont ensemble" in page
    assert 'value="45,79"' in page
    good = said | {"code": "CAT", "longitude": "3,10", "siret": ""}
    assert client.post(at("add_chantier", plan), good).status_code == 302
    chantier = Chantier.objects.get(code="CAT")
    lot = {"code": "CAT-1", "denomination": "Limons", "source_title": "Étude",
           "tonnes_hebdo": "400 × 2 ; 250,5", "debut_on": "2027-01-06"}  # fmt: skip
    assert client.post(at("add_lot", plan, chantier.pk), lot).status_code == 302
    row = Lot.objects.get(code="CAT-1")
    assert row.tonnes_hebdo == [400, 400, 250.5]
    assert row.debut_on is not None
    assert row.debut_on.isoformat() == "2027-01-04"
    page = text(client, at("lot", plan, row.pk))
    assert "1 051 t" in page
    other = client.post(at("add_lot", plan, chantier.pk), lot | {"code": "CAT-2"})
    assert other.status_code == 302
    gone = Lot.objects.get(code="CAT-2")
    assert client.post(at("delete_lot", plan, gone.pk)).status_code == 302
    assert not Lot.objects.filter(code="CAT-2").exists()
    report = {"numero": "B-1", "source_title": "Labo"}
    assert client.post(at("add_analyse", plan, row.pk), report).status_code == 302
    analyse = row.analyses.get()
    wrong = client.post(at("edit_results", plan, analyse.pk), {"lignes": "rien ; 3\neluat.as ; x"})
    assert wrong.status_code == 400
    assert "rien ; 3" in wrong.content.decode()
    lines = "eluat.as ; < 0,05 ; mg/kg ; 0,05\nArsenic ; 12 ; mg/kg"
    assert client.post(at("edit_results", plan, analyse.pk), {"lignes": lines}).status_code == 302
    assert [(one.parametre, one.is_borne) for one in analyse.resultats.order_by("support")] == [
        ("as", False), ("as", True),
    ]  # fmt: skip


def test_every_fault_of_a_place_is_said_at_once(plan: Plan, client: Client, chef: User):
    wrong = {"code": "A B", "siret": "123", "code_commune_insee": "ZZ", "latitude": "nord"}
    answer = client.post(at("add_chantier", plan), wrong | {"nom": "Halle"})
    assert answer.status_code == 400
    errors = answer.context["form"].errors
    assert errors.keys() >= {*wrong, "source_title"}
    assert 'value="Halle"' in answer.content.decode()


def test_a_pair_shows_every_rule_and_the_file_says_the_same(plan: Plan, client: Client):
    chantier = make_chantier(plan, "C-1", is_ssp=True, is_sis=False)
    lot = make_lot_terres(chantier, "L-1")
    make_analyse(lot, resultats=results(sb="0.12", as_="<0.05"))
    outlet = make_exutoire(plan, "E-1")
    page = text(client, at("pair", plan, lot.pk, outlet.pk))
    assert "refusé" in page
    assert "Antimoine" in page
    assert "2 fois la limite" in page
    file = client.get(at("matrix_csv", plan)).content.decode("utf-8-sig")
    assert "L-1;" in file
    assert "Antimoine" in file
    assert text(client, at("matrix", plan) + "?verdict=admis").count("Aucun lot ne répond") == 1


def test_the_sheet_of_an_outlet_is_written_and_shown(plan: Plan, client: Client, chef: User):
    outlet = make_exutoire(plan, "E-1")
    said = {"seuils": "brut.hct_c10_c40 = 2000", "accepte_pop": "non", "dap_exigee": "oui",
            "article_6_arrete": "AP 2021", "article_6_seuils": "",
            "fond": "brut.as = 35"}  # fmt: skip
    half = client.post(at("edit_sheet", plan, outlet.pk), said)
    assert half.status_code == 400
    whole = said | {"article_6_seuils": "eluat.sb = 0,18"}
    assert client.post(at("edit_sheet", plan, outlet.pk), whole).status_code == 302
    row = Exutoire.objects.get(pk=outlet.pk)
    assert row.fiche["seuils"] == {"brut.hct_c10_c40": 2000}
    assert row.fiche["article_6"]["seuils"] == {"eluat.sb": 0.18}
    unknown = whole | {"seuils": "brut.inconnu = 3"}
    assert client.post(at("edit_sheet", plan, outlet.pk), unknown).status_code == 400
    assert "2 000" in text(client, at("exutoire", plan, outlet.pk))


def test_the_workbook_is_previewed_then_written(plan: Plan, client: Client, chef: User):
    made = make_territoire("ti-8412", "Ailleurs")
    other = make_plan(made)
    make_terres(other)
    content = export_workbook(soils_of(other, system(made)))
    file = SimpleUploadedFile("terres.xlsx", content)
    assert client.post(at("workbook", plan), {"fichier": file}).status_code == 302
    page = client.get(at("workbook_preview", plan))
    assert not Chantier.objects.filter(plan=plan).exists()
    mark = page.context["found"].fingerprint
    answer = client.post(at("workbook_confirm", plan), {"empreinte": mark})
    assert answer.status_code == 302
    assert Chantier.objects.filter(plan=plan).count() == 1


def test_who_is_no_member_reads_neither_costs_nor_hidden_places(plan: Plan, client: Client):
    make_chantier(plan, "OUVERT")
    hidden = make_chantier(plan, "CACHE", confidentialite="interne")
    lot = make_lot_terres(hidden, "CACHE-1")
    assert "CACHE" not in text(client, at("lots", plan))
    assert client.get(at("lot", plan, lot.pk)).status_code == 404
    assert client.get(at("costs", plan)).status_code in {302, 403}


def test_the_file_of_a_laboratory_is_shown_then_kept_with_its_bounds(
    plan: Plan, client: Client, chef: User
):
    lot = make_lot_terres(make_chantier(plan, "C-1"), "L-1")
    wrong = "Paramètre;Valeur;Unité\nArsenic sur éluat;beaucoup;mg/kg\nPlomb sur éluat;1;km\n"
    said = {"numero": "B-9", "source_title": "Labo"}
    file = SimpleUploadedFile("labo.csv", wrong.encode())
    refused = client.post(at("laboratory", plan, lot.pk), said | {"fichier": file})
    assert refused.status_code == 400
    assert {"A2", "B2", "C3"} & set(refused.content.decode().replace("&#x27;", "'").split())
    good = "Paramètre;Valeur;Unité;LQ\nArsenic sur éluat;< 0,05;mg/kg;0,05\nCoucou;3;mg/kg;\n"
    file = SimpleUploadedFile("labo.csv", good.encode())
    assert client.post(at("laboratory", plan, lot.pk), said | {"fichier": file}).status_code == 302
    page = text(client, at("laboratory_preview", plan, lot.pk))
    assert "Coucou" in page
    assert not lot.analyses.exists()
    assert client.post(at("laboratory_confirm", plan, lot.pk)).status_code == 302
    row = lot.analyses.get()
    assert (row.numero, row.file_name) == ("B-9", "labo.csv")
    result = row.resultats.get()
    assert (result.parametre, result.is_borne, str(result.valeur)) == ("as", True, "0.050000")
