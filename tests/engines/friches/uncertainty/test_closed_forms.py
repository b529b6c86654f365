"""Draws that went through the whole engine, against laws that are known in closed form."""

import numpy as np
import pytest
from scipy.stats import norm

from essor.engines.friches.outcome import evaluate
from essor.engines.friches.uncertainty.distributions import LogNormal, Normal, Uncertain, Uniform
from essor.engines.friches.uncertainty.sampling import Method, draw
from essor.engines.friches.uncertainty.simulation import npv_model, simulate
from tests.engines.friches.studies import study

N = 2**13
FACTOR, UNIT_COST = "couts.facteur_travaux", "couts.depollution_eur_m2"
BUY, SELL = "projet.achat_eur", "projet.revente_eur"


def test_a_sum_of_normals_stays_normal_through_the_engine(france):
    """The balance is a line in two independent prices: its law is that of their sum."""
    one = study(france, projet={"achat_eur": 2e6, "revente_eur": 3e6})
    laws = [
        Uncertain(name=BUY, law=Normal(mean=2e6, standard_deviation=3e5)),
        Uncertain(name=SELL, law=Normal(mean=3e6, standard_deviation=4e5)),
    ]

    def balance(buy, sell):
        return float(evaluate(one.drawn({BUY: buy, SELL: sell}), france).balance_eur)

    middle = balance(2e6, 3e6)
    slopes = [balance(3e6, 3e6) - middle, balance(2e6, 4e6) - middle]
    deviation = float(np.hypot(slopes[0] * 0.3, slopes[1] * 0.4))
    assert deviation > 1e5
    found = simulate(one, france, draw(laws, N, seed=1, method=Method.SOBOL)).balance_eur
    assert np.mean(found) == pytest.approx(middle, abs=deviation / 200)
    assert np.std(found) == pytest.approx(deviation, rel=5e-3)
    low, high = np.percentile(found, [5, 95])
    assert low == pytest.approx(middle - norm.ppf(0.95) * deviation, abs=deviation / 50)
    assert high == pytest.approx(middle + norm.ppf(0.95) * deviation, abs=deviation / 50)


def test_probability_and_percentiles_are_those_of_the_normal(france):
    """The report's own summary, for a value that is a line in one normal price."""
    one = study(france, projet={"achat_eur": 1e6, "revente_eur": 1e6})
    model = npv_model(one, france)
    at, beside = model({SELL: np.array([1e6, 2e6])})
    slope = (beside - at) / 1e6
    if abs(slope) < 1e-6:
        pytest.fail("the price of the resale no longer reaches the value")
    spread = abs(at / slope) / 0.7  # so that zero is 0.7 deviations away
    law = Normal(mean=1e6, standard_deviation=spread)
    draws = draw([Uncertain(name=SELL, law=law)], N, seed=2)
    found = simulate(one, france, draws).summary()
    sign = 1 if at > 0 else -1
    assert found["probabilite_positive"] == pytest.approx(norm.cdf(sign * 0.7), abs=2e-3)
    for percentile in (5, 25, 50, 75, 95):
        exact = at + norm.ppf(percentile / 100) * spread * abs(slope)
        assert found[f"p{percentile}"] == pytest.approx(exact, abs=spread * abs(slope) / 200)


def test_a_product_of_log_normals_stays_log_normal_through_the_engine(france):
    """Cleaning costs are a factor times a unit cost: their law is that of the product."""
    one = study(france, site={"surface_polluee_m2": 20_000})
    laws = [
        Uncertain(name=FACTOR, law=LogNormal(median=1.0, geometric_standard_deviation=1.5)),
        Uncertain(name=UNIT_COST, law=LogNormal(median=66.0, geometric_standard_deviation=2.0)),
    ]
    draws = draw(laws, N, seed=3, method=Method.SOBOL)
    clean = {**draws, UNIT_COST: np.zeros(N)}
    cost = simulate(one, france, clean).balance_eur - simulate(one, france, draws).balance_eur
    logs = np.log(cost)
    exactly = {FACTOR: 1.0, UNIT_COST: 66.0}, {FACTOR: 1.0, UNIT_COST: 0.0}
    dear, free = (float(evaluate(one.drawn(values), france).balance_eur) for values in exactly)
    assert np.mean(logs) == pytest.approx(np.log(free - dear), abs=2e-3)
    assert np.std(logs) == pytest.approx(np.hypot(np.log(1.5), np.log(2.0)), rel=2e-3)


def test_annuities_at_rates_that_are_drawn(france):
    """Guarding a site, for as many rates as draws, against the annuity due of each rate."""
    law = Uniform(low=0.005, high=0.08)
    rates = draw([Uncertain(name="actualisation.taux", law=law)], 500, seed=4)
    found = evaluate(study(france, annees=30).drawn(rates), france)
    (zone,) = found.zones.values()
    guard = next(flow for flow in zone.indirect if flow.detail == "gardiennage")
    values = guard.amount * zone.clocks.window_sum(guard.clock, guard.start, guard.stop)
    rate, years = rates["actualisation.taux"], zone.frame.n_years
    exact = 22_000 * 5 * (1 - (1 + rate) ** -years) / rate * (1 + rate)
    assert values == pytest.approx(exact, rel=1e-12)
    assert np.ptp(values) > 1e5
