"""Home, themes, figure and files, on the shipped samples and on nothing at all."""

import csv
import io
import json

import pytest
from django.test import Client
from django.utils import timezone

from essor.foundations.tables import read_workbook
from essor.observatory.indicators.definition import list_indicators
from essor.observatory.lake import Lake
from essor.observatory.themes import THEMES
from essor.records.territoires.actions import load_perimetre
from tests.references.territoires.miniature import faits

ONE = "/observatoire/territoires/ti-8404/"
CG = ONE + "chiffres/emploi_branche/?lieu=zone_emploi:8408&rubrique=CG&millesime=2023"


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    shown = answer.content.decode().replace("&#x27;", "'").replace("&nbsp;", " ")
    return shown.replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.parametrize(
    "path", ["", "themes/", "themes/emploi/", "chiffres/emploi_total/"], ids=lambda one: one or "/"
)
def test_without_data_each_page_says_how_to_load_it(nothing: Lake, client: Client, path: str):
    shown = text(client, ONE + path if path else "/observatoire/")
    assert "essor observatoire rafraichir" in shown


@pytest.mark.parametrize("path", ["themes/emploi/", "chiffres/emploi_total/", "donnees.csv"])
def test_a_territory_that_does_not_exist_is_not_found(samples: Lake, client: Client, path: str):
    text(client, f"/observatoire/territoires/ti-9999/{path}", status=404)


@pytest.mark.parametrize(
    "path",
    [
        "themes/meteo/",
        "chiffres/bonheur/",
        "chiffres/emploi_total/?lieu=zone_emploi:0000",
        "chiffres/emploi_total/?lieu=planete:8408",
        "chiffres/emploi_total/?lieu=zone_emploi:%27%29--",
        "chiffres/emploi_total.pdf",
        "chiffres/emploi_total/lignes.csv?table=utilisateurs",
    ],
)
def test_what_does_not_exist_is_not_found(samples: Lake, client: Client, path: str):
    text(client, ONE + path, status=404)


def test_home_finds_a_territory_by_commune_member_and_departement(samples: Lake, client: Client):
    load_perimetre(faits=faits(), author=None, at=timezone.now())
    assert text(client, "/observatoire/").count("ti-8404") == 3, (
        "its line, its code, the example of the field"
    )
    found = text(client, "/observatoire/?q=vic-le")
    assert "ti-8404" in found
    assert "Vic-le-Comte (63457)" in found
    assert "ti-8404" in text(client, "/observatoire/?q=246300701")
    there = text(client, "/observatoire/?departement=63")
    assert "ti-8404" in there
    assert "ti-0101" not in there
    assert "Aucun territoire ne répond" in text(client, "/observatoire/?q=zzzz")
    assert "échantillon livré" in there


def test_a_theme_shows_values_zones_bounds_and_both_sources(samples: Lake, client: Client):
    shown = text(client, ONE + "themes/emploi/")
    assert "8 559" in shown, "jobs of rubber and plastic"
    assert "zone d'emploi de Clermont-Ferrand" in shown
    assert "de 61,6 à 75,5" in shown, "the interval, never one number"
    assert "26 998" in shown
    assert "29 796" in shown
    assert "leur moyenne n'aurait pas de sens" in shown
    assert "échantillon" in shown
    assert shown.count("<svg") >= 4


def test_what_is_not_loaded_is_said_and_never_zero(samples: Lake, client: Client):
    shown = text(client, ONE + "themes/eau/")
    assert "source non chargée" in shown
    figure = text(client, ONE + "chiffres/prelevement_industriel/")
    assert "inconnu" in figure
    assert "Ce n'est pas un zéro" in figure


def test_relatedness_is_nowhere(samples: Lake, client: Client):
    """Its back-test is negative: it is not an indicator, and no page offers it."""
    assert not any("proximite" in one.id or "parente" in one.id for one in list_indicators())
    assert "Ne dit rien de ce qui pourrait s'implanter demain" in text(
        client, ONE + "themes/emploi/"
    )


def test_a_long_breakdown_is_cut_then_shown_whole_and_sorted(samples: Lake, client: Client):
    short = text(client, ONE + "themes/emploi/")
    long = text(client, ONE + "themes/emploi/?tout=emploi_branche&tri=nom")
    assert short.count("<tr>") < long.count("<tr>")
    branches = long[long.index('id="emploi_branche"') :]
    assert branches.index("(AZ)") < branches.index("(CG)") < branches.index("(RZ)")


def test_a_figure_says_formula_source_rows_and_queries(samples: Lake, client: Client):
    shown = text(client, CG)
    assert "8 559 emplois" in shown
    assert "Emplois salariés au 31 décembre" in shown
    assert '<dd id="lignes-source">1</dd>' in shown
    assert "<td>8408</td>" in shown, "the row itself"
    assert "Licence Ouverte" in shown
    assert "8 410" in shown, "the vintage before"
    assert "SELECT" in shown


def test_a_lost_vintage_and_an_old_version_are_said(samples: Lake, client: Client):
    assert "Le millésime 1999 n'est pas" in text(client, CG.replace("2023", "1999"))
    assert "Elle n'est plus conservée" in text(client, f"{CG}&version=abcdef")
    version = samples.current()["marts"]
    assert "version antérieure" not in text(client, f"{CG}&version={version}")


def test_every_theme_and_its_files_answer(samples: Lake, client: Client):
    for theme in THEMES:
        text(client, f"{ONE}themes/{theme.key}/")
    rows = list(csv.DictReader(io.StringIO(text(client, ONE + "themes/emploi.csv")), delimiter=";"))
    (mine,) = [
        one
        for one in rows
        if (one["Identifiant"], one["Rubrique"], one["Millésime"], one["Code du lieu"])
        == ("emploi_branche", "CG", "2023", "8408")
    ]
    assert mine["Valeur"].startswith("8559")
    (unknown,) = [
        one
        for one in csv.DictReader(
            io.StringIO(text(client, ONE + "chiffres/prelevement_industriel.csv")), delimiter=";"
        )
    ]
    assert (unknown["Valeur"], unknown["Statut"]) == ("", "source non chargée")


def test_json_and_workbook_hold_values_and_sources(samples: Lake, client: Client):
    told = json.loads(text(client, ONE + "chiffres/emploi_branche.json"))
    assert told["version"] == samples.current()["marts"]
    assert told["indicateurs"][0]["sources"][0]["is_sample"] is True
    assert {one["id"] for one in told["valeurs"]} == {"emploi_branche"}
    book = read_workbook(client.get(ONE + "themes/foncier.xlsx").content, file_name="foncier.xlsx")
    assert [one.title for one in book.sheets] == ["Valeurs", "Sources"]


def test_source_rows_are_sent_whole(samples: Lake, client: Client):
    address = ONE + "chiffres/friches_non_verifiees/lignes.csv?table=friche"
    rows = list(csv.reader(io.StringIO(text(client, address)), delimiter=";"))
    assert len(rows) == 1 + 63
