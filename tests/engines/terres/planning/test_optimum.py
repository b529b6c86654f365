"""The optimum, against enumeration on tiny cases and against HiGHS on the whole matrix."""

import numpy as np
import pytest
from scipy import sparse
from scipy.optimize import linprog

from essor.engines.terres.inputs import Costs, Instance
from essor.engines.terres.planning.program import Program, build_program
from essor.engines.terres.planning.solve import solve
from essor.engines.terres.planning.verify import verify
from essor.engines.terres.reading import read_instance
from tests.engines.terres.instances import random_instance
from tests.engines.terres.planning.brute import Brute

MOST_WAYS = 3000


def tiny(seed: int, *, has_side_rows: bool) -> Instance:
    """The first tiny instance from a seed on that the enumeration can afford."""
    for attempt in range(100):
        one = random_instance(
            10_000 * attempt + seed,
            lots=1 + seed % 3,
            outlets=1 + seed % 3,
            periods=1 + seed % 3,
            platforms=int(has_side_rows),
            sites=1 + seed % 2 if has_side_rows else 0,
            most_t=2,
            needs=seed % 2 == 0,
            explicit=seed % 3 == 0,
        )
        if one.total_t and 1 < Brute(one).count() <= MOST_WAYS:
            return one
    raise AssertionError("no tiny instance from this seed")


@pytest.mark.parametrize("seed", range(200))
def test_pure_networks_equal_enumeration_in_whole_tonnes(seed: int):
    one = tiny(seed, has_side_rows=False)
    plan = solve(instance=one)
    assert plan.method == "simplexe de réseau"
    assert plan.optimal
    assert plan.totals.total_cost_eur == pytest.approx(Brute(one).best(), abs=1e-6)
    assert all(flow.tonnes == round(flow.tonnes) for flow in plan.flows)


def test_side_rows_equal_enumeration_unless_half_a_tonne_is_better():
    halves = 0
    for seed in range(100):
        one = tiny(seed, has_side_rows=True)
        plan, best = solve(instance=one, first_share=0.1), Brute(one).best()
        is_whole = all(abs(flow.tonnes - round(flow.tonnes)) < 1e-6 for flow in plan.flows)
        if is_whole:
            assert plan.totals.total_cost_eur == pytest.approx(best, abs=1e-6), seed
        else:
            halves += 1
            assert plan.totals.total_cost_eur < best + 1e-6, seed
    assert halves <= 5


def direct(program: Program) -> float:
    """The optimum of scipy's own HiGHS on the whole matrix."""
    rows, lower, upper = program.matrix.tocsr(), program.row_lower, program.row_upper
    same = lower == upper
    over, under = ~same & np.isfinite(upper), ~same & np.isfinite(lower)
    found = linprog(
        program.cost,
        A_ub=sparse.vstack([rows[over], -rows[under]]),
        b_ub=np.concatenate([upper[over], -lower[under]]),
        A_eq=rows[same],
        b_eq=lower[same],
        method="highs",
    )
    assert found.status == 0
    return float(found.fun)


@pytest.mark.parametrize("seed", range(200))
def test_mid_size_plans_equal_highs_on_the_whole_matrix(seed: int):
    one = random_instance(
        seed,
        lots=4 + seed % 9,
        outlets=3 + seed % 8,
        periods=3 + seed % 6,
        platforms=seed % 4,
        sites=(seed // 2) % 4,
        most_t=40,
        needs=seed % 2 == 0,
        explicit=seed % 5 == 0,
    )
    objective = "co2" if seed % 4 == 3 else "cout"
    plan = solve(instance=one, objective=objective, first_share=0.05)
    best = direct(build_program(one, objective=plan.objective))
    assert plan.certificate is not None
    assert plan.certificate.primal == pytest.approx(best, rel=1e-6, abs=1e-6)
    assert plan.certificate.bound == pytest.approx(best, rel=1e-6, abs=1e-6)
    assert plan.certificate.min_reduced_cost >= -1e-6
    assert verify(one, plan).faults == ()


def test_minimum_co2_costs_no_more_than_it_must():
    one = random_instance(40, lots=8, outlets=6, periods=4, platforms=1, sites=2, most_t=30)
    clean, cheap = solve(instance=one, objective="co2"), solve(instance=one)
    assert clean.totals.unserved_t <= cheap.totals.unserved_t + 1e-6
    assert clean.totals.kgco2e <= cheap.totals.kgco2e + 1e-6
    assert clean.bound_eur is None


def test_soil_does_not_wait_for_nothing_when_co2_alone_counts():
    """The prices carry the rounding of what weighs a tonne left: ties are told beyond it."""
    place = {"lon": 3.0, "lat": 45.0, "class": "B"}
    first = {"id": "L1", "first_period": 1, "tonnes_per_period": [295.037], "max_wait_periods": 2}
    lots = [
        {"id": "L0", "first_period": 2, "tonnes_per_period": [0]} | place,
        first | place,
        {"id": "L2", "first_period": 2, "tonnes_per_period": [238]} | place,
        {"id": "L3", "first_period": 2, "tonnes_per_period": [128.89]} | place,
    ]
    needs = {"O0": {}, "O1": {"need_t": 77}, "O2": {}, "O3": {"capacity_t": 1416}}
    needs |= {"O4": {"need_t": 224}}
    roads = "L0 O0 42.18,L0 O1 50.72,L1 O3 46.81,L1 O4 10.81,L2 O1 39.87,L2 O2 9.78"
    pairs = [road.split() for road in roads.split(",")]
    data = {
        "periods": 3,
        "lots": lots,
        "outlets": [{"id": name, "kind": "isdi"} | more for name, more in needs.items()],
        "pairs": [{"lot": lot, "outlet": out, "km": float(km)} for lot, out, km in pairs],
    }
    costs = Costs(
        eur_per_tkm=0.12,
        loading_eur_t=2.0,
        holding_eur_t_period=0.3,
        unserved_eur_t=500.0,
        kgco2e_per_tkm=0.106,
        detour=1.0,
        access_km=0.0,
    )
    plan = solve(instance=read_instance(data, defaults=costs), objective="co2")
    assert plan.totals.unserved_t == pytest.approx(128.89)
    assert plan.stocks == ()
