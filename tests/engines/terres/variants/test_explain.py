"""Reasons of a destination: marginal prices, forced tonnes and second best, by the judge."""

from dataclasses import replace

import pytest

from essor.engines.terres.inputs import Instance
from essor.engines.terres.variants.explain import Explanation, explain_lot
from essor.engines.terres.variants.plainly import solve_plainly
from essor.foundations.errors import UserFault
from tests.engines.terres.variants.cases import Size, instance_of
from tests.engines.terres.variants.judge import Judge, Row, judged_plan

LEAN = Size(lots=4, outlets=4, periods=3, density=0.9)
SEEDS = range(25)


def explained(seed: int) -> tuple[Instance, Explanation]:
    instance = instance_of(seed, LEAN, tightness=1.1)
    return instance, explain_lot(instance=instance, lot="L0")


def toward(judge: Judge, place: str) -> Row:
    return {n: 1.0 for n in judge.costs if n[1] in ("x", "y") and n[2] == "L0" and n[3] == place}


@pytest.mark.parametrize("seed", SEEDS)
def test_what_a_forced_lot_adds_is_what_solving_again_finds(seed: int) -> None:
    instance, found = explained(seed)
    best = judged_plan(instance).solve()[0]
    for way in found.ways:
        if way.forced_t is None or way.forced_eur is None:
            continue
        judge = judged_plan(instance)
        judge.row(toward(judge, way.place_id), lower=way.forced_t - 1e-7)
        assert judge.solve()[0] - best == pytest.approx(way.forced_eur, abs=1e-3)
        assert way.forced_eur >= way.marginal_eur_t * way.forced_t - 1e-3


@pytest.mark.parametrize("seed", SEEDS)
def test_the_first_tonne_costs_at_least_its_marginal_price(seed: int) -> None:
    instance, found = explained(seed)
    best = judged_plan(instance).solve()[0]
    for way in found.ways:
        judge = judged_plan(instance)
        judge.row(toward(judge, way.place_id), lower=way.tonnes + 1.0)
        cost, values = judge.solve()
        if values:
            assert cost - best >= way.marginal_eur_t - 1e-4
        if values and way.is_solved:
            assert cost - best == pytest.approx(way.marginal_eur_t, abs=1e-4)
        assert way.tonnes == 0 or way.marginal_eur_t == pytest.approx(0.0, abs=1e-6)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_second_best_is_the_plan_without_the_places_in_use(seed: int) -> None:
    instance, found = explained(seed)
    if found.second_best is None:
        assert all(way.tonnes == 0 for way in found.ways)
        return
    used = {way.place_id for way in found.ways if way.tonnes > 0}
    barred = judged_plan(instance)
    for place in used:
        barred.row(toward(barred, place), upper=0.0)
    gap = barred.solve()[0] - judged_plan(instance).solve()[0]
    assert found.second_best.extra_eur == pytest.approx(gap, abs=1e-3)
    assert not used & set(found.second_best.tonnes)
    total = sum(found.second_best.tonnes.values()) + found.second_best.unserved_t
    assert total == pytest.approx(found.tonnes)


def test_the_plan_already_known_is_the_one_explained() -> None:
    instance = instance_of(3, LEAN)
    plan = solve_plainly(instance=instance)
    found = explain_lot(instance=instance, lot="L1", plan=plan)
    tonnes = {way.place_id: way.tonnes for way in found.ways if way.tonnes}
    for place, amount in tonnes.items():
        mine = [f.tonnes for f in plan.flows if (f.lot, f.destination_id) == ("L1", place)]
        assert amount == pytest.approx(sum(mine))
    assert sum(tonnes.values()) + found.unserved_t == pytest.approx(found.tonnes)
    assert found.as_dict()["lot"] == "L1"


def test_a_cheaper_place_that_is_full_is_said_to_be_so() -> None:
    base = instance_of(3, Size(lots=2, outlets=2, platforms=0, density=1.0))
    lots = tuple(
        replace(lot, first_period=0, tonnes_per_period=(100.0,), max_wait_periods=0, site="S9")
        for lot in base.lots
    )
    near, far = (
        replace(
            outlet, fee_eur_t=fee, capacity_t=room, capacity_t_per_period=None, need_t=None,
            virgin_eur_t=None, opens=0, closes=None,
        )
        for outlet, fee, room in zip(base.outlets, (1.0, 9.0), (100.0, None), strict=True)
    )  # fmt: skip
    km = {("L0", "R0"): 10.0, ("L0", "R1"): 10.0, ("L1", "R0"): 10.0, ("L1", "R1"): 60.0}
    pairs = tuple(replace(p, km=km[(p.origin_id, p.destination_id)]) for p in base.pairs or ())
    instance = replace(base, lots=lots, outlets=(near, far), pairs=pairs, sites=())
    first, second, third = explain_lot(instance=instance, lot="L0").sentences
    assert first == "Le lot «\u00a0L0\u00a0» va à «\u00a0R1\u00a0» (100\u00a0t, 12,50\u00a0€/t)."
    assert "«\u00a0R0\u00a0» paraît moins cher (4,50\u00a0€/t" in second
    assert "7,50\u00a0€/t de plus" in second
    assert third.startswith("Si ces destinations lui étaient fermées, il irait à «\u00a0R0\u00a0»")
    assert "750\u00a0€ de plus en tout, 7,50\u00a0€/t" in third


def test_a_lot_that_goes_nowhere_says_it() -> None:
    base = instance_of(3, LEAN)
    alone = replace(base, pairs=tuple(p for p in base.pairs or () if p.lot != "L0"))
    found = explain_lot(instance=alone, lot="L0")
    assert found.ways == ()
    assert "ne part nulle part" in found.sentences[0]
    assert "Aucun exutoire" in found.sentences[1]


def test_a_lot_that_does_not_exist_is_a_fault() -> None:
    with pytest.raises(UserFault, match="n’existe pas"):
        explain_lot(instance=instance_of(3), lot="Z9")
