"""The same programme on open land."""

import json

import pytest
from click.testing import CliRunner

from essor.commands.friches import group
from essor.engines.friches import roads
from essor.engines.friches.appraise import appraise
from essor.engines.friches.counterfactual import (
    compare_with_greenfield,
    greenfield_case,
    with_roads,
)
from essor.engines.friches.results import lines_of
from essor.engines.friches.study import cases_of
from essor.engines.friches.vocabulary import Nature
from tests.engines.friches.studies import document, study


@pytest.mark.parametrize("nature", [Nature.FARM, Nature.NATURAL_AREA])
def test_advantage_is_the_difference(france, nature):
    found = compare_with_greenfield(study(france), france, nature)
    assert found.advantage_eur == pytest.approx(found.brownfield_eur - found.greenfield_eur)


def test_open_land_takes_land_and_a_farm_loses_its_jobs(france):
    farm = compare_with_greenfield(study(france), france, Nature.FARM)
    meadow = compare_with_greenfield(study(france), france, Nature.NATURAL_AREA)
    assert farm.land_take_ha == pytest.approx(5 * 0.95)
    assert meadow.land_take_ha == pytest.approx(5.0)
    assert farm.jobs_lost_fte == pytest.approx(5.5)
    assert meadow.jobs_lost_fte == 0


def test_roads_are_saved_here_and_paid_there(france):
    (case,) = cases_of(study(france), france)
    other = greenfield_case(case, Nature.FARM, france)
    here, there = roads.sprawl_roads(case), roads.sprawl_roads(other)
    assert here[0].amount == pytest.approx(86_289 * 5)
    assert [flow.amount for flow in there] == [-flow.amount for flow in here]
    result = appraise(other)
    assert with_roads(other, result) < result.npv_eur


def test_open_land_has_no_brownfield_gain(france):
    (case,) = cases_of(study(france), france)
    result = appraise(greenfield_case(case, Nature.FARM, france))
    names = {line.impact for line in lines_of(result.indirect, result.clocks)}
    assert "benefice_exploitation_perdu" in names
    assert not names & {"frais_friche_evites_proprietaire", "valorisation_immobiliere"}
    assert not {line.impact for line in lines_of(result.balance, result.clocks)} & {
        "remise_en_etat"
    }


def test_command_compares_with_open_land(tmp_path):
    path = tmp_path / "etude.json"
    path.write_text(json.dumps(document("industrie")), encoding="utf-8")
    arguments = ["evaluer", str(path), "--contrefactuel"]
    result = CliRunner().invoke(group, arguments, catch_exceptions=False)
    found = json.loads(result.stdout)["contrefactuel"]
    assert set(found) == {"exploitation_agricole", "espace_naturel"}
    assert found["espace_naturel"]["sols_enaf_pris_ha"] == pytest.approx(5.0)
