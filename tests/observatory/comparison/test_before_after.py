import datetime as dt

import numpy as np
import pytest
from scipy.optimize import minimize

from essor.foundations.errors import UserFault
from essor.observatory.comparison.before_after import Fit, Method, fit_all, placebo_of
from essor.observatory.comparison.conventions import conventions_on
from essor.observatory.comparison.measured import measured
from essor.observatory.comparison.panel import BeforeAfterRules, Panel, Years, panel_of
from essor.observatory.comparison.synthetic import simplex_weights

RULES = conventions_on(dt.date(2026, 11, 23)).before_after
YEARS = tuple(range(2014, 2025))
EVENT = 2020


def made(seed: int, *, places: int = 40) -> np.ndarray:
    """Levels of different sizes, three common movements borne unequally, noise; no event."""
    source = np.random.default_rng(seed)
    common = source.normal(0, 1.5, (3, len(YEARS))).cumsum(axis=1)
    borne = source.dirichlet([1, 1, 1], places)
    growth = borne @ common + source.normal(0, 0.4, (places, len(YEARS)))
    return source.lognormal(9, 1, (places, 1)) * (1 + growth / 100)


def series(values: np.ndarray) -> dict[str, Years]:
    return {
        f"p{row:02}": {
            year: measured(f"p{row:02}", value=float(one))
            for year, one in zip(YEARS, values[row], strict=True)
        }
        for row in range(len(values))
    }


def laid(values: np.ndarray) -> Panel:
    return panel_of(series(values), year=EVENT, is_index=True, rules=RULES)


@pytest.mark.parametrize("method", Method)
def test_where_nothing_happened_the_rank_is_anything(method: Method) -> None:
    """The share of places with as large a gap is about uniform: no place is favoured."""
    shares = []
    for seed in range(60):
        panel = laid(made(seed, places=24))
        found = placebo_of(fit_all(panel, method=method, rules=RULES), code="p00", rules=RULES)
        if found.as_large is not None:
            shares.append(found.as_large)
    assert len(shares) > 45
    assert 0.4 < float(np.mean(shares)) < 0.62, "1/2, and a half-place more for oneself"
    for part in (0.1, 0.25, 0.5, 0.75):
        assert abs(float(np.mean([one <= part for one in shares])) - part) < 0.17


@pytest.mark.parametrize("method", Method)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_ten_percent_more_is_found(method: Method, seed: int) -> None:
    values = made(seed)
    values[7, YEARS.index(EVENT) :] *= 1.10
    panel = laid(values)
    fits = fit_all(panel, method=method, rules=RULES)
    own = next(one for one in fits if one.code == "p07")
    found = placebo_of(fits, code="p07", rules=RULES)
    assert own.gap_after == pytest.approx(10, abs=2)
    assert found.rank == 1
    assert found.as_large == 1 / len(found.kept)


def test_the_weights_are_the_best_that_a_general_solver_finds() -> None:
    for seed in range(6):
        source = np.random.default_rng(seed)
        donors, target = source.normal(100, 5, (7, 6)), source.normal(100, 5, 6)
        weights = simplex_weights(donors=donors, target=target)
        assert weights.min() >= 0
        assert weights.sum() == pytest.approx(1)

        def error(w: np.ndarray, donors=donors, target=target) -> float:
            return float(((w @ donors - target) ** 2).sum())

        slow = minimize(
            error, np.full(7, 1 / 7), bounds=[(0, 1)] * 7, method="SLSQP",
            constraints={"type": "eq", "fun": lambda w: w.sum() - 1}, options={"ftol": 1e-12},
        )  # fmt: skip
        assert error(weights) <= slow.fun + 1e-5
        for _ in range(200):  # and no mixture drawn at random does better
            assert error(weights) <= error(source.dirichlet(np.ones(7))) + 1e-9


