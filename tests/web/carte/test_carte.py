"""The map and the sites as pages and files: the same figures, and nothing asked elsewhere."""

import csv
import gzip
import html
import io
import json
import re
from typing import Any

import pytest
from django.test import Client

from essor.observatory.across import values_across
from essor.observatory.lake import Lake

CARTE = "/observatoire/carte/"
COMMUNES = "?indicateur=population_municipale&niveau=commune&territoire=ti-8404"
SITES = "/observatoire/territoires/ti-8404/sites"


def text_of(answer: Any) -> str:
    return html.unescape(answer.content.decode())


def lines_of(answer: Any) -> list[dict[str, str]]:
    text = answer.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_the_map_its_list_and_its_files_say_the_same(samples: Lake, client: Client):
    known = {
        one.code: one
        for one in values_across(samples, indicator="population_municipale", niveau="commune")
        if one.value is not None
    }
    page = text_of(client.get(CARTE + COMMUNES))
    listed = set(re.findall(r'<tr data-code="(\w+)"', page))
    lines = lines_of(client.get(CARTE + "carte.csv" + COMMUNES))
    answer = client.get(CARTE + "valeurs.json" + COMMUNES)
    body = json.loads(answer.content)["lieux"]
    drawn = json.loads(client.get(CARTE + "carte.geojson" + COMMUNES).content)
    assert len(listed) == len(lines) == len(body) == len(drawn["features"]) == 48
    for one in drawn["features"]:
        assert one["properties"]["valeur"] == known[one["properties"]["code"]].value
    clermont = next(one for one in lines if one["Code"] == "63113")
    assert float(clermont["Valeur"].replace(",", ".")) == known["63113"].value
    assert body["63113"]["classe"] in page
    assert drawn["sources"][0]["licence"]
    # The list is sorted, the largest first; another address turns it.
    assert page.index('<tr data-code="63113"') == page.index("<tr data-code")
    turned = text_of(client.get(CARTE + COMMUNES + "&tri=nom&sens=asc"))
    assert turned.index('data-code="63014"') < turned.index('data-code="63113"')


def test_a_place_without_a_figure_is_unknown_hatched_and_counted(samples: Lake, client: Client):
    page = text_of(client.get(CARTE + "?indicateur=emploi_salarie_prive"))
    assert "183 territoires, dont 182 sans valeur" in page
    assert "c-inconnu" in page
    assert "échantillon livré avec Essor" in page
    values = json.loads(client.get(CARTE + "valeurs.json?indicateur=emploi_salarie_prive").content)
    styles = {one["style"] for code, one in values["lieux"].items() if code != "ti-8404"}
    assert styles == {"inconnu"}
    assert values["lieux"]["ti-0101"]["figure"] == "inconnu"


def test_a_level_at_which_an_indicator_is_not_published_is_said(samples: Lake, client: Client):
    page = text_of(client.get(CARTE + "?indicateur=part_industrie_flores"))
    assert "publié par zone d'emploi" in page
    assert "<tr data-code" not in page
    zones = text_of(client.get(CARTE + "?indicateur=part_industrie_flores&niveau=zone_emploi"))
    assert "Clermont-Ferrand" in zones
    assert "se dessinent quand la source des contours est chargée" in zones
    assert "Quel territoire" in text_of(client.get(CARTE + "?niveau=commune"))


@pytest.mark.parametrize("query", ["?indicateur=rien&niveau=lune&tri=9&page=x", "?territoire=<b>"])
def test_nonsense_asks_for_nothing(samples: Lake, client: Client, query: str):
    assert client.get(CARTE + query).status_code == 200


def test_the_data_of_a_map_is_compressed_kept_and_asked_again_by_its_mark(
    samples: Lake, client: Client
):
    page = text_of(client.get(CARTE))
    (address,) = re.findall(r'data-contours="([^"]+)"', page)
    whole = client.get(address, headers={"accept-encoding": "gzip"})
    assert whole.headers["Content-Encoding"] == "gzip"
    assert "immutable" in whole.headers["Cache-Control"]
    assert len(json.loads(gzip.decompress(whole.content))["features"]) == 183
    plain = client.get(address)
    assert "Content-Encoding" not in plain.headers
    assert len(json.loads(plain.content)["features"]) == 183
    mark = whole.headers["ETag"]
    assert client.get(address, headers={"if-none-match": mark}).status_code == 304
    loose = client.get(address.split("?")[0])
    assert "immutable" not in loose.headers["Cache-Control"]
    assert client.get(CARTE + "contours/lune.json").status_code == 404


def test_only_the_page_with_the_background_may_ask_the_ign(samples: Lake, client: Client):
    bare, with_it = client.get(CARTE), client.get(CARTE + "?fond=ign")
    assert "geopf" not in bare.headers["Content-Security-Policy"]
    assert "data.geopf.fr" in with_it.headers["Content-Security-Policy"]
    assert "unsafe" not in with_it.headers["Content-Security-Policy"]
    assert "geopf" not in client.get(CARTE).headers["Content-Security-Policy"]
    assert "geopf" not in client.get(f"{SITES}/").headers["Content-Security-Policy"]
    assert "data.geopf.fr" in client.get(f"{SITES}/?fond=ign").headers["Content-Security-Policy"]


def test_sites_are_filtered_counted_and_downloaded_alike(samples: Lake, client: Client):
    page = text_of(client.get(f"{SITES}/"))
    assert "Friches vérifiées\u00a0: 24" in page
    assert "Friches non vérifiées\u00a0: 63" in page
    query = "?genre=friche_verifiee&commune=63113"
    page = text_of(client.get(f"{SITES}/{query}"))
    lines = lines_of(client.get(f"{SITES}.csv{query}"))
    points = json.loads(client.get(f"{SITES}.geojson{query}").content)
    assert 0 < len(lines) == page.count("<tr data-code") == len(points["features"])
    assert {one["Genre"] for one in lines} == {"Friches vérifiées"}
    assert {one["properties"]["commune"] for one in points["features"]} == {"Clermont-Ferrand"}
    assert "Aucun site ne répond" in text_of(client.get(f"{SITES}/?q=introuvable"))
    assert client.get("/observatoire/territoires/ti-9999/sites/").status_code == 404
