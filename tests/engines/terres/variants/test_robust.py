"""The budget Γ against scipy, its two ends, and what the simulation of overflows sees."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from essor.engines.terres.inputs import Instance, at_period
from essor.engines.terres.variants.plainly import solve_plainly
from essor.engines.terres.variants.robust import RobustPlan, RobustTerms, solve_robust
from essor.foundations.errors import UserFault
from tests.engines.terres.variants.cases import Size, instance_of
from tests.engines.terres.variants.judge import Judge, Name, Row, judged_plan, reaching


def robust(instance: Instance, **terms: float) -> RobustPlan:
    asked = RobustTerms(**{"draws": 50, **terms})  # type: ignore[arg-type]
    return solve_robust(instance=instance, terms=asked, generator=np.random.default_rng(7))


def source(name: Name) -> Name:
    return (name[1], name[2]) if name[1] == "x" else (name[1], name[2], name[3])


def protect(
    judge: Judge, tag: object, row: Row, capacity: float, gamma: float, share: float
) -> None:
    z = judge.variable(("z", tag))
    total = row | {z: gamma}
    for name in {source(column) for column in row}:
        p = judge.variable(("p", tag, name))
        total[p] = 1.0
        mine = {column: -share for column in row if source(column) == name}
        judge.row(mine | {p: 1.0, z: 1.0}, lower=0.0)
    judge.row(total, upper=capacity)


def judged(instance: Instance, gamma: float, share: float) -> float:
    judge = judged_plan(instance)
    for outlet in instance.outlets:
        every = reaching(judge, outlet.id)
        for t in range(instance.periods):
            limit = at_period(outlet.capacity_t_per_period, t)
            row = {name: 1.0 for name in every if name[-1] == t}
            if limit is not None and row:
                protect(judge, (outlet.id, t), row, limit, gamma, share)
        if outlet.capacity_t is not None and every:
            protect(judge, outlet.id, every, outlet.capacity_t, gamma, share)
    return judge.solve()[0]


@pytest.mark.parametrize("seed", range(200))
def test_a_robust_plan_against_the_judge(seed: int) -> None:
    instance, gamma, share = instance_of(seed), (0.0, 0.5, 1.0, 2.0)[seed % 4], 0.1 + seed % 3 / 10
    found = robust(instance, gamma=gamma, share=share)
    assert found.cost_eur == pytest.approx(judged(instance, gamma, share), rel=1e-6, abs=1e-6)
    assert found.plan.totals.total_cost_eur == pytest.approx(found.cost_eur, rel=1e-6)


@pytest.mark.parametrize("seed", range(15))
def test_no_budget_is_the_nominal_plan_and_more_budget_never_costs_less(seed: int) -> None:
    instance = instance_of(seed)
    costs = [robust(instance, gamma=gamma).cost_eur for gamma in (0.0, 1.0, 2.0, 9.0)]
    nominal = solve_plainly(instance=instance).totals.total_cost_eur
    assert costs[0] == pytest.approx(nominal)
    assert all(low <= high + 1e-6 for low, high in zip(costs, costs[1:], strict=False))


@pytest.mark.parametrize("seed", range(15))
def test_a_protected_plan_withstands_any_gamma_lots_together(seed: int) -> None:
    """The definition itself, tried lot by lot: direct flows only."""
    instance = instance_of(seed, Size(platforms=0))
    plan = robust(instance, gamma=2.0, share=0.3).plan
    for outlet in instance.outlets:
        for t in range(instance.periods):
            limit = at_period(outlet.capacity_t_per_period, t)
            loads = [f.tonnes for f in plan.flows if (f.destination_id, f.period) == (outlet.id, t)]
            for larger in combinations(loads, min(2, len(loads))):
                assert limit is not None
                assert sum(loads) + 0.3 * sum(larger) <= limit + 1e-6


def test_full_protection_never_overflows_and_the_seed_decides() -> None:
    instance = instance_of(8, Size(lots=6, platforms=0), tightness=0.9)
    safe = robust(instance, gamma=20.0, share=0.25, draws=300)
    assert safe.overflow.probability == 0.0
    assert safe.nominal_overflow.probability > 0.3
    assert safe.nominal_overflow.mean_t > 0
    assert safe.overflow.mean_t == 0.0
    assert safe.premium_eur > 0
    again = robust(instance, gamma=20.0, share=0.25, draws=300)
    assert again.as_dict() == safe.as_dict()


def test_the_overflow_of_one_full_outlet_is_one_half() -> None:
    """One lot, one outlet filled to the brim: larger one time out of two."""
    base = instance_of(1, Size(lots=1, outlets=1, platforms=0, density=1.0))
    lot = replace(base.lots[0], tonnes_per_period=(50.0,), first_period=1)
    outlet = replace(
        base.outlets[0], capacity_t_per_period=50.0, capacity_t=None, need_t=None, opens=0,
        virgin_eur_t=None, closes=3,
    )  # fmt: skip
    instance = replace(base, lots=(lot,), outlets=(outlet,), sites=())
    found = robust(instance, gamma=0.0, share=0.2, draws=4000)
    assert found.overflow.probability == pytest.approx(0.5, abs=0.03)
    assert found.overflow.mean_t == pytest.approx(50 * 0.2 / 4, abs=0.15)
    assert found.overflow.by_outlet == {"R0": found.overflow.probability}


def test_a_margin_may_be_what_makes_a_need_impossible() -> None:
    base = instance_of(1, Size(lots=2, outlets=1, platforms=0, density=1.0))
    outlet = replace(
        base.outlets[0], capacity_t=60.0, capacity_t_per_period=None, need_t=58.0,
        virgin_eur_t=None, opens=0, closes=3,
    )  # fmt: skip
    lots = tuple(replace(lot, tonnes_per_period=(50.0,)) for lot in base.lots)
    instance = replace(base, lots=lots, outlets=(outlet,), sites=())
    assert robust(instance, gamma=0.0).plan.optimal
    with pytest.raises(UserFault) as caught:
        robust(instance, gamma=2.0)
    assert "marge pour les volumes incertains" in caught.value.faults[0].message
