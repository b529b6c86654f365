"""The vectorised engine judged by a plain loop, one evaluation per draw."""

import json
from dataclasses import replace

import numpy as np
import pytest
from click.testing import CliRunner

from essor.commands.friches import group
from essor.engines.friches.outcome import evaluate
from essor.engines.friches.uncertainty.distributions import LogNormal, Triangular, Uncertain
from essor.engines.friches.uncertainty.laws import default_laws, read_laws
from essor.engines.friches.uncertainty.sampling import draw
from essor.engines.friches.uncertainty.simulation import simulate
from essor.engines.friches.vocabulary import Work
from essor.foundations.errors import UserFault
from essor.references.loader import parameters
from tests.engines.friches.studies import PROGRAMMES, document, study

LAWS = [
    Uncertain(name="actualisation.taux", law=Triangular(low=0.02, mode=0.032, high=0.05)),
    Uncertain(name="carbone.valeur.2030", law=Triangular(low=200, mode=300, high=400)),
    Uncertain(
        name="couts.facteur_travaux",
        law=LogNormal(median=1.0, geometric_standard_deviation=1.6),
    ),
    Uncertain(name="site.surface_m2", law=Triangular(low=4_000, mode=30_000, high=90_000)),
    Uncertain(name="site.surface_polluee_m2", law=Triangular(low=0, mode=1_000, high=4_000)),
    Uncertain(name="commune.population", law=Triangular(low=3_000, mode=40_000, high=200_000)),
    Uncertain(name="deplacements.km_par_jour", law=Triangular(low=0.4, mode=1.2, high=2)),
]


DRAWS = 20  # a Latin hypercube: one in each twentieth of every law


@pytest.mark.parametrize("programme", PROGRAMMES)
@pytest.mark.parametrize("name", ["reference", "france"])
def test_draws_at_once_equal_a_plain_loop(request, programme, name):
    profile = request.getfixturevalue(name)
    one = study(profile, programme)
    draws = draw(LAWS, DRAWS, seed=11)
    found = simulate(one, profile, draws)
    for i in range(DRAWS):
        single = evaluate(one.drawn({n: float(v[i]) for n, v in draws.items()}), profile)
        assert found.npv_eur[i] == pytest.approx(float(single.npv_eur), rel=1e-11, abs=1e-6)
        assert found.balance_eur[i] == pytest.approx(float(single.balance_eur), rel=1e-11)
        year = float(single.break_even_year())
        assert found.break_even_year[i] == pytest.approx(year, nan_ok=True)
        for bearer, value in single.distribution_eur.items():
            mine = found.distribution_eur[bearer][i]
            assert mine == pytest.approx(float(value), rel=1e-10, abs=1e-6)


def test_slices_do_not_change_the_result(france, monkeypatch):
    one, draws = study(france), draw(LAWS, 30, seed=3)
    whole = simulate(one, france, draws)
    monkeypatch.setattr("essor.engines.friches.uncertainty.simulation.CHUNK", 7)
    sliced = simulate(one, france, draws)
    assert sliced.npv_eur == pytest.approx(whole.npv_eur, rel=1e-12)


def test_default_laws_follow_the_size_of_the_site(france):
    files = parameters()
    small = default_laws(study(france, area=1_500), files).uncertain[-1].law
    large = default_laws(study(france, area=400_000), files).uncertain[-1].law
    assert small.geometric_standard_deviation < large.geometric_standard_deviation
    names = {one.name for one in default_laws(study(france), files).uncertain}
    assert "deplacements.part_concernee" in names


def test_every_fault_of_the_laws_at_once(france):
    one = study(france)
    laws = {
        "inconnu": {"loi": "normale"},
        "calendrier.annees_evaluation": {"loi": "uniforme", "bas": 1, "haut": 2},
        "actualisation.taux": {"loi": "uniforme", "bas": 0.05, "haut": 0.02},
        "couts.facteur_travaux": {"loi": "log_normale", "mediane": 1},
        "correlations": {"x": 1.5},
    }
    with pytest.raises(UserFault) as caught:
        read_laws(laws, study=one, parameters=france.parameters)
    assert len(caught.value.faults) == 5


def test_command_writes_a_report_that_repeats_bit_for_bit(tmp_path):
    source, outputs = tmp_path / "etude.json", [tmp_path / "a.json", tmp_path / "b.json"]
    laws = {
        "couts.depollution_eur_m2": {
            "loi": "triangulaire",
            "bas": 30,
            "mode": 66,
            "haut": 240,
            "groupe": "couts",
        },
        "couts.demolition_eur_m2": {
            "loi": "log_normale",
            "mediane": 75,
            "ecart_type_geometrique": 1.5,
            "groupe": "couts",
        },
        "correlations": {"couts": 0.6},
    }
    source.write_text(json.dumps(document() | {"incertitudes": laws}), encoding="utf-8")
    for output in outputs:
        arguments = ["evaluer", str(source), "-o", str(output), "--tirages", "300", "--graine", "9"]
        assert CliRunner().invoke(group, arguments, catch_exceptions=False).exit_code == 0
    assert outputs[0].read_bytes() == outputs[1].read_bytes()
    report = json.loads(outputs[0].read_text(encoding="utf-8"))["incertitude"]
    assert {row["nom"] for row in report["tornade"]} == set(laws) - {"correlations"}
    assert report["van_eur"]["p5"] <= report["van_eur"]["p50"] <= report["van_eur"]["p95"]
    assert report["van_eur"]["p5"] < report["van_eur"]["p95"]
    assert np.isfinite(report["information_parfaite_eur"])


def test_a_cost_that_was_given_no_longer_bears_the_factor(france):
    whole = study(france)
    costs = {work.value: 1_000.0 for work in Work}
    priced = replace(
        whole,
        zones=tuple(
            replace(
                zone,
                numbers={**zone.numbers, **{f"projet.couts_eur.{k}": v for k, v in costs.items()}},
            )
            for zone in whole.zones
        ),
    )
    for one, moves in ((whole, True), (priced, False)):
        base, dear = (
            evaluate(one.drawn({"couts.facteur_travaux": factor}), france) for factor in (1.0, 3.0)
        )
        assert (float(base.npv_eur) != float(dear.npv_eur)) is moves