def test_a_place_that_is_a_mixture_of_others_is_found_again() -> None:
    donors = np.random.default_rng(2).normal(100, 5, (5, 8))
    target = 0.3 * donors[1] + 0.7 * donors[4]
    assert simplex_weights(donors=donors, target=target) == pytest.approx(
        [0, 0.3, 0, 0, 0.7], abs=1e-6
    )


def judged(panel: Panel, row: int, count: int) -> list[float]:
    """The mean of the nearest places before, one by one."""

    def apart(other: int) -> float:
        gaps = [
            (panel.values[row][year] - panel.values[other][year]) ** 2
            for year in range(panel.before)
        ]
        return (sum(gaps) / len(gaps)) ** 0.5

    others = sorted(
        (one for one in range(len(panel.codes)) if one != row), key=lambda one: (apart(one), one)
    )[:count]
    return [
        sum(panel.values[one][year] for one in others) / count for year in range(len(panel.years))
    ]


def test_the_plain_mean_is_that_of_the_nearest_places() -> None:
    panel = laid(made(5))
    fits = fit_all(panel, method=Method.MOYENNE, rules=RULES)
    for row in (0, 13, 39):
        assert fits[row].compared == pytest.approx(judged(panel, row, RULES.neighbours))
        assert panel.codes[row] not in [code for code, _ in fits[row].weights]


def test_a_place_imitated_badly_is_set_apart_by_a_rule_that_is_the_same_for_all() -> None:
    def fit(code: str, error: float, gap: float) -> Fit:
        return Fit(code=code, weights=(), compared=(), gaps=(), error_before=error, gap_after=gap)

    fits = (fit("a", 1, 5), fit("b", 1, -9), fit("c", 1, 1), fit("d", 1, -5), fit("e", 9, 99))
    found = placebo_of(fits, code="a", rules=RULES)
    assert (found.kept, found.apart, found.limit) == (("a", "b", "c", "d"), ("e",), 3)
    assert (found.rank, found.as_large) == (2, 0.75), "the sign does not count; b above, d equal"
    badly = placebo_of(fits, code="e", rules=RULES)
    assert (badly.rank, badly.as_large) == (None, None)


def test_too_few_years_or_places_is_refused_with_every_reason() -> None:
    values = made(1, places=5)
    with pytest.raises(UserFault) as told:
        panel_of(series(values), year=2016, is_index=True, rules=RULES)
    said = str(told.value)
    assert "Trop peu d'années connues avant 2016" in said
    assert "Trop peu de lieux" in said
    with pytest.raises(UserFault, match="à partir de 2030"):
        panel_of(series(made(1)), year=2030, is_index=True, rules=RULES)


def test_an_incomplete_place_is_set_apart_with_its_reason() -> None:
    held = series(made(1))
    held["p00"] = {year: one for year, one in held["p00"].items() if year != 2018}
    held["p01"] = dict(held["p01"]) | {2019: measured("p01", low=1, high=9)}
    held["p02"] = {year: measured("p02", value=0) for year in YEARS}
    panel = panel_of(held, year=EVENT, is_index=True, rules=RULES)
    assert dict(panel.apart) == {
        "p00": "pas de valeur en 2018",
        "p01": "connu par ses bornes seulement",
        "p02": "nul avant\u00a0: une base 100 n'a pas de sens",
    }
    assert len(panel.codes) == 37
    assert panel.values[:, : panel.before].mean(axis=1) == pytest.approx(100)
    bare = panel_of(held, year=EVENT, is_index=False, rules=RULES)
    assert "p02" in bare.codes


def test_the_conventions_are_the_parameters() -> None:
    found = conventions_on(dt.date(2026, 11, 23))
    assert isinstance(found.before_after, BeforeAfterRules)
    assert 0 < found.fragile < found.solid <= 1
    assert 0 < found.rules.near < found.rules.far <= found.rules.ceiling
    assert found.shaking.weight_low <= 1 <= found.shaking.weight_high
