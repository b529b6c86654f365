"""Laws and draws against what theory says of them."""

import numpy as np
import pytest

from essor.engines.friches.uncertainty.distributions import (
    LogNormal,
    Normal,
    Triangular,
    Uncertain,
    Uniform,
)
from essor.engines.friches.uncertainty.sampling import Method, chunks, draw, uniforms

A, B = Normal(mean=3.0, standard_deviation=2.0), Normal(mean=-1.0, standard_deviation=1.5)
N = 2**14


def pair(one, two, group=None):
    return [Uncertain(name="a", law=one, group=group), Uncertain(name="b", law=two, group=group)]


@pytest.mark.parametrize("method", list(Method))
def test_sum_of_normals_is_normal(method):
    drawn = draw(pair(A, B), N, seed=1, method=method)
    total = drawn["a"] + drawn["b"]
    tolerance = 0.06 if method is Method.PLAIN else 0.01
    assert np.mean(total) == pytest.approx(2.0, abs=tolerance)
    assert np.std(total) == pytest.approx(2.5, abs=tolerance)
    # P(sum > 0) of a normal of mean 2 and deviation 2.5
    assert np.mean(total > 0) == pytest.approx(0.788145, abs=tolerance / 2)


def test_product_of_log_normals_is_log_normal():
    laws = pair(
        LogNormal(median=10.0, geometric_standard_deviation=1.5),
        LogNormal(median=4.0, geometric_standard_deviation=2.0),
    )
    drawn = draw(laws, N, seed=2, method=Method.SOBOL)
    logs = np.log(drawn["a"] * drawn["b"])
    assert np.mean(logs) == pytest.approx(np.log(40.0), abs=2e-3)
    assert np.std(logs) == pytest.approx(np.hypot(np.log(1.5), np.log(2.0)), rel=2e-3)


def test_triangular_moments_and_bounds():
    law = Triangular(low=1.0, mode=2.0, high=6.0)
    drawn = draw([Uncertain(name="x", law=law)], N, seed=3)["x"]
    assert np.mean(drawn) == pytest.approx(3.0, abs=1e-3)
    assert np.var(drawn) == pytest.approx((1 + 4 + 36 - 2 - 6 - 12) / 18, rel=1e-3)
    assert drawn.min() >= 1.0
    assert drawn.max() <= 6.0
    assert law.quantile(np.array([0.2]))[0] == pytest.approx(2.0)


def test_a_triangular_without_width_is_its_mode():
    law = Triangular(low=2.0, mode=2.0, high=2.0)
    assert law.quantile(np.array([0.1, 0.9])).tolist() == [2.0, 2.0]


def test_latin_hypercube_puts_one_draw_in_each_slice():
    u = uniforms(100, 3, seed=4, method=Method.LATIN_HYPERCUBE)
    for column in u.T:
        assert sorted(np.floor(column * 100).astype(int)) == list(range(100))


def test_groups_are_correlated_and_keep_their_laws():
    law = Uniform(low=0.0, high=1.0)
    drawn = draw(pair(law, law, "couts"), N, seed=5, correlations={"couts": 0.8})
    # Spearman of a Gaussian copula: 6/pi asin(rho/2)
    found = np.corrcoef(drawn["a"], drawn["b"])[0, 1]
    assert found == pytest.approx(6 / np.pi * np.arcsin(0.4), abs=0.01)
    assert np.mean(drawn["b"]) == pytest.approx(0.5, abs=0.01)
    free = draw(pair(law, law, "couts"), N, seed=5)
    assert abs(np.corrcoef(free["a"], free["b"])[0, 1]) < 0.03


def test_same_seed_same_bits_other_seed_other_draws():
    one, two, three = (draw(pair(A, B), 50, seed=seed) for seed in (7, 7, 8))
    assert one["a"].tobytes() == two["a"].tobytes()
    assert one["a"].tobytes() != three["a"].tobytes()


def test_slices_cover_the_draws_in_order():
    drawn = draw(pair(A, B), 10, seed=1)
    parts = list(chunks(drawn, 4))
    assert [len(part["a"]) for part in parts] == [4, 4, 2]
    assert np.concatenate([part["b"] for part in parts]).tolist() == drawn["b"].tolist()
