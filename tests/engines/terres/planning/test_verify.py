"""The judge accepts true plans and refuses forged ones, whatever is forged."""

from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest

from essor.engines.terres.inputs import Instance, Outlet
from essor.engines.terres.planning.solve import solve
from essor.engines.terres.planning.verify import verify
from essor.engines.terres.results import Duals, Flow, Plan
from tests.engines.terres.instances import random_instance

ONE = random_instance(3, lots=8, outlets=6, periods=5, platforms=2, sites=2, most_t=30, needs=True)
PLAN = solve(instance=ONE)


def heavier(plan: Plan) -> Plan:
    first, *rest = plan.flows
    return replace(plan, flows=(replace(first, tonnes=first.tonnes + 1), *rest))


def nearer(plan: Plan) -> Plan:
    first, *rest = plan.flows
    return replace(plan, flows=(replace(first, km=first.km / 2), *rest))


def earlier(plan: Plan) -> Plan:
    flows = [replace(flow, period=0) for flow in plan.flows]
    return replace(plan, flows=tuple(flows))


def smuggled(plan: Plan) -> Plan:
    first, *rest = plan.flows
    other = next(one.id for one in ONE.outlets if not _is_admissible(first, one))
    return replace(plan, flows=(replace(first, destination_id=other), *rest))


def _is_admissible(flow: Flow, outlet: Outlet) -> bool:
    return outlet.takes(flow.soil_class)


def forgotten(plan: Plan) -> Plan:
    return replace(plan, flows=plan.flows[1:])


def cheaper(plan: Plan) -> Plan:
    return replace(plan, totals=replace(plan.totals, total_cost_eur=0.0))


def greener(plan: Plan) -> Plan:
    return replace(plan, totals=replace(plan.totals, reused_t=plan.totals.reused_t + 1))


def without_stock(plan: Plan) -> Plan:
    return replace(plan, stocks=plan.stocks[1:])


def bolder(plan: Plan) -> Plan:
    assert plan.bound_eur is not None
    return replace(plan, bound_eur=plan.bound_eur + 1)


def other_data(plan: Plan) -> Plan:
    assert plan.certificate is not None
    return replace(plan, certificate=replace(plan.certificate, data_sha256="0" * 64))


def duals_times(factor: float, plan: Plan) -> Plan:
    duals: Duals = {
        family: {name: factor * value for name, value in values.items()}
        for family, values in plan.duals.items()
    }
    return replace(plan, duals=duals)


def baseless(plan: Plan) -> Plan:
    return replace(plan, duals={**plan.duals, "outlet_total": {"nowhere": -1.0}})


FORGERIES = [
    heavier, nearer, earlier, smuggled, forgotten, cheaper, greener, without_stock, bolder,
    other_data, baseless,
    lambda plan: duals_times(0.9, plan),
    lambda plan: duals_times(1.1, plan),
    lambda plan: duals_times(-1.0, plan),
    lambda plan: replace(plan, duals={}),
]  # fmt: skip


def test_the_true_plan_is_accepted():
    assert PLAN.flows
    assert PLAN.stocks
    verdict = verify(ONE, PLAN)
    assert verdict.faults == ()
    assert verdict.primal == pytest.approx(PLAN.totals.total_cost_eur)
    assert verdict.bound == pytest.approx(PLAN.bound_eur)


@pytest.mark.parametrize("rank", range(len(FORGERIES)))
def test_a_forged_plan_is_refused(rank: int):
    forged = FORGERIES[rank](PLAN)
    assert forged != PLAN
    assert not verify(ONE, forged).is_valid


def tightened() -> list[Instance]:
    """The same question with one limit lowered: the old plan must break it."""
    flow = next(one for one in PLAN.flows if one.lot is not None)
    period_limit = replace(
        ONE, outlets=tuple(replace(o, capacity_t_per_period=0.5) for o in ONE.outlets)
    )
    total = replace(ONE, outlets=tuple(replace(o, capacity_t=0.5) for o in ONE.outlets))
    need = replace(ONE, outlets=tuple(replace(o, need_t=9e5, virgin_eur_t=1) for o in ONE.outlets))
    trucks = replace(ONE, sites=tuple(replace(s, trucks_t_per_period=0.5) for s in ONE.sites))
    closed = replace(ONE, outlets=tuple(replace(o, opens=4, closes=4) for o in ONE.outlets))
    lots = tuple(replace(lot, excludes=tuple(o.id for o in ONE.outlets)) for lot in ONE.lots)
    assert flow.tonnes > 0.5
    return [period_limit, total, need, trucks, closed, replace(ONE, lots=lots)]


@pytest.mark.parametrize("rank", range(6))
def test_a_plan_that_breaks_a_rule_is_refused(rank: int):
    bare = replace(PLAN, certificate=None, optimal=False, bound_eur=None, duals={})
    assert not verify(tightened()[rank], bare).is_valid


@pytest.mark.parametrize("name", ["verify", "verify_flows", "verify_duals"])
def test_the_judge_knows_neither_the_matrix_nor_a_solver(name: str):
    spec = find_spec(f"essor.engines.terres.planning.{name}")
    assert spec is not None
    text = Path(str(spec.origin)).read_text(encoding="utf-8")
    imports = [line for line in text.splitlines() if line.startswith(("import ", "from "))]
    assert imports
    for banned in ("program", "rows", "columns", "arrays", "highs", "network", "scipy", "solve"):
        assert not any(banned in line for line in imports)
