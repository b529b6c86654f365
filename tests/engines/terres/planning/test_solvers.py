"""The traps of the solvers, each with its regression test."""

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from scipy import sparse

from essor.engines.terres.inputs import Instance, Lot, Outlet, Pair
from essor.engines.terres.network.simplex import NotSolvedError, solve_transport
from essor.engines.terres.network.splitting import grid_of
from essor.engines.terres.planning import generation, highs
from essor.engines.terres.planning.generation import generate
from essor.engines.terres.planning.highs import LinearModel, Solver, Status, use_threads
from essor.engines.terres.planning.program import build_program
from essor.engines.terres.planning.relaxation import solve_relaxation
from essor.engines.terres.planning.solve import solve, solve_directly
from essor.engines.terres.planning.verify import verify
from essor.engines.terres.vocabulary import OutletKind
from essor.foundations.errors import UserFault
from tests.engines.terres.instances import COSTS, random_instance

TOGETHER = """
import warnings
warnings.simplefilter("ignore")
import {first}
import {second}
import scipy.optimize
import highspy, numpy
from ortools.linear_solver import pywraplp
one = highspy.Highs()
one.setOptionValue("output_flag", False)
x = one.addVariable(lb=1.0, ub=3.0)
one.minimize(x)
assert one.getObjectiveValue() == 1.0
other = pywraplp.Solver.CreateSolver("GLOP")
y = other.NumVar(2.0, 5.0, "y")
other.Minimize(y)
other.Solve()
assert other.Objective().Value() == 2.0
assert scipy.optimize.linprog([1.0], bounds=[(4.0, 5.0)]).fun == 4.0
print("ensemble")
"""


@pytest.mark.parametrize(
    ("first", "second"),
    [("highspy", "ortools.linear_solver.pywraplp"), ("ortools.linear_solver.pywraplp", "highspy")],
)
def test_highspy_ortools_and_scipy_live_in_one_process(first: str, second: str):
    code = TOGETHER.format(first=first, second=second)
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.stdout.strip() == "ensemble", done.stderr


def small_model(**options) -> LinearModel:
    return LinearModel(
        cost=np.array([1.0, 2.0]),
        matrix=sparse.csc_matrix(np.array([[1.0, 1.0]])),
        row_lower=np.array([3.0]),
        row_upper=np.array([np.inf]),
        **options,
    )


def test_changing_the_threads_between_runs_really_solves():
    before = highs.threads()
    try:
        for threads in (2, 1, 2):
            use_threads(threads)
            answer = small_model().run()
            assert answer.status is Status.OPTIMAL
            assert answer.x.tolist() == [3.0, 0.0]
    finally:
        use_threads(before)


def test_the_interior_point_method_is_asked_by_its_own_name():
    model = small_model(solver=Solver.IPX)
    assert model.solver.getOptionValue("solver")[1] == "ipx"
    assert model.run().x == pytest.approx([3.0, 0.0])
    assert "ipm" not in {solver.value for solver in Solver}


def test_free_arcs_are_kept_by_the_network_simplex():
    found = solve_transport(
        supply=np.array([4.0, 3.0]),
        demand=np.array([2.0, 5.0]),
        source=np.array([0, 0, 1, 1]),
        sink=np.array([0, 1, 0, 1]),
        cost=np.array([0.0, 3.0, 1.0, 2.0]),
    )
    assert found.flow.tolist() == [2.0, 2.0, 0.0, 3.0]


def test_supplies_and_demands_must_be_exactly_equal():
    ends = {"source": np.array([0]), "sink": np.array([0]), "cost": np.array([1.0])}
    with pytest.raises(ValueError, match="same sum"):
        solve_transport(supply=np.array([0.3]), demand=np.array([0.1 + 0.2]), **ends)


def test_a_transport_without_arc_says_that_it_is_not_solved():
    ends = {"source": np.array([0]), "sink": np.array([0]), "cost": np.array([1.0])}
    with pytest.raises(NotSolvedError):
        solve_transport(supply=np.array([1.0, 1.0]), demand=np.array([1.0, 1.0]), **ends)


@pytest.mark.parametrize("total", [1.0, 1e3, 3e8, 1e13])
def test_the_grid_adds_up_without_rounding(total: float):
    grid = grid_of(total)
    parts = np.round(np.random.default_rng(1).random(1000) * total / 1000 / grid) * grid
    assert float(parts.sum()) == sum(sorted(parts.tolist()))


