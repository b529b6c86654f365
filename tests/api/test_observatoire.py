"""Open data through the API: pages, ETag, bounds, what is not loaded."""

import pytest

from essor.observatory.indicators.definition import list_indicators
from essor.observatory.lake import Lake
from tests.api.world import call
from tests.factories import make_territoire

VALUES = "observatoire/territoires/ti-8404/valeurs"


@pytest.fixture
def samples(lake_of_samples: Lake, settings, db: None) -> Lake:
    settings.ESSOR_OBSERVATORY_DIR = lake_of_samples.root
    make_territoire()
    return lake_of_samples


def every_row(path: str) -> list[dict]:
    """Follow the pages to the end."""
    found, following = [], f"/api/v1/{path}"
    while following:
        answer = call("get", following.removeprefix("/api/v1/"))
        assert answer.status_code == 200, answer.content
        told = answer.json()
        found += told["donnees"]
        following = told["suivant"]
    return found


def test_values_of_a_territory_keep_bounds_and_unknowns(samples: Lake):
    rows = every_row(f"{VALUES}?limite=100")
    by = {(one["identifiant"], one["rubrique"]): one for one in rows}
    assert len(by) == len(rows)
    assert by["emploi_branche", "CG"]["value"] == 8_559
    difficulty = by["difficulte_recrutement", ""]
    assert (difficulty["value"], difficulty["statut"]) == (None, "intervalle")
    assert (round(difficulty["low"], 1), round(difficulty["high"], 1)) == (61.6, 75.5)
    water = by["prelevement_industriel", ""]
    assert (water["value"], water["statut"]) == (None, "non_charge")
    assert {one["identifiant"] for one in rows} == {one.id for one in list_indicators()}


def test_an_answer_already_held_is_not_sent_again(samples: Lake):
    first = call("get", VALUES)
    assert call("get", VALUES, If_None_Match=first.headers["ETag"]).status_code == 304


def test_sources_indicators_and_places_of_a_level(samples: Lake):
    sources = {one["source"]: one for one in every_row("observatoire/sources?limite=10")}
    assert sources["insee_flores"]["is_echantillon"] is True
    assert len(every_row("observatoire/indicateurs?limite=7")) == len(list_indicators())
    path = "observatoire/indicateurs/emploi_branche/valeurs?niveau=zone_emploi&rubrique=CG"
    known = [one for one in every_row(f"{path}&limite=500") if one["value"] is not None]
    assert 8_559 in [one["value"] for one in known]
    assert call("get", "observatoire/indicateurs/bonheur/valeurs").status_code == 404
    assert call("get", f"{path}&niveau=planete").status_code == 422
