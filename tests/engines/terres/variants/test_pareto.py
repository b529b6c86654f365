"""The front: ends, shape, prices, and weighted sums that land on it; HiGHS of scipy as judge."""

from functools import cache

import numpy as np
import pytest

from essor.engines.terres.inputs import Instance
from essor.engines.terres.variants.pareto import Front, front
from essor.engines.terres.variants.solver import Progress, Watch
from essor.engines.terres.variants.stopping import Stopped
from tests.engines.terres.variants.cases import instance_of
from tests.engines.terres.variants.judge import Judge, Row, judged_plan, kgco2e

SEEDS = range(50)
POINTS = 3  # and both ends: 200 ceilings judged in all


@cache
def traced(seed: int) -> tuple[Instance, Front]:
    instance = instance_of(seed)
    return instance, front(instance=instance, points=POINTS)


def emissions(instance: Instance, judge: Judge) -> Row:
    weights = {outlet.id: outlet.virgin_kgco2e_t for outlet in instance.outlets}
    bought = {name: weights[str(name[2])] for name in judge.costs if name[1] == "b"}
    return kgco2e(instance, judge) | bought


def same_service(instance: Instance, unserved_t: float) -> tuple[Judge, Row]:
    judge = judged_plan(instance)
    judge.row({n: 1.0 for n in judge.costs if n[1] == "u"}, upper=unserved_t + 1e-6)
    return judge, emissions(instance, judge)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_point_is_the_least_cost_under_its_emissions(seed: int) -> None:
    instance, found = traced(seed)
    for point in found.points:
        judge, carbon = same_service(instance, found.unserved_t)
        judge.row(carbon, upper=point.kgco2e + 1e-7)
        assert judge.solve()[0] == pytest.approx(point.cost_eur, rel=1e-6)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_ends_are_the_cheapest_and_the_cleanest_plans(seed: int) -> None:
    instance, found = traced(seed)
    assert judged_plan(instance).solve()[0] == pytest.approx(found.points[0].cost_eur, rel=1e-6)
    judge, carbon = same_service(instance, found.unserved_t)
    judge.costs = {name: carbon.get(name, 0.0) for name in judge.costs}
    assert judge.solve()[0] == pytest.approx(found.points[-1].kgco2e, rel=1e-6)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_front_is_monotone_and_convex(seed: int) -> None:
    _, found = traced(seed)
    costs = np.array([point.cost_eur for point in found.points])
    carbon = np.array([point.kgco2e for point in found.points])
    assert np.all(np.diff(costs) > -1e-6)
    assert np.all(np.diff(carbon) < 0)
    slopes = -np.diff(costs) / np.diff(carbon)
    assert np.all(np.diff(slopes) > -1e-4 * np.maximum(1.0, slopes[1:]))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_price_of_a_tonne_avoided_is_a_slope_of_the_front(seed: int) -> None:
    """A subgradient: the front is nowhere below the line it draws."""
    _, found = traced(seed)
    for point in found.points[:-1]:
        assert point.eur_per_tco2e is not None
        for other in found.points:
            line = point.cost_eur + point.eur_per_tco2e / 1000 * (point.kgco2e - other.kgco2e)
            assert other.cost_eur >= line - 1e-5 * max(1.0, abs(line))


@pytest.mark.parametrize("seed", range(15))
def test_weighted_sums_land_on_the_front(seed: int) -> None:
    instance, found = traced(seed)
    for weight in (0.05, 0.5, 5.0):
        judge, carbon = same_service(instance, found.unserved_t)
        eur = dict(judge.costs)
        judge.costs = {name: eur[name] + weight * carbon.get(name, 0.0) for name in eur}
        best = judge.solve()[0]
        assert all(p.cost_eur + weight * p.kgco2e >= best - 1e-5 for p in found.points)
        values = judge.solve()[1]
        kilos = sum(carbon.get(name, 0.0) * value for name, value in values.items())
        on_it, limits = same_service(instance, found.unserved_t)
        on_it.row(limits, upper=kilos + 1e-7)
        cost = sum(eur[name] * value for name, value in values.items())
        assert on_it.solve()[0] == pytest.approx(cost, rel=1e-6)


def test_every_point_is_a_whole_plan() -> None:
    instance, found = traced(8)
    assert len(found.points) == POINTS + 2
    for point in found.points:
        totals = point.plan.totals
        assert totals.total_cost_eur == pytest.approx(point.cost_eur)
        assert totals.kgco2e + totals.virgin_kgco2e == pytest.approx(point.kgco2e)
        moved = sum(flow.tonnes for flow in point.plan.flows if flow.lot is not None)
        assert moved + totals.unserved_t == pytest.approx(instance.total_t)


def test_progress_counts_the_points_and_a_cancel_stops_between_two() -> None:
    heard: list[Progress] = []
    watch = Watch(on_progress=heard.append, is_cancelled=lambda: len(heard) >= 2)
    with pytest.raises(Stopped):
        front(instance=instance_of(8), points=6, watch=watch)
    assert [news.done for news in heard] == [3, 4]
    assert heard[0].total == 8
