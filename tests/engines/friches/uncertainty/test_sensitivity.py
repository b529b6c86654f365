"""Sensitivity and value of information against exact values."""

import numpy as np
import pytest
from scipy.stats import norm

from essor.engines.friches.uncertainty.distributions import Normal, Uncertain, Uniform
from essor.engines.friches.uncertainty.information import (
    partial_information,
    perfect_information_eur,
)
from essor.engines.friches.uncertainty.sampling import Method, draw
from essor.engines.friches.uncertainty.sensitivity import (
    switching_value,
    tornado,
    variance_indices,
)


def uniforms_named(n, low, high):
    law = Uniform(low=low, high=high)
    return [Uncertain(name=f"x{i}", law=law) for i in range(n)]


def ishigami(draws):
    a, b = 7.0, 0.1
    return (
        np.sin(draws["x0"])
        + a * np.sin(draws["x1"]) ** 2
        + b * draws["x2"] ** 4 * np.sin(draws["x0"])
    )


def test_ishigami_indices():
    found = {
        row.name: row
        for row in variance_indices(
            ishigami, uniforms_named(3, -np.pi, np.pi), n_base=2**13, seed=1
        )
    }
    # Exact values for a = 7, b = 0.1
    variance = 7**2 / 8 + 0.1 * np.pi**4 / 5 + 0.1**2 * np.pi**8 / 18 + 0.5
    v1 = 0.5 * (1 + 0.1 * np.pi**4 / 5) ** 2
    v2 = 7**2 / 8
    v13 = 8 * 0.1**2 * np.pi**8 / 225
    assert found["x0"].first == pytest.approx(v1 / variance, abs=0.01)
    assert found["x1"].first == pytest.approx(v2 / variance, abs=0.01)
    assert found["x2"].first == pytest.approx(0.0, abs=0.01)
    assert found["x0"].total == pytest.approx((v1 + v13) / variance, abs=0.01)
    assert found["x1"].total == pytest.approx(v2 / variance, abs=0.01)
    assert found["x2"].total == pytest.approx(v13 / variance, abs=0.01)


def test_sobol_g_indices():
    a = np.array([0.0, 1.0, 4.5, 9.0])

    def g(draws):
        terms = [(abs(4 * draws[f"x{i}"] - 2) + a[i]) / (1 + a[i]) for i in range(4)]
        return np.prod(terms, axis=0)

    found = {
        row.name: row for row in variance_indices(g, uniforms_named(4, 0, 1), n_base=2**13, seed=2)
    }
    partial = 1 / (3 * (1 + a) ** 2)
    variance = np.prod(1 + partial) - 1
    for i in range(4):
        total = partial[i] * np.prod(np.delete(1 + partial, i)) / variance
        assert found[f"x{i}"].first == pytest.approx(partial[i] / variance, abs=0.01)
        assert found[f"x{i}"].total == pytest.approx(total, abs=0.01)


def linear(draws):
    return 3.0 * draws["a"] - draws["b"] + 2.0


LAWS = [
    Uncertain(name="a", law=Normal(mean=1.0, standard_deviation=2.0)),
    Uncertain(name="b", law=Normal(mean=4.0, standard_deviation=1.0)),
]


def test_tornado_of_a_line():
    wide, thin = tornado(linear, LAWS)
    assert (wide.name, thin.name) == ("a", "b")
    assert wide.width_eur == pytest.approx(3 * 2 * 2 * norm.ppf(0.9))
    assert thin.low_eur - thin.high_eur == pytest.approx(2 * norm.ppf(0.9))


def test_switching_value_of_a_line():
    assert switching_value(linear, LAWS, "a") == pytest.approx(2 / 3, rel=1e-6)
    assert switching_value(linear, LAWS, "b") == pytest.approx(5.0, rel=1e-6)
    far = [Uncertain(name="a", law=Normal(mean=100.0, standard_deviation=0.1)), LAWS[1]]
    assert switching_value(linear, far, "a") is None


def loss(mean, deviation):
    """Mean of the positive part of a normal."""
    ratio = mean / deviation
    return mean * norm.cdf(ratio) + deviation * norm.pdf(ratio)


def test_value_of_information_of_a_line():
    draws = draw(LAWS, 2**15, seed=3, method=Method.SOBOL)
    npv = linear(draws)
    options = np.column_stack([npv, np.zeros_like(npv)])
    mean = 1.0
    assert perfect_information_eur(options) == pytest.approx(
        loss(mean, np.hypot(6, 1)) - mean, rel=0.01
    )
    first, second = partial_information(draws, options)
    assert (first.name, second.name) == ("a", "b")
    assert first.value_eur == pytest.approx(loss(mean, 6.0) - mean, rel=0.02)
    assert second.value_eur == pytest.approx(loss(mean, 1.0) - mean, abs=0.03)


def test_knowing_what_does_not_matter_is_worth_nothing():
    draws = draw([*LAWS, Uncertain(name="c", law=LAWS[0].law)], 2**13, seed=4)
    npv = linear(draws)
    values = {
        row.name: row.value_eur
        for row in partial_information(draws, np.column_stack([npv, np.zeros_like(npv)]))
    }
    assert values["c"] < 0.03 * values["a"]


def test_one_quantity_is_never_worth_more_than_all_of_them():
    """A log-normal cost so wide that the regression alone would promise more than certainty."""
    rng = np.random.default_rng(3)
    scores, other = rng.normal(size=2_000), rng.normal(size=2_000)
    npv = 30e6 - 20e6 * np.exp(1.6 * scores) + 1e6 * other
    options = np.column_stack([npv, np.zeros_like(npv)])
    rows = partial_information({"cout": np.exp(scores), "autre": other}, options)
    assert rows[0].name == "cout"
    assert 0 < rows[0].value_eur <= perfect_information_eur(options)
