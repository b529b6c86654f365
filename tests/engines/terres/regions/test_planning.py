"""Plans by pieces, by regions and of many instances, judged by the solver of the whole."""

from dataclasses import replace

import pytest

from essor.engines.terres.planning.solve import solve
from essor.engines.terres.planning.verify import verify
from essor.engines.terres.regions.planning import (
    plan_by_pieces,
    plan_by_regions,
    solve_many,
)
from essor.engines.terres.vocabulary import Objective
from essor.foundations.errors import UserFault
from tests.engines.terres.instances import random_instance
from tests.engines.terres.regions.test_components import sparse_instance
from tests.engines.terres.regions.test_coordination import by_site, tight


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("objective", list(Objective))
def test_pieces_have_the_value_of_the_whole(seed: int, objective: Objective) -> None:
    instance = sparse_instance(seed, sites=6)
    found = plan_by_pieces(instance, objective=objective)
    whole = solve(instance=instance, objective=objective)
    assert found.plan.totals.kgco2e == pytest.approx(whole.totals.kgco2e) or (
        objective is Objective.COUT
    )
    assert found.plan.totals.total_cost_eur == pytest.approx(whole.totals.total_cost_eur, rel=1e-7)
    assert found.plan.totals.dug_t == pytest.approx(whole.totals.dug_t)
    assert found.is_proven
    if objective is Objective.COUT:  # in CO2 the weight of a tonne left over is each piece's own
        assert verify(instance=instance, plan=found.plan).faults == ()
    assert sum(one.dug_t for one in found.regions) == pytest.approx(instance.total_t)


@pytest.mark.parametrize("seed", range(8))
def test_regions_give_a_plan_that_the_independent_judge_accepts(seed: int) -> None:
    instance = tight(seed)
    found = plan_by_regions(instance, by_site(instance))
    whole = solve(instance=instance)
    plan = found.plan
    assert plan.totals.total_cost_eur == pytest.approx(whole.totals.total_cost_eur, rel=2e-6)
    assert plan.certificate is not None
    assert plan.certificate.bound <= whole.totals.total_cost_eur * (1 + 1e-9)
    assert plan.certificate.gap <= 2e-6
    assert verify(instance=instance, plan=plan).faults == ()
    assert {one.name for one in found.regions} == set(by_site(instance))
    assert sum(one.cost for one in found.regions) <= plan.totals.total_cost_eur + 1e-6


def test_what_each_region_sends_to_a_shared_outlet_is_what_the_plan_sends() -> None:
    instance = tight(3)
    found = plan_by_regions(instance, by_site(instance))
    sent: dict[str, float] = {}
    for region in found.regions:
        for outlet, tonnes in region.shared_t.items():
            sent[outlet] = sent.get(outlet, 0.0) + tonnes
    assert sent
    for outlet, tonnes in sent.items():
        flows = sum(one.tonnes for one in found.plan.flows if one.destination_id == outlet)
        assert tonnes == pytest.approx(flows)


def test_many_instances_are_planned_in_their_order() -> None:
    instances = [random_instance(seed, lots=4) for seed in range(3)]
    plans = solve_many(instances)
    assert [plan.totals for plan in plans] == [solve(instance=one).totals for one in instances]


def test_whole_choices_are_refused_all_at_once() -> None:
    instance = tight(1)
    lots = (replace(instance.lots[0], indivisible=True), *instance.lots[1:])
    outlets = (replace(instance.outlets[0], min_dispatch_t=5.0), *instance.outlets[1:])
    mixed = replace(instance, lots=lots, outlets=outlets)
    for plan in (plan_by_pieces, lambda one: plan_by_regions(one, by_site(one))):
        with pytest.raises(UserFault) as caught:
            plan(mixed)
        assert [fault.value for fault in caught.value.faults] == ["L0", "R0"]
