"""The catalogue on the shipped samples, on a real file, on nothing at all."""

import csv
import datetime as dt
import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from essor.observatory.catalogue import get_source, list_sources
from essor.observatory.indicators.definition import list_indicators
from essor.observatory.lake import Lake
from essor.observatory.refresh import refresh

HOME = "/observatoire/catalogue/"
AT = dt.datetime(2020, 1, 2, 12, tzinfo=dt.UTC)
ZONES = "codgeo,libgeo,ze_2020,codze2020,libze2020,colonne_inventee\n"

pytestmark = pytest.mark.django_db


@pytest.fixture
def samples(lake_of_samples: Lake, settings: Any) -> Lake:
    settings.ESSOR_OBSERVATORY_DIR = lake_of_samples.root
    return lake_of_samples


@pytest.fixture
def old_zones(lake_of_samples: Lake, tmp_path: Path, settings: Any) -> None:
    """One real file, read long ago: a row set apart, a column that nobody knew of."""
    shutil.copytree(lake_of_samples.root, tmp_path / "lac")
    folder = tmp_path / "fichiers"
    folder.mkdir()
    (folder / "communes_zones_emploi_2020.csv").write_text(
        ZONES + "63113,Clermont-Ferrand,x,8408,Clermont-Ferrand,1\n,Sans code,x,8408,=1+1,2\n",
        encoding="utf-8",
    )
    source = get_source("insee_zones_emploi")
    (report,) = refresh(lake=Lake(tmp_path / "lac"), sources=[source], folder=folder, at=AT)
    assert report.state == "charge", report.faults
    settings.ESSOR_OBSERVATORY_DIR = tmp_path / "lac"


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    shown = answer.content.decode().replace("&#x27;", "'").replace("&nbsp;", " ")
    return shown.replace("\u202f", " ").replace("\u00a0", " ")


def rows(client: Client, address: str) -> list[dict[str, str]]:
    content = client.get(address).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content), delimiter=";"))


def test_without_data_the_catalogue_says_how_to_load_it(
    tmp_path: Path, settings: Any, client: Client
) -> None:
    settings.ESSOR_OBSERVATORY_DIR = tmp_path / "vide"
    shown = text(client, HOME)
    assert "essor observatoire echantillons" in shown
    assert shown.count("jamais chargée") >= len(list_sources())
    assert "essor observatoire rafraichir" in text(client, HOME + "completude/")


def test_samples_are_said_to_be_samples_and_what_is_missing_what_to_type(
    samples: Lake, client: Client
) -> None:
    shown = text(client, HOME)
    assert "n'ont que l'échantillon livré avec Essor, territoire ti-8404 seulement" in shown
    assert "plus anciennes que ce que leurs producteurs publient" in shown
    assert "<span>hubeau_prelevements</span>" in shown, "the command to type"
    for source in list_sources():
        assert f"{HOME}sources/{source.name}/" in shown
    missing = text(client, HOME + "?etat=jamais")
    assert "cerema_enaf" in missing
    assert "sources/urssaf_branches/" not in missing
    assert "sources/urssaf_branches/" in text(client, HOME + "?etat=inconnu"), "shows everything"


def test_a_source_says_where_it_comes_from_and_what_it_is_for(
    samples: Lake, client: Client
) -> None:
    shown = text(client, HOME + "sources/georisques_irep/")
    assert "31 décembre 2019" in shown
    assert "Une seule année, 2019." in shown
    assert "emission_irep" in shown
    assert "CO2 déclaré au registre" in shown
    text(client, HOME + "sources/personne/", status=404)
    text(client, HOME + "sources/georisques_irep/utilisateurs.csv", status=404)
    text(client, HOME + "sources.pdf", status=404)


@pytest.mark.usefixtures("old_zones")
def test_rows_set_apart_are_counted_and_kept_with_their_reason(client: Client) -> None:
    shown = text(client, HOME + "sources/insee_zones_emploi/")
    assert "2 lignes lues, 1 gardée, 0 corrigée, 1 mise à part" in shown
    assert "colonne_inventee" in shown
    assert "Rien n'a été relu depuis le 2 janvier 2020" in shown
    (row,) = rows(client, HOME + "sources/insee_zones_emploi/communes.csv")
    assert row["libgeo"] == "Sans code"
    assert row["refus"]
    assert not row["libze2020"].startswith("="), "a spreadsheet runs nothing of it"
    assert "sources/insee_zones_emploi/" in text(client, HOME + "?etat=ancienne")


def test_the_catalogue_is_kept_as_files(samples: Lake, client: Client) -> None:
    lines = {one["Source"]: one for one in rows(client, HOME + "sources.csv")}
    assert set(lines) == {one.name for one in list_sources()}
    assert lines["insee_flores"]["État"] == "échantillon"
    assert lines["cerema_enaf"]["Lue le"] == ""
    told = json.loads(client.get(HOME + "sources.json").content)["sources"]
    assert {one["source"] for one in told} == set(lines)


def test_completeness_of_the_territories(samples: Lake, client: Client) -> None:
    shown = text(client, HOME + "completude/?territoire=ti-8404")
    assert "connu (zone d'emploi)" in shown
    assert "en partie, avec des bornes (bassin d'emploi)" in shown
    assert "/observatoire/territoires/ti-8404/chiffres/emploi_branche/" in shown
    for indicator in list_indicators():
        assert indicator.title in shown.replace("&amp;", "&"), indicator.id
    assert "Aucun territoire ne porte le code" in text(client, HOME + "completude/?territoire=x")
    lines = rows(client, HOME + "completude.csv")
    assert len(lines) == 183 * len(list_indicators())
    mine = {one["Identifiant"]: one for one in lines if one["Code du territoire"] == "ti-8404"}
    assert mine["emploi_salarie_prive"]["État"] == "connu"
    assert mine["consommation_espace"]["État"] == "source non chargée"
    told = json.loads(client.get(HOME + "completude.json").content)["territoires"]
    assert len(told) == 183
