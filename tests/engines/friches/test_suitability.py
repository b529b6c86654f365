"""Suitability screening."""

import json

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from essor.commands.friches import group
from essor.engines.friches.suitability import Usage, marks_of, screen
from essor.foundations.errors import UserFault

TOWN = {
    "zonage": "urbaine",
    "surface": "moins_de_1_ha",
    "pollution": "aucune",
    "inondation": "hors_zone",
    "acces_routier": "moyen",
    "transport_commun": "moins_de_500_m",
    "services": "proches",
    "reseaux": "desservi",
    "raccordement_electrique": "moins_de_1_km",
    "bati": "bon_etat",
    "patrimoine": "aucun",
    "milieux_naturels": "aucun",
    "logements_autour": "nombreux",
}
WORKS = TOWN | {
    "zonage": "activites",
    "surface": "plus_de_5_ha",
    "pollution": "averee",
    "acces_routier": "direct",
    "transport_commun": "plus_de_500_m",
    "services": "eloignes",
    "logements_autour": "aucun",
}


def by_use(screening):
    return {row.usage: row for row in screening.uses}


def test_a_clean_plot_in_town_suits_housing(france):
    screening = screen(TOWN, france.parameters)
    assert screening.uses[0].usage is Usage.HOUSING
    assert screening.reliability == 1.0
    row = screening.uses[0]
    assert row.low == pytest.approx(row.score)
    assert row.high == pytest.approx(row.score)


def test_a_large_polluted_plot_by_the_motorway_suits_industry(france):
    assert screen(WORKS, france.parameters).uses[0].usage is Usage.INDUSTRY


def test_a_strong_flood_puts_housing_out_and_says_why(france):
    screening = screen(TOWN | {"inondation": "alea_fort"}, france.parameters)
    housing = by_use(screening)[Usage.HOUSING]
    assert housing.vetoes == ("inondation",)
    assert not screening.uses[0].vetoes
    assert screening.uses[-1].vetoes


def test_what_is_not_known_widens_the_range(france):
    known = screen(TOWN, france.parameters)
    partial = screen({k: v for k, v in TOWN.items() if k != "pollution"}, france.parameters)
    row, whole = by_use(partial)[Usage.HOUSING], by_use(known)[Usage.HOUSING]
    assert row.low < whole.score < row.high + 1e-9
    assert partial.reliability < 1
    assert partial.unknown == ("pollution",)


def test_nothing_known_is_no_score(france):
    screening = screen({}, france.parameters)
    assert screening.reliability == 0
    assert all(row.score is None and row.low < row.high for row in screening.uses)
    assert len(screening.unknown) == 13


def test_reasons_explain_the_score(france):
    row = by_use(screen(TOWN, france.parameters))[Usage.HOUSING]
    assert row.score == pytest.approx(0.5 + sum(reason.effect for reason in row.reasons))


def test_every_fault_at_once(france):
    with pytest.raises(UserFault) as caught:
        screen({"zonage": "lunaire", "meteo": "belle"}, france.parameters)
    assert len(caught.value.faults) == 2


@given(data=st.data())
def test_scores_stay_inside_their_range(france, data):
    p = france.parameters
    chosen = data.draw(st.sets(st.sampled_from(sorted(TOWN))))
    answers = {name: data.draw(st.sampled_from(sorted(marks_of(p, name)))) for name in chosen}
    for row in screen(answers, p).uses:
        assert 0 <= row.low <= row.high <= 1


def test_every_criterion_marks_every_use(france):
    for name in france.parameters.group("aptitude.poids"):
        assert all(len(row) == len(Usage) for row in marks_of(france.parameters, name).values())


def test_command_ranks_the_uses(tmp_path):
    path = tmp_path / "reponses.json"
    path.write_text(json.dumps(TOWN), encoding="utf-8")
    result = CliRunner().invoke(group, ["aptitude", str(path)], catch_exceptions=False)
    found = json.loads(result.stdout)
    assert found["usages"][0]["usage"] == "logement"
    assert found["fiabilite"] == 1.0
