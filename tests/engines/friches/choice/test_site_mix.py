"""From a study to a mix and back."""

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner

from essor.commands.friches import group
from essor.engines.friches.choice.land_mix import Limits
from essor.engines.friches.choice.site_mix import best_site_mix, options_of
from essor.engines.friches.outcome import evaluate
from essor.engines.friches.vocabulary import Programme
from essor.foundations.errors import UserFault
from tests.engines.friches.studies import document, study

SOME = (Programme.INDUSTRY, Programme.HOUSING_NORMAL, Programme.RENATURATION)


def test_values_per_hectare_are_those_of_the_whole_site(france):
    one = study(france, "industrie")
    industry = options_of(one, france, SOME)[0]
    assert industry.gain_eur_ha * 5 == pytest.approx(float(evaluate(one, france).npv_eur))


def test_without_limits_the_best_programme_takes_all(france):
    one = study(france)
    options = options_of(one, france, SOME)
    best = max(options, key=lambda option: option.gain_eur_ha)
    found = best_site_mix(one, france, programmes=SOME, limits=Limits(area_ha=5.0))
    assert found.mix.areas_ha[best.name] == pytest.approx(5.0)
    assert found.evaluated_eur == pytest.approx(best.gain_eur_ha * 5, rel=1e-6)


def test_jobs_asked_for_bring_industry_at_a_price(france):
    one = study(france)
    free = best_site_mix(one, france, programmes=SOME, limits=Limits(area_ha=5.0))
    held = best_site_mix(one, france, programmes=SOME, limits=Limits(area_ha=5.0, jobs_fte=150))
    assert held.mix.areas_ha["industrie"] > free.mix.areas_ha["industrie"]
    assert held.mix.gain_eur < free.mix.gain_eur
    assert held.mix.prices["emplois_etp"] > 0


def test_a_study_of_several_zones_is_refused(france):

    one = study(france)
    two = replace(one, zones=(one.zones[0], replace(one.zones[0], name="b")))
    with pytest.raises(UserFault):
        options_of(two, france, SOME)


def test_command_shares_a_site(tmp_path):
    path = tmp_path / "etude.json"
    path.write_text(json.dumps(document()), encoding="utf-8")
    arguments = ["partage", str(path), "--emplois", "100", "--budget", "6e6"]
    arguments += ["--programme", "industrie", "--programme", "logement_zone_detendue"]
    result = CliRunner().invoke(group, arguments, catch_exceptions=False)
    found = json.loads(result.stdout)
    assert set(found["surfaces_ha"]) == {"industrie", "logement_zone_detendue"}
    assert found["surfaces_ha"]["industrie"] > 0
    assert found["borne_eur"] >= found["gain_lineaire_eur"] - 1


def test_limits_that_cannot_hold_are_said(tmp_path):
    path = tmp_path / "etude.json"
    path.write_text(json.dumps(document()), encoding="utf-8")
    result = CliRunner().invoke(group, ["partage", str(path), "--emplois", "1e9"])
    assert isinstance(result.exception, UserFault)
