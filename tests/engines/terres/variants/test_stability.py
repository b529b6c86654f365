"""Re-solving with a past and promises, against scipy; slips that nobody expected."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from essor.engines.terres.inputs import Instance
from essor.engines.terres.results import Flow, Plan
from essor.engines.terres.variants.difference import difference
from essor.engines.terres.variants.plainly import solve_plainly
from essor.engines.terres.variants.stability import Commitments, key_of, resolve
from essor.engines.terres.vocabulary import PlaceKind
from tests.engines.terres.variants.cases import instance_of
from tests.engines.terres.variants.judge import Judge, Name, judged_plan

TODAY = 2


@cache
def first_plan(seed: int) -> tuple[Instance, Plan]:
    instance = instance_of(seed)
    return instance, solve_plainly(instance=instance)


def commitments(seed: int, price: float, *, today: int = TODAY) -> Commitments:
    _, plan = first_plan(seed)
    return Commitments(
        today=today,
        executed=tuple(flow for flow in plan.flows if flow.period < today),
        announced=tuple(flow for flow in plan.flows if flow.period >= today),
        stability_eur_t=price,
    )


def changed(seed: int) -> Instance:
    """Fees move and what remains to be dug is not what was announced."""
    instance, _ = first_plan(seed)
    draw = np.random.default_rng(seed)
    outlets = tuple(
        replace(outlet, fee_eur_t=outlet.fee_eur_t + float(draw.integers(-8, 9)))
        for outlet in instance.outlets
    )
    lots = tuple(
        replace(
            lot,
            tonnes_per_period=tuple(
                t if lot.first_period + n < TODAY else t * float(draw.uniform(0.6, 1.3))
                for n, t in enumerate(lot.tonnes_per_period)
            ),
        )
        for lot in instance.lots
    )
    return replace(instance, outlets=outlets, lots=lots)


def name_of(flow: Flow) -> Name:
    if flow.origin_kind is PlaceKind.PLATFORM:
        return (0, "w", flow.origin_id, flow.soil_class, flow.destination_id, flow.period)
    letter = "x" if flow.destination_kind is PlaceKind.OUTLET else "y"
    return (0, letter, flow.origin_id, flow.destination_id, flow.period)


def judged(instance: Instance, asked: Commitments) -> float:
    judge: Judge = judged_plan(instance)
    done = {name_of(flow): flow.tonnes for flow in asked.executed}
    for name in [n for n in judge.costs if n[1] in ("x", "y", "w")]:
        if int(str(name[-1])) < asked.today:
            value = done.get(name, 0.0)
            judge.bounds[name] = (max(value - 1e-9, 0.0), value + 1e-9)
    for flow in asked.announced:
        missing = judge.variable(("missing", name_of(flow)), asked.stability_eur_t)
        judge.row({name_of(flow): 1.0, missing: 1.0}, lower=flow.tonnes)
    return judge.solve()[0]


@pytest.mark.parametrize("seed", range(200))
def test_a_revised_plan_against_the_judge(seed: int) -> None:
    price = (0.0, 2.0, 10.0, 200.0)[seed % 4]
    asked, instance = commitments(seed, price), changed(seed)
    found = resolve(instance=instance, commitments=asked)
    cost = found.plan.totals.total_cost_eur + found.stability_eur
    assert cost == pytest.approx(judged(instance, asked), rel=1e-6, abs=1e-4)


@pytest.mark.parametrize("seed", range(25))
def test_the_past_stays_as_it_was_done(seed: int) -> None:
    asked = commitments(seed, 1.0)
    found = resolve(instance=changed(seed), commitments=asked)
    past = {key_of(f): f.tonnes for f in found.plan.flows if f.period < TODAY}
    assert past == pytest.approx({key_of(f): f.tonnes for f in asked.executed}, abs=1e-6)


@pytest.mark.parametrize("seed", range(25))
def test_free_at_zero_and_unmoved_at_a_high_price(seed: int) -> None:
    instance, plan = first_plan(seed)
    outlets = tuple(replace(o, fee_eur_t=o.fee_eur_t * -1.5 + 4) for o in instance.outlets)
    dearer = replace(instance, outlets=outlets)
    free = resolve(instance=dearer, commitments=commitments(seed, 0.0, today=0))
    assert free.plan.totals.total_cost_eur == pytest.approx(judged_plan(dearer).solve()[0])
    firm = resolve(instance=dearer, commitments=commitments(seed, 1e4, today=0))
    assert firm.moved_t == pytest.approx(0.0, abs=1e-6)
    assert difference(before=plan, after=firm.plan).moved_t == pytest.approx(0.0, abs=1e-5)
    assert firm.sentences == ("Tout ce qui était annoncé part comme annoncé.",)


def test_a_lot_larger_than_said_is_raised_and_told() -> None:
    instance, plan = first_plan(11)
    flow = next(f for f in plan.flows if f.lot and f.destination_kind is PlaceKind.OUTLET)
    slip = replace(flow, tonnes=flow.tonnes + 500.0)
    found = resolve(
        instance=instance, commitments=Commitments(today=flow.period + 1, executed=(slip,))
    )
    lot = next(lot for lot in found.observed.instance.lots if lot.id == flow.lot)
    assert lot.total_t >= 500.0
    carried = sum(f.tonnes for f in found.plan.flows if key_of(f) == key_of(flow))
    assert carried == pytest.approx(slip.tonnes)
    assert any("de plus que prévu" in sentence for sentence in found.sentences)


def test_a_slip_the_instance_cannot_name_is_set_apart_and_leaves_its_lot() -> None:
    instance, _ = first_plan(11)
    lot = instance.lots[0]
    slip = Flow(
        origin_id=lot.id, destination_id="ailleurs", period=0, tonnes=5.0, km=3.0,
        soil_class=lot.soil_class, lot=lot.id,
    )  # fmt: skip
    found = resolve(instance=instance, commitments=Commitments(today=1, executed=(slip,)))
    assert found.observed.outside == (slip,)
    assert found.plan.totals.dug_t == pytest.approx(instance.total_t - 5.0)
    assert "ne peuvent pas entrer dans le plan" in found.sentences[0]


def test_a_pair_that_was_not_foreseen_exists_once_it_was_driven() -> None:
    instance, _ = first_plan(11)
    lot, outlet = instance.lots[0], instance.outlets[1]
    kept = tuple(p for p in instance.pairs or () if (p.lot, p.outlet) != (lot.id, outlet.id))
    slip = Flow(
        origin_id=lot.id, destination_id=outlet.id, period=lot.first_period, tonnes=7.0, km=12.0,
        soil_class=lot.soil_class, lot=lot.id,
    )  # fmt: skip
    found = resolve(
        instance=replace(instance, pairs=kept),
        commitments=Commitments(today=lot.first_period + 1, executed=(slip,)),
    )
    assert found.observed.outside == ()
    assert any(key_of(f) == key_of(slip) and f.km == 12.0 for f in found.plan.flows)


def test_a_platform_that_sends_soil_nobody_saw_enter_still_has_a_plan() -> None:
    instance, _ = first_plan(11)
    slip = Flow(
        origin_id="P0", destination_id="R1", period=1, tonnes=20.0, km=9.0,
        soil_class=instance.lots[0].soil_class, origin_kind=PlaceKind.PLATFORM,
    )  # fmt: skip
    found = resolve(instance=instance, commitments=Commitments(today=2, executed=(slip,)))
    assert any(key_of(f) == key_of(slip) for f in found.plan.flows)


def test_more_than_the_capacity_was_taken() -> None:
    instance, _ = first_plan(11)
    lot, outlet = instance.lots[0], instance.outlets[0]
    slip = Flow(
        origin_id=lot.id, destination_id=outlet.id, period=lot.first_period, tonnes=4000.0,
        km=5.0, soil_class=lot.soil_class, lot=lot.id,
    )  # fmt: skip
    found = resolve(
        instance=instance, commitments=Commitments(today=lot.first_period + 1, executed=(slip,))
    )
    assert found.plan.optimal
    assert max(f.tonnes for f in found.plan.flows) == pytest.approx(4000.0)
