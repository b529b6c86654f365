import csv
import io
import re
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import load_workbook as load

from essor.records.accounts.roles import Role
from essor.records.plans.models import Action
from essor.records.risques.actions import create_risque
from essor.records.risques.models import Risque
from tests.factories import make_action, make_jalon, make_member, make_plan, system

pytestmark = pytest.mark.django_db
CODE = "ti-8404"
FORM = {"titre": "Pollution", "probabilite": "4", "impact": "5", "statut": "ouvert"}


@pytest.fixture
def action() -> Action:
    return make_action(make_plan(), "Imprimerie", confidentialite="public", is_grand_projet=True)


@pytest.fixture
def chef(action: Action, client: Client) -> Client:
    client.force_login(make_member(action.plan.territoire, Role.CHEF_DE_PROJET))
    return client


def risk(action: Action, titre: str = "Pollution", **values: Any) -> Risque:
    values = {"probabilite": 4, "impact": 5, **values}
    return create_risque(by=system(action.plan.territoire), action=action, titre=titre, **values)


def url(name: str, action: Action, *more: object) -> str:
    return reverse(f"risques:{name}", args=[CODE, action.code, *more])


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def test_the_whole_life_of_a_risk_without_script(chef: Client, action: Action) -> None:
    assert "Aucun risque" in chef.get(url("list", action)).content.decode()
    costs = {"surcout_min_eur": "1 000", "surcout_eur": "0,5 M€", "surcout_max_eur": "2 M€"}
    chef.post(url("add", action), {**FORM, **costs, "revue_on": "2020-01-15"})
    risque = Risque.objects.get()
    page = chef.get(url("list", action)).content.decode()
    for text in ("Pollution", "Critique", "Probabilité 4, probable", "en retard de"):
        assert text in page
    edited = {**FORM, "version": risque.version, "statut": "surveille"}
    chef.post(url("edit", action, risque.pk), edited)
    assert Risque.objects.get().statut == "surveille"
    assert Risque.objects.get().surcout_eur is None  # emptied in the form, emptied in the record
    sheet = chef.get(reverse("plan:action", args=[CODE, action.code])).content.decode()
    assert "Pollution" in sheet
    chef.post(url("remove", action, risque.pk))
    assert not Risque.objects.exists()
    journal = chef.get(reverse("plan:journal", args=[CODE])).content.decode()
    assert "Risque supprimé" in journal


def test_every_fault_is_said_and_nothing_is_lost(chef: Client, action: Action) -> None:
    wrong = {**FORM, "retard_days": "12", "probabilite_apres": "2", "cause": "Anciennes encres"}
    answer = chef.post(url("add", action), wrong)
    page = answer.content.decode()
    assert answer.status_code == 400
    for text in ("Les trois bornes vont ensemble", "vont ensemble.", "Anciennes encres"):
        assert text in page
    assert not Risque.objects.exists()


def test_the_matrix_says_in_words_what_it_shows(chef: Client, action: Action) -> None:
    risque = risk(action)
    page = chef.get(url("list", action)).content.decode()
    tables = re.findall(r'<table class="matrice">.*?</table>', page, re.S)
    assert len(tables) == 2
    for table in tables:
        assert len(re.findall(r'<td class="niveau-', table)) == 25
    assert f'href="#risque-{risque.pk}"' in tables[0]
    assert f'id="risque-{risque.pk}"' in page
    assert f'href="#risque-{risque.pk}"' not in tables[1]


def test_files_hold_what_the_filters_show(chef: Client, action: Action) -> None:
    risk(action, "=Pollution")
    risk(action, "Recours", impact=1)
    ask = reverse("risques:export", args=[CODE, "csv"]) + "?critique=on"
    lines = rows_of(chef.get(ask).content)
    assert len(lines) == 2
    assert lines[1][4].lstrip("'") == "=Pollution"
    assert lines[1][4] != "=Pollution"  # a spreadsheet must not run it
    content = chef.get(reverse("risques:export", args=[CODE, "xlsx"])).content
    sheet = load(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert [row[4] for row in sheet[1:]] == ["'=Pollution", "Recours"]
    assert chef.get(reverse("risques:export", args=[CODE, "pdf"])).status_code == 404
    page = chef.get(reverse("risques:register", args=[CODE]) + "?revue=on").content.decode()
    assert "Aucun risque ne répond à ces filtres" in page


def test_the_public_reads_no_risk(client: Client, action: Action) -> None:
    risk(action)
    page = client.get(reverse("plan:action", args=[CODE, action.code]))
    assert page.status_code == 200
    assert "Pollution" not in page.content.decode()


def test_the_register_reads_any_past_day(chef: Client, action: Action) -> None:
    risk(action)
    address = reverse("risques:register", args=[CODE])
    assert "existait pas encore" in chef.get(address + "?date=2020-01-01").content.decode()
    page = chef.get(address + "?date=n'importe").content.decode()
    assert "Pollution" in page


def test_the_chances_are_a_curve_a_table_and_a_file(chef: Client, action: Action) -> None:
    assert "Aucun jalon à venir" in chef.get(url("chances", action)).content.decode()
    assert chef.get(url("chances_csv", action)).status_code == 404
    jalon = make_jalon(action, "Livraison", "01/03/2028")
    assert "Rien d'incertain" in chef.get(url("chances", action)).content.decode().replace(
        "&#x27;", "'"
    )
    days = {"retard_min_days": 30, "retard_days": 90, "retard_max_days": 400}
    risk(action, jalon=jalon, probabilite_apres=1, impact_apres=1, **days)
    page = chef.get(url("chances", action)).content.decode()
    start = page.index('<svg class="chances"')
    svg = ElementTree.fromstring(page[start : page.index("</svg>", start) + 6])
    points = next(svg.iter("polyline")).get("points", "").split()
    assert len(points) == 19
    heights = [float(point.split(",")[1]) for point in points]
    assert heights == sorted(heights, reverse=True)
    assert "graine 2027" in page
    lines = rows_of(chef.get(url("chances_csv", action)).content)
    curve = [line for line in lines if line[0] == "Fin de l'action"]
    assert len(curve) == 19
    for line in curve:
        assert line[3] in page or line[3].count("-") == 2
    before = rows_of(chef.get(url("chances_csv", action) + "?mesures=avant").content)
    said = [next(line for line in found if line[0] == "Date dite") for found in (lines, before)]
    with_measures, without = (float(line[4].rstrip(" %").replace(",", ".")) for line in said)
    assert with_measures > without
