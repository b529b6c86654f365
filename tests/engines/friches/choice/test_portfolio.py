"""Portfolios against brute force and against a bound that owes nothing to the solver."""

import itertools
import json

import numpy as np
import pytest
from click.testing import CliRunner

from essor.commands.friches import group
from essor.engines.friches.choice.portfolio import Scenario, best_portfolio, relaxed_bound_eur
from essor.foundations.errors import UserFault
from tests.engines.friches.studies import document

YEARS = (2027, 2028, 2029)


def random_case(seed):
    generator = np.random.default_rng(seed)
    scenarios = [
        Scenario(
            site=f"s{site}",
            name=f"v{i}",
            gain_eur=float(generator.normal(1e6, 1e6)),
            cost_eur_by_year={y: float(generator.uniform(0, 1e6)) for y in YEARS},
        )
        for site in range(int(generator.integers(2, 6)))
        for i in range(int(generator.integers(1, 4)))
    ]
    return scenarios, {y: float(generator.uniform(5e5, 2e6)) for y in YEARS}


def brute_force(scenarios, budget):
    sites = sorted({s.site for s in scenarios})
    choices = [[None, *(s for s in scenarios if s.site == site)] for site in sites]
    best = 0.0
    for picked in itertools.product(*choices):
        kept = [s for s in picked if s is not None]
        fits = all(sum(s.cost_eur_by_year[y] for s in kept) <= budget[y] for y in YEARS)
        if fits:
            best = max(best, sum(s.gain_eur for s in kept))
    return best


def dual_bound(scenarios, budget, prices):
    """Weak duality, by hand: for any prices of the budgets, no portfolio can gain more.

    Each site takes the scenario that is worth most once its money is paid at these prices, or
    none; the budgets themselves are sold at the same prices.
    """
    best = dict.fromkeys((s.site for s in scenarios), 0.0)
    for one in scenarios:
        worth = one.gain_eur - sum(prices[y] * one.cost_eur_by_year[y] for y in YEARS)
        best[one.site] = max(best[one.site], worth)
    return sum(prices[y] * budget[y] for y in YEARS) + sum(best.values())


def check_certificate(found, scenarios, budget):
    """The bound is reached, and prices that are not the solver's word bound it too."""
    assert found.bound_eur == pytest.approx(found.gain_eur, rel=1e-6, abs=1e-3)
    assert all(price >= -1e-9 for price in found.year_prices.values())
    dual = dual_bound(scenarios, budget, found.year_prices)
    assert dual >= found.gain_eur - 1e-3
    assert dual <= relaxed_bound_eur(scenarios, budget) * (1 + 1e-6) + 1e-3
    naive = dual_bound(scenarios, budget, dict.fromkeys(YEARS, 0.0))
    assert dual <= naive + 1e-3


@pytest.mark.parametrize("first", range(0, 100, 10))
def test_best_portfolio_equals_brute_force(first):
    for seed in range(first, first + 10):
        check_best(seed)


def check_best(seed):
    scenarios, budget = random_case(seed)
    found = best_portfolio(scenarios, budget)
    assert found.gain_eur == pytest.approx(brute_force(scenarios, budget), rel=1e-9, abs=1e-3)
    check_certificate(found, scenarios, budget)
    assert relaxed_bound_eur(scenarios, budget) >= found.gain_eur - 1e-3
    assert all(found.spent_eur[y] <= budget[y] + 1e-3 for y in YEARS)
    assert len({site for site, _ in found.chosen}) == len(found.chosen)


@pytest.mark.parametrize("first", range(0, 30, 10))
def test_the_next_euro_pays_what_it_says(first):
    assert sum(check_next_euro(seed) for seed in range(first, first + 10)) > 0


def check_next_euro(seed):
    scenarios, budget = random_case(seed)
    found = best_portfolio(scenarios, budget)
    if found.next_euro is None:
        return False
    _, extra, gain = found.next_euro
    richer = best_portfolio(scenarios, {y: b + extra for y, b in budget.items()})
    assert richer.gain_eur >= found.gain_eur + gain - 1e-3, seed
    return True


def test_a_compulsory_site_that_does_not_fit_is_said():
    row = Scenario(
        site="a", name="v", gain_eur=1.0, cost_eur_by_year={2027: 5.0}, is_compulsory=True
    )
    with pytest.raises(UserFault):
        best_portfolio([row], {2027: 1.0})


def test_command_mixes_numbers_and_studies(tmp_path):
    path = tmp_path / "portefeuille.json"
    scenarios = [{"nom": "solaire", "etude": document("centrale_photovoltaique", area=20_000)}]
    fixed = [{"nom": "parc", "gain_eur": 5e6, "couts_eur": {"2028": 1e6}}]
    data = {
        "budget_eur": {str(year): 4e6 for year in range(2027, 2031)},
        "sites": [{"nom": "A", "scenarios": scenarios}, {"nom": "B", "scenarios": fixed}],
    }
    path.write_text(json.dumps(data), encoding="utf-8")
    result = CliRunner().invoke(group, ["portefeuille", str(path)], catch_exceptions=False)
    found = json.loads(result.stdout)
    assert {"site": "B", "scenario": "parc"} in found["retenus"]
    assert found["borne_eur"] >= found["gain_eur"] - 1


def test_every_fault_of_a_portfolio_at_once(tmp_path):
    path = tmp_path / "portefeuille.json"
    bad = [{"nom": "x"}, {"gain_eur": 1, "couts_eur": {"demain": 3}}]
    data = {"budget_eur": {"2027": -1}, "sites": [{"nom": "A", "scenarios": bad}, {"nom": "B"}]}
    path.write_text(json.dumps(data), encoding="utf-8")
    result = CliRunner().invoke(group, ["portefeuille", str(path)])
    assert isinstance(result.exception, UserFault)
    assert len(result.exception.faults) >= 4
