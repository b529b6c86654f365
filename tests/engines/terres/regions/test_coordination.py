"""Regions that share outlets reach the optimum of the whole, with a bound that anyone may check."""

from dataclasses import replace

import numpy as np
import pytest

from essor.engines.terres.inputs import Instance, Outlet
from essor.engines.terres.planning.program import Program, build_program
from essor.engines.terres.regions.blocks import Split, split
from essor.engines.terres.regions.coordination import Round, constant, coordinate, sound_prices
from essor.engines.terres.regions.linear import Linear, Optimum, solve_linear
from essor.engines.terres.regions.partition import joined_by_platforms
from essor.engines.terres.regions.pricing import respond
from essor.engines.terres.vocabulary import Objective, OutletKind
from essor.foundations.errors import UserFault
from tests.engines.terres.instances import random_instance


def by_site(instance: Instance, count: int = 4) -> tuple[str, ...]:
    return tuple(f"région {int(lot.site[1:]) % count}" for lot in instance.lots)


def tight(seed: int, *, platforms: int = 0) -> Instance:
    """Small and short of capacity; a platform, if any, is for the sites of one region."""
    instance = random_instance(
        seed,
        lots=14,
        outlets=7,
        periods=5,
        platforms=platforms,
        sites=8,
        most_t=20,
        needs=True,
        explicit=bool(platforms),
    )
    if not platforms:
        return instance
    near = {lot.id for lot in instance.lots if int(lot.site[1:]) % 4 == 0}
    pairs = [
        pair for pair in instance.pairs or () if not pair.platform or pair.lot in {*near, None}
    ]
    return replace(instance, pairs=tuple(pairs))


def cut(program: Program, count: int = 4) -> Split:
    return split(program, joined_by_platforms(by_site(program.instance, count), program.pairs))


def whole(program: Program) -> Optimum:
    return solve_linear(
        Linear(
            cost=program.cost,
            matrix=program.matrix,
            lower=program.row_lower,
            upper=program.row_upper,
        )
    )


def assert_feasible(program: Program, x: np.ndarray) -> None:
    rows = program.matrix @ x
    assert (x >= 0).all()
    assert (rows >= program.row_lower - 1e-6).all()
    assert (rows <= program.row_upper + 1e-6).all()


def bound_of(program: Program, duals: np.ndarray) -> float:
    """Lower bound that any duals prove, worked out on the whole program alone.

    A column may weigh at most what the instance can move: a reduced cost that rounding left
    below zero costs that much.
    """
    reduced = program.cost - program.matrix.T @ duals
    assert reduced.min() > -1e-6
    most_t = program.instance.total_t + sum(one.need_t or 0 for one in program.instance.outlets)
    with np.errstate(invalid="ignore"):
        side = np.where(duals > 0, program.row_lower * duals, program.row_upper * duals)
    return float(side[duals != 0].sum() + np.minimum(reduced, 0).sum() * most_t)


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize("platforms", [0, 1])
def test_the_value_is_the_optimum_of_the_whole_and_the_duals_prove_it(
    seed: int, platforms: int
) -> None:
    program = build_program(tight(seed, platforms=platforms))
    best = whole(program).value
    found = coordinate(cut(program))
    assert_feasible(program, found.x)
    assert program.cost @ found.x == pytest.approx(found.cost, rel=1e-12)
    assert found.cost == pytest.approx(best, rel=2e-6)
    assert found.bound <= best * (1 + 1e-9)
    assert found.is_proven
    assert bound_of(program, found.duals) == pytest.approx(found.bound, rel=1e-6, abs=1e-3)


@pytest.mark.parametrize("seed", range(5))
def test_co2_is_coordinated_as_well(seed: int) -> None:
    program = build_program(tight(seed), objective=Objective.CO2)
    assert coordinate(cut(program)).cost == pytest.approx(whole(program).value, rel=2e-6)


@pytest.mark.parametrize("seed", range(10))
def test_any_prices_give_a_bound(seed: int) -> None:
    program = build_program(tight(seed))
    parts = cut(program)
    draws = np.random.default_rng(seed).normal(scale=40, size=(5, len(parts.common.rows)))
    best = whole(program).value
    for prices in draws:
        sound = sound_prices(prices, parts.common)
        answers = sum(respond(region, sound).value for region in parts.regions)
        assert answers + constant(sound, parts.common) <= best + 1e-6


def test_bounds_close_in_and_are_told_round_by_round() -> None:
    parts = cut(build_program(tight(3)))
    told: list[Round] = []
    found = coordinate(parts, on_round=told.append)
    assert tuple(told) == found.rounds
    bounds = [one.bound for one in told]
    costs = [one.cost for one in told if one.cost is not None]
    assert bounds == sorted(bounds)
    assert costs == sorted(costs, reverse=True)
    assert len(told) > 3


def test_stopped_early_it_gives_a_plan_that_holds_and_its_gap() -> None:
    program = build_program(tight(3))
    found = coordinate(cut(program), most_rounds=2)
    best = whole(program).value
    assert len(found.rounds) == 2
    assert not found.is_proven
    assert_feasible(program, found.x)
    assert found.bound < best <= found.cost
    assert found.gap == pytest.approx((found.cost - found.bound) / found.cost)


def test_rows_and_columns_are_cut_without_loss_or_overlap() -> None:
    program = build_program(tight(4, platforms=1))
    parts = cut(program)
    assert len(parts.regions) == 4
    rows = np.concatenate([parts.common.rows, *(one.rows for one in parts.regions)])
    columns = np.concatenate([parts.common.columns, *(one.columns for one in parts.regions)])
    assert sorted(rows) == list(range(program.matrix.shape[0]))
    assert sorted(columns) == list(range(program.matrix.shape[1]))
    entries = sum(one.matrix.nnz + one.shared.nnz for one in parts.regions)
    assert entries + parts.common.matrix.nnz == program.matrix.nnz


def test_a_need_that_nobody_can_meet_is_said() -> None:
    instance = tight(1)
    starved = Outlet(
        id="zac", kind=OutletKind.AMENAGEMENT, need_t=1e6, lon=3.1, lat=45.7, virgin_eur_t=None
    )
    program = build_program(replace(instance, outlets=(*instance.outlets, starved)))
    with pytest.raises(UserFault, match="ucun plan"):
        coordinate(cut(program))


def test_a_hard_need_is_met_by_several_regions() -> None:
    instance = tight(1)
    need = 0.6 * instance.total_t
    hungry = Outlet(
        id="zac", kind=OutletKind.AMENAGEMENT, need_t=need, lon=3.1, lat=45.7, fee_eur_t=400.0
    )
    program = build_program(replace(instance, outlets=(*instance.outlets, hungry)))
    found = coordinate(cut(program))
    assert found.cost == pytest.approx(whole(program).value, rel=2e-6)
    assert_feasible(program, found.x)


def test_one_region_alone_is_the_whole() -> None:
    program = build_program(tight(2))
    found = coordinate(cut(program, count=1))
    assert len(found.rounds) <= 1  # the price of material for an outlet that nobody reaches
    assert found.cost == pytest.approx(whole(program).value)
    assert found.is_proven
