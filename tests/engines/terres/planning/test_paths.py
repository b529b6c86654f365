"""Prices completed along cheapest paths, bays opened on demand, the start from the network."""

from dataclasses import replace

import numpy as np
import pytest

from essor.engines.terres.planning import relaxation
from essor.engines.terres.planning.blocks import Columns, Program, Rows
from essor.engines.terres.planning.generation import generate
from essor.engines.terres.planning.highs import LinearModel, Status
from essor.engines.terres.planning.paths import Paths
from essor.engines.terres.planning.program import build_program
from essor.engines.terres.planning.proof import prove, reduced_costs
from essor.engines.terres.planning.relaxation import solve_relaxation
from essor.engines.terres.planning.solve import solve_directly
from tests.engines.terres.instances import random_instance


def drawn(seed: int) -> Program:
    one = random_instance(seed, lots=9, outlets=7, periods=5, platforms=3, sites=3, most_t=40)
    return build_program(one)


@pytest.mark.parametrize("seed", range(12))
def test_any_prices_of_capacities_complete_into_a_true_bound(seed: int):
    program = drawn(seed)
    best = solve_directly(program)
    chance = np.random.default_rng(seed)
    given = best.duals * chance.uniform(0.5, 1.5, len(best.duals))
    completed = Paths.of(program, given).duals(given)
    for family in (Columns.SHIP, Columns.INTO, Columns.OUT, Columns.HOLD, Columns.STOCK):
        slack = reduced_costs(program, completed)[program.columns[family].slice]
        assert slack.min(initial=0.0) >= -1e-9
    primal = float(program.cost @ best.x)
    assert prove(program, best.x, completed).bound <= primal + 1e-6


@pytest.mark.parametrize("seed", range(12))
def test_the_best_prices_complete_into_a_proof(seed: int):
    program = drawn(seed)
    best = solve_directly(program)
    erased = best.duals.copy()
    for family in (Rows.LOT, Rows.BAY):
        erased[program.rows[family].slice] = 0.0
    proof = prove(program, best.x, Paths.of(program, erased).duals(erased))
    assert abs(proof.gap) < 1e-9


@pytest.mark.parametrize("seed", range(12))
def test_bays_opened_on_demand_change_nothing(seed: int, monkeypatch: pytest.MonkeyPatch):
    program = drawn(seed)
    platforms = tuple(
        replace(one, handling_eur_t=0.0, holding_eur_t_period=0.0)
        for one in program.instance.platforms
    )
    program = build_program(replace(program.instance, platforms=platforms))
    lazy = solve_relaxation(program)
    monkeypatch.setattr(relaxation, "MOST_OPENINGS", 0)
    whole = solve_relaxation(program)
    primal = float(program.cost @ lazy.x)
    assert primal == pytest.approx(float(program.cost @ whole.x), rel=1e-9, abs=1e-6)
    assert reduced_costs(program, lazy.duals).min() >= -1e-6
    assert prove(program, lazy.x, lazy.duals).bound == pytest.approx(primal, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("seed", range(12))
def test_from_almost_nothing_the_columns_of_cheapest_paths_reach_the_optimum(seed: int):
    program = drawn(seed)
    found = generate(program, solve_relaxation(program), first_share=0.0)
    best = float(program.cost @ solve_directly(program).x)
    assert float(program.cost @ found.x) == pytest.approx(best, rel=1e-9, abs=1e-6)
    assert abs(prove(program, found.x, found.duals).gap) < 1e-6
    assert found.used < len(program.cost)


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_a_start_that_is_no_basis_is_completed(share: float):
    """HiGHS takes a set of columns that is too small, too large or singular, and still solves."""
    program = drawn(1)
    model = LinearModel(
        cost=program.cost,
        matrix=program.matrix,
        row_lower=program.row_lower,
        row_upper=program.row_upper,
    )
    chance = np.random.default_rng(5)
    rows, columns = program.matrix.shape
    model.start_from(chance.uniform(size=columns) < share, chance.uniform(size=rows) < share)
    answer = model.run()
    best = float(program.cost @ solve_directly(program).x)
    assert answer.status is Status.OPTIMAL
    assert float(program.cost @ answer.x) == pytest.approx(best)
