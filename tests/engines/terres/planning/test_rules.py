"""No plan ever breaks a hard rule, whatever the instance; habits and prices are what they say."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essor.engines.terres.distances import great_circle_km, read_matrix
from essor.engines.terres.inputs import Instance
from essor.engines.terres.planning.baselines import Baseline, baseline_plan
from essor.engines.terres.planning.measured import with_matrix
from essor.engines.terres.planning.pairs import admissible_pairs
from essor.engines.terres.planning.prices import marginal_prices, worth_of_a_period
from essor.engines.terres.planning.program import Rows, build_program
from essor.engines.terres.planning.solve import solve
from essor.engines.terres.planning.verify import verify
from essor.foundations.errors import UserFault
from tests.engines.terres.instances import random_instance


@st.composite
def instances(draw: st.DrawFn) -> Instance:
    one = random_instance(
        draw(st.integers(0, 10**6)),
        lots=draw(st.integers(1, 7)),
        outlets=draw(st.integers(1, 6)),
        periods=draw(st.integers(1, 6)),
        platforms=draw(st.integers(0, 2)),
        sites=draw(st.integers(0, 2)),
        most_t=draw(st.sampled_from([1, 7, 300])),
        needs=draw(st.booleans()),
        explicit=draw(st.booleans()),
    )
    factor = draw(st.floats(0.001, 30.0))
    lots = []
    for lot in one.lots:
        banned = draw(st.sampled_from([(), (one.outlets[0].id,)]))
        tonnes = tuple(factor * amount for amount in lot.tonnes_per_period)
        lots.append(replace(lot, tonnes_per_period=tonnes, excludes=banned))
    return replace(one, lots=tuple(lots))


@settings(max_examples=60, deadline=None)
@given(instances(), st.sampled_from(["cout", "co2"]))
def test_a_plan_breaks_no_rule_and_its_proof_holds(one: Instance, objective: str):
    plan = solve(instance=one, objective=objective, first_share=0.1)
    assert verify(one, plan).faults == ()
    assert plan.optimal
    banned = {(lot.id, name) for lot in one.lots for name in lot.excludes}
    assert not banned & {(flow.origin_id, flow.destination_id) for flow in plan.flows}


@settings(max_examples=30, deadline=None)
@given(instances())
def test_habits_break_no_rule_and_never_beat_the_plan(one: Instance):
    best = solve(instance=one).totals.total_cost_eur
    for habit in Baseline:
        found = baseline_plan(build_program(one), habit)
        assert verify(one, found.plan).faults == ()
        assert found.missing_need_t == 0
        assert found.plan.totals.total_cost_eur >= best - 1e-6 * max(1.0, abs(best))


def test_everyone_to_landfill_buries_everything_that_leaves():
    one = random_instance(8, lots=10, outlets=12, periods=5, most_t=40)
    found = baseline_plan(build_program(one), Baseline.DECHARGE).plan.totals
    assert found.landfill_t == found.served_t > 0
    assert found.reused_t == 0


def room_of(one: Instance, family: Rows, place: str, period: int | None, more: float) -> Instance:
    """The instance with one limit larger by `more` tonnes."""
    if family is Rows.OUTLET_TOTAL:
        outlets = [
            replace(o, capacity_t=o.capacity_t + more) if o.id == place else o for o in one.outlets
        ]
        return replace(one, outlets=tuple(outlets))
    if family is Rows.NEED:
        outlets = [replace(o, need_t=o.need_t + more) if o.id == place else o for o in one.outlets]
        return replace(one, outlets=tuple(outlets))
    field, places, rows = {
        Rows.OUTLET_PERIOD: ("capacity_t_per_period", "outlets", one.outlets),
        Rows.TRUCKS: ("trucks_t_per_period", "sites", one.sites),
    }[family]
    found = []
    for row in rows:
        limits = [float(getattr(row, field) or 0.0)] * one.periods
        if row.id == place:
            limits[period or 0] += more
            row = replace(row, **{field: tuple(limits)})
        found.append(row)
    return replace(one, **{places: tuple(found)})


@pytest.mark.parametrize("seed", [5, 6, 7, 8])
def test_a_price_is_what_one_more_tonne_brings(seed: int):
    one = random_instance(seed, lots=8, outlets=6, periods=4, sites=2, most_t=30, needs=True)
    plan = solve(instance=one)
    before, looked_at = plan.totals.total_cost_eur, 0
    for price in marginal_prices(plan)[:8]:
        larger = room_of(one, price.family, price.place, price.period, 1.0)
        gained = before - solve(instance=larger).totals.total_cost_eur
        assert gained <= price.gain + 1e-6
        if price.family is not Rows.NEED:
            assert gained >= -1e-6
        assert price.place in price.sentence
        looked_at += 1
    assert looked_at


def test_a_price_is_exact_for_a_few_kilos():
    one = random_instance(6, lots=8, outlets=6, periods=4, sites=2, most_t=30)
    plan = solve(instance=one)
    exact = 0
    for price in marginal_prices(plan):
        larger = room_of(one, price.family, price.place, price.period, 0.001)
        gained = (plan.totals.total_cost_eur - solve(instance=larger).totals.total_cost_eur) / 0.001
        exact += gained == pytest.approx(price.gain, abs=1e-3)
    assert exact >= len(marginal_prices(plan)) / 2 > 0


def test_one_more_week_is_worth_what_solving_again_says():
    one = random_instance(8, lots=8, outlets=4, periods=6, most_t=30)
    plan = solve(instance=one)
    worths = [worth_of_a_period(one, plan, outlet=outlet.id) for outlet in one.outlets]
    assert min(worths) >= -1e-6
    assert max(worths) > 0


def test_paris_to_clermont_is_three_hundred_and_fifty_km():
    km = float(great_circle_km(2.3522, 48.8566, 3.0870, 45.7772))  # type: ignore[arg-type]
    assert km == pytest.approx(347, abs=2)


def test_a_matrix_replaces_the_estimates_and_says_so():
    one = random_instance(12, lots=3, outlets=3, periods=3)
    table = admissible_pairs(one)
    lot, outlet = one.lots[int(table.ship_lot[0])].id, one.outlets[int(table.ship_outlet[0])].id
    matrix = read_matrix(f"\ufefforigine;destination;km;min\n{outlet};{lot};12,5;20\n")
    found = with_matrix(one, matrix).pairs or ()
    assert len(found) == len(table.ship_lot)
    measured = [pair for pair in found if pair.provenance == "matrice importée"]
    assert [(p.lot, p.outlet, p.km, p.minutes) for p in measured] == [(lot, outlet, 12.5, 20.0)]
    assert {pair.provenance for pair in found} <= {"matrice importée", "à vol d'oiseau × détour"}


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("", 1),
        ("origin,km\na,1\n", 1),
        ("origin;destination;km\na;b;-1\nc;;3\nd;e;x\n", 3),
        ("origin,destination,km\na,b,1\na,b,2\n", 1),
    ],
)
def test_a_faulty_matrix_says_everything_at_once(text: str, faults: int):
    with pytest.raises(UserFault) as caught:
        read_matrix(text, file="distances.csv")
    assert len(caught.value.faults) == faults


def test_analyses_need_a_date_to_be_judged():
    one = random_instance(1)
    lots = (replace(one.lots[0], profile={"is_ssp": True}), *one.lots[1:])
    with pytest.raises(UserFault) as caught:
        admissible_pairs(replace(one, lots=lots))
    assert caught.value.faults[0].place.field == "starts_on"
