"""The best mix against every vertex of every choice of programmes."""

import itertools

import numpy as np
import pytest

from essor.engines.friches.choice.land_mix import Limits, Option, best_mix
from essor.foundations.errors import UserFault

BATCH = 20
CASES = range(0, 200, BATCH)


def random_case(seed):
    generator = np.random.default_rng(seed)
    n = int(generator.integers(2, 4))
    options = [
        Option(
            name=f"p{i}",
            gain_eur_ha=float(generator.normal(2e5, 4e5)),
            public_cost_eur_ha=float(generator.uniform(0, 5e5)),
            land_take_ha_ha=float(generator.uniform(0, 1)),
            jobs_fte_ha=float(generator.uniform(0, 40)),
            smallest_ha=float(generator.choice([0.0, 1.0, 3.0])),
            largest_ha=float(generator.uniform(3, 12)),
        )
        for i in range(n)
    ]
    limits = Limits(
        area_ha=10.0,
        budget_eur=float(generator.uniform(5e5, 3e6)),
        land_take_ha=float(generator.uniform(1, 6)),
        jobs_fte=float(generator.choice([0.0, 20.0, 60.0])),
    )
    return options, limits


def brute_force(options, limits):
    """Best gain over the vertices of the polytope of each subset; None when all are empty."""
    best = None
    for size in range(len(options) + 1):
        for chosen in itertools.combinations(options, size):
            gain = best_vertex(chosen, limits)
            if gain is not None and (best is None or gain > best):
                best = gain
    return best


def best_vertex(chosen, limits):
    n = len(chosen)
    rows = [
        ([1.0] * n, limits.area_ha),
        ([o.public_cost_eur_ha for o in chosen], limits.budget_eur),
        ([o.land_take_ha_ha for o in chosen], limits.land_take_ha),
        ([-o.jobs_fte_ha for o in chosen], -limits.jobs_fte),
    ]
    for i, option in enumerate(chosen):
        unit = [float(i == j) for j in range(n)]
        rows.append((unit, min(option.largest_ha, limits.area_ha)))
        rows.append(([-u for u in unit], -option.smallest_ha))
    right = np.array([b for _, b in rows])
    slack = 1e-7 * np.maximum(np.abs(right), 1.0)
    if n == 0:
        return 0.0 if np.all(right >= -slack) else None
    matrix = np.array([row for row, _ in rows])
    active = np.array(list(itertools.combinations(range(len(rows)), n)))
    faces = matrix[active]
    is_point = np.abs(np.linalg.det(faces)) >= 1e-9
    corners = np.linalg.solve(faces[is_point], right[active][is_point][..., None])[..., 0]
    inside = corners[np.all(corners @ matrix.T <= right + slack, axis=1)]
    gains = inside @ np.array([o.gain_eur_ha for o in chosen])
    return float(gains.max()) if len(gains) else None


@pytest.mark.parametrize("first", CASES)
def test_best_mix_equals_brute_force(first):
    outcomes = [check_case(seed) for seed in range(first, first + BATCH)]
    assert any(outcomes), "no case of this batch can be solved"


def check_case(seed):
    """Tell whether the case can be solved, after checking what was found."""
    options, limits = random_case(seed)
    expected = brute_force(options, limits)
    if expected is None:
        with pytest.raises(UserFault):
            best_mix(options, limits)
        return False
    found = best_mix(options, limits)
    assert found.gain_eur == pytest.approx(expected, rel=1e-6, abs=1.0), seed
    assert found.bound_eur >= found.gain_eur - 1.0, seed
    assert found.bound_eur == pytest.approx(found.gain_eur, rel=1e-6, abs=1.0), seed
    assert sum(found.areas_ha.values()) <= limits.area_ha + 1e-6, seed
    return True


def test_prices_are_the_gain_of_one_more_unit():
    options = [
        Option(name="logement", gain_eur_ha=3e5, public_cost_eur_ha=2e5),
        Option(name="parc", gain_eur_ha=1e5, public_cost_eur_ha=0.0),
    ]
    limits = Limits(area_ha=10.0, budget_eur=1e6)
    found = best_mix(options, limits)
    richer = best_mix(options, Limits(area_ha=10.0, budget_eur=1e6 + 1e4))
    larger = best_mix(options, Limits(area_ha=10.1, budget_eur=1e6))
    assert found.areas_ha == pytest.approx({"logement": 5.0, "parc": 5.0})
    assert found.prices["budget_eur"] == pytest.approx((richer.gain_eur - found.gain_eur) / 1e4)
    assert found.prices["surface_ha"] == pytest.approx((larger.gain_eur - found.gain_eur) / 0.1)