def test_tonnes_with_decimals_keep_their_optimum():
    one = random_instance(21, lots=6, outlets=5, periods=4, most_t=30)
    lots = tuple(
        replace(lot, tonnes_per_period=tuple(t / 3 + 0.1 for t in lot.tonnes_per_period))
        for lot in one.lots
    )
    plan = solve(instance=replace(one, lots=lots))
    program = build_program(replace(one, lots=lots))
    best = float(program.cost @ solve_directly(program).x)
    assert plan.method == "simplexe de réseau"
    assert plan.optimal
    assert plan.totals.total_cost_eur == pytest.approx(best, rel=1e-9)


# Near outlets are small and close early: the nearest ones cannot take everything.
def crowded() -> Instance:
    lots = tuple(
        Lot(id=f"L{i}", site="S", soil_class="k", first_period=0, tonnes_per_period=(10.0,))
        for i in range(8)
    )
    outlets = tuple(
        Outlet(id=f"R{j}", kind=OutletKind.ISDI, capacity_t=10.0 if j < 6 else 100.0)
        for j in range(8)
    )
    pairs = tuple(
        Pair(lot=lot.id, outlet=outlet.id, km=float(1 + j + (i * j) % 3 + 40 * (j >= 6)))
        for i, lot in enumerate(lots)
        for j, outlet in enumerate(outlets)
    )
    return Instance(periods=1, lots=lots, outlets=outlets, pairs=pairs, costs=COSTS)


def nearest_only(one: Instance, k: int) -> Instance:
    kept = []
    for lot in one.lots:
        mine = sorted((p for p in one.pairs or () if p.lot == lot.id), key=lambda p: p.km)
        kept += mine[:k]
    return replace(one, pairs=tuple(kept))


def test_keeping_the_nearest_outlets_is_wrong_and_pricing_all_of_them_is_right():
    one = crowded()
    program = build_program(one)
    found = generate(program, solve_relaxation(program), first_share=0.1)
    best = float(program.cost @ solve_directly(program).x)
    pruned = solve(instance=nearest_only(one, 3)).totals.total_cost_eur
    assert float(program.cost @ found.x) == pytest.approx(best)
    assert pruned > 2 * best


def test_columns_left_out_of_the_first_round_enter_when_they_help():
    rounds = []
    one = random_instance(77, lots=12, outlets=10, periods=5, platforms=2, sites=3, most_t=40)
    plan = solve(instance=one, first_share=0.0, progress=lambda *said: rounds.append(said))
    assert plan.certificate is not None
    assert plan.certificate.rounds == len(rounds) > 1
    assert plan.certificate.columns_used < plan.certificate.columns
    assert [count for count, _, _ in rounds] == list(range(1, len(rounds) + 1))
    best = [primal for _, primal, _ in rounds]
    assert best == sorted(best, reverse=True)


def test_a_need_that_nothing_covers_is_told():
    one = crowded()
    hungry = replace(one.outlets[0], need_t=50.0)
    with pytest.raises(UserFault, match="besoin"):
        solve(instance=replace(one, outlets=(hungry, *one.outlets[1:])))


def test_a_hard_need_that_can_be_covered_is_covered():
    one = crowded()
    far = replace(one.outlets[7], need_t=60.0)
    plan = solve(instance=replace(one, outlets=(*one.outlets[:7], far)))
    assert sum(flow.tonnes for flow in plan.flows if flow.destination_id == "R7") >= 60 - 1e-9
    assert plan.optimal


@pytest.mark.parametrize("seed", range(30))
def test_the_network_sorts_columns_without_changing_the_optimum(
    seed: int, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(generation, "MANY", 1 + seed % 3)
    size = {"lots": 12, "outlets": 10, "periods": 5, "platforms": 2, "sites": 3}
    one = random_instance(seed, most_t=40, needs=seed % 2 == 0, **size)
    plan = solve(instance=one, first_share=0.02)
    program = build_program(one)
    best = float(program.cost @ solve_directly(program).x)
    assert plan.method == "génération de colonnes"
    assert plan.totals.total_cost_eur == pytest.approx(best, rel=1e-6, abs=1e-6)
    assert verify(one, plan).faults == ()
