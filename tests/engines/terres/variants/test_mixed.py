"""Whole lots, least dispatches, fixed fees: scipy's branch and bound as judge, and brute force."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from essor.engines.terres.inputs import Instance
from essor.engines.terres.planning.program import build_program
from essor.engines.terres.variants.contracts import ContractTerms, outlet_room_t
from essor.engines.terres.variants.mixed import MixedPlan, needs_whole_decisions, solve_mixed
from essor.engines.terres.variants.solver import Status
from essor.engines.terres.vocabulary import Objective
from essor.foundations.errors import UserFault
from tests.engines.terres.variants.cases import Size, instance_of
from tests.engines.terres.variants.judge import Judge, Row, judged_plan, reaching

LEAN = Size(lots=3, outlets=2, periods=3, platforms=1, density=0.85)
TERMS = ContractTerms(pair_min_t=15.0, pair_fee_eur=40.0, max_outlets_per_lot=1)


def with_whole_lots(seed: int) -> Instance:
    instance = instance_of(seed, LEAN, tightness=1.4)
    lots = tuple(replace(lot, indivisible=n % 2 == 0) for n, lot in enumerate(instance.lots))
    return replace(instance, lots=lots)


def with_contracts(seed: int) -> Instance:
    draw = np.random.default_rng(seed + 1000)
    instance = instance_of(seed, LEAN, tightness=1.2)
    outlets = tuple(
        replace(
            outlet,
            min_dispatch_t=float(draw.integers(10, 80)),
            fixed_fee_eur=float(draw.integers(0, 400)),
        )
        for outlet in instance.outlets
    )
    platforms = tuple(replace(p, fixed_fee_eur=150.0) for p in instance.platforms)
    return replace(instance, outlets=outlets, platforms=platforms)


def leaving(judge: Judge, lot: str, place: str) -> Row:
    return {n: 1.0 for n in judge.costs if n[1] in ("x", "y") and n[2] == lot and n[3] == place}


def judge_whole(instance: Instance, judge: Judge) -> None:
    places = [*instance.outlets, *instance.platforms]
    for lot in instance.lots:
        if not lot.indivisible:
            continue
        choice: Row = {}
        ways = [leaving(judge, lot.id, place.id) for place in places]
        ways.append({(0, "u", lot.id): 1.0})
        for number, way in enumerate(ways):
            z = judge.variable(("z", lot.id, number), 0.0, 0.0, 1.0, True)
            judge.row(way | {z: -lot.total_t}, 0.0, 0.0)
            choice[z] = 1.0
        judge.row(choice, 1.0, 1.0)


def judge_opening(judge: Judge, name: object, flow: Row, least: float, fee: float) -> object:
    z = judge.variable(("open", name), fee, 0.0, 1.0, True)
    judge.row(flow | {z: -1e3}, upper=0.0)
    judge.row(flow | {z: -least}, lower=0.0)
    return z


def judge_contracts(instance: Instance, judge: Judge, terms: ContractTerms) -> None:
    for outlet in instance.outlets:
        flow = reaching(judge, outlet.id)
        if flow and (outlet.min_dispatch_t or outlet.fixed_fee_eur):
            least = outlet.min_dispatch_t or 0.0
            judge_opening(judge, outlet.id, flow, least, outlet.fixed_fee_eur)
    for platform in instance.platforms:
        if platform.fixed_fee_eur:
            flow = {n: 1.0 for n in judge.costs if n[1] == "y" and n[3] == platform.id}
            judge_opening(judge, platform.id, flow, 0.0, platform.fixed_fee_eur)
    if not terms.bind_pairs:
        return
    for lot in instance.lots:
        opened: Row = {}
        for place in (*instance.outlets, *instance.platforms):
            flow = leaving(judge, lot.id, place.id)
            if flow:
                is_outlet = place in instance.outlets
                least = min(terms.pair_min_t, lot.total_t) if is_outlet else 0.0
                fee = terms.pair_fee_eur if is_outlet else 0.0
                opened[judge_opening(judge, (lot.id, place.id), flow, least, fee)] = 1.0
        if opened and terms.max_outlets_per_lot is not None:
            judge.row(opened, upper=float(terms.max_outlets_per_lot))


def assert_proven(found: MixedPlan, best: float) -> None:
    cost = found.plan.totals.total_cost_eur
    assert found.status is Status.OPTIMAL
    assert found.gap <= 1e-6
    assert best <= cost + 1e-6 * max(1.0, cost)
    assert cost <= best * (1 + found.gap) + 1e-5 * max(1.0, abs(best))
    assert found.bound_eur <= best + 1e-5 * max(1.0, abs(best))


@pytest.mark.parametrize("seed", range(200))
def test_whole_lots_against_the_judge(seed: int) -> None:
    instance = with_whole_lots(seed)
    judge = judged_plan(instance)
    judge_whole(instance, judge)
    assert_proven(solve_mixed(instance=instance), judge.solve()[0])


@pytest.mark.parametrize("seed", range(200))
def test_contracts_against_the_judge(seed: int) -> None:
    instance = with_contracts(seed)
    terms = TERMS if seed % 4 == 1 else ContractTerms()
    judge = judged_plan(instance)
    judge_contracts(instance, judge, terms)
    assert_proven(solve_mixed(instance=instance, terms=terms), judge.solve()[0])


@pytest.mark.parametrize("seed", range(20))
def test_whole_lots_against_brute_force(seed: int) -> None:
    """Every assignment tried; the rest is what the base model costs once it is made."""
    instance = instance_of(seed, Size(lots=3, outlets=2, platforms=0), tightness=1.3)
    lots = tuple(replace(lot, indivisible=True) for lot in instance.lots)
    best = np.inf
    for places in product([o.id for o in instance.outlets] + [None], repeat=len(lots)):
        kept = tuple(
            pair
            for pair in instance.pairs or ()
            if (pair.lot, pair.outlet) in {(k.id, p) for k, p in zip(lots, places, strict=True)}
        )
        judge = judged_plan(replace(instance, pairs=kept))
        for lot, place in zip(lots, places, strict=True):
            whole = 0.0 if place else lot.total_t
            judge.row({(0, "u", lot.id): 1.0}, whole, whole)
        best = min(best, judge.solve()[0])
    found = solve_mixed(instance=replace(instance, lots=lots))
    assert found.plan.totals.total_cost_eur == pytest.approx(best, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("seed", range(20))
def test_a_plan_keeps_the_rules_it_was_given(seed: int) -> None:
    instance = with_contracts(seed)
    found = solve_mixed(instance=instance, terms=TERMS)
    for outlet in instance.outlets:
        got = sum(f.tonnes for f in found.plan.flows if f.destination_id == outlet.id)
        assert got < 1e-6 or got >= (outlet.min_dispatch_t or 0.0) - 1e-5
    for lot in instance.lots:
        places = {f.destination_id for f in found.plan.flows if f.lot == lot.id}
        assert len(places) <= 1
    fees = sum(contract.fee_eur for contract in found.contracts)
    assert found.plan.totals.fixed_eur == pytest.approx(fees)


def test_a_whole_lot_has_one_destination_and_says_so() -> None:
    found = solve_mixed(instance=with_whole_lots(5))
    for whole in found.whole_lots:
        places = {f.destination_id for f in found.plan.flows if f.lot == whole.lot}
        assert places == ({whole.place_id} if whole.place_id else set())
    assert any("va entier à" in sentence for sentence in found.sentences)


def test_least_emissions_also_keep_the_rules() -> None:
    instance = with_whole_lots(7)
    found = solve_mixed(instance=instance, objective=Objective.CO2)
    assert found.plan.totals.kgco2e <= solve_mixed(instance=instance).plan.totals.kgco2e + 1e-6
    assert found.whole_lots


def test_a_whole_lot_may_be_what_makes_a_need_impossible() -> None:
    instance = instance_of(2, Size(lots=1, outlets=1, platforms=0, density=1.0))
    lot = replace(instance.lots[0], tonnes_per_period=(100.0,), first_period=1, indivisible=True)
    outlet = replace(
        instance.outlets[0], need_t=30.0, virgin_eur_t=None, capacity_t=50.0, opens=0, closes=3,
        capacity_t_per_period=None,
    )  # fmt: skip
    asked = replace(instance, lots=(lot,), outlets=(outlet,), sites=())
    with pytest.raises(UserFault) as caught:
        solve_mixed(instance=asked)
    (fault,) = caught.value.faults
    assert "doit partir entier" in fault.message
    assert "ne reçoit que 50" in fault.message
    assert solve_mixed(instance=replace(asked, lots=(replace(lot, indivisible=False),))).plan.flows


def test_which_instances_need_whole_decisions() -> None:
    assert not needs_whole_decisions(instance_of(1))
    assert needs_whole_decisions(with_whole_lots(1))
    assert needs_whole_decisions(with_contracts(1))


def test_the_room_of_an_outlet_is_its_tightest_limit() -> None:
    instance = instance_of(1)
    outlet = replace(instance.outlets[0], opens=1, closes=2, capacity_t=None)
    program = build_program(instance)
    assert outlet_room_t(program, replace(outlet, capacity_t_per_period=10.0)) == 20.0
    assert outlet_room_t(program, replace(outlet, capacity_t_per_period=None)) == np.inf
    both = replace(outlet, capacity_t_per_period=(5.0, 7.0, 9.0), capacity_t=12.0)
    assert outlet_room_t(program, both) == 12.0
