"""HiGHS held open: same answers as scipy's own copy, warm changes, progress, cancel, one thread."""

import numpy as np
import pytest
from scipy import optimize, sparse

from essor.engines.terres.planning.highs import LinearModel
from essor.engines.terres.variants.linear import Model
from essor.engines.terres.variants.solver import Progress, Solver, Status, Watch


def random_model(seed: int, *, is_whole: bool = False) -> Model:
    """A bounded knapsack-like model that is always feasible."""
    draw = np.random.default_rng(seed)
    model = Model()
    size, rows = int(draw.integers(3, 9)), int(draw.integers(1, 6))
    columns = model.add_columns(
        draw.integers(-9, 10, size).astype(float),
        upper=draw.integers(1, 6, size).astype(float),
        is_whole=is_whole,
    )
    for _ in range(rows):
        weights = draw.integers(0, 7, size).astype(float)
        model.add_row(columns, weights, lower=0.0, upper=float(weights.sum()) * 1.3)
    return model


def judged(model: Model) -> float:
    row_lower, row_upper = model.row_bounds()
    lower, upper = model.column_bounds()
    kinds = np.zeros(model.n_columns)
    kinds[model.whole_columns()] = 1
    answer = optimize.milp(
        model.cost_vector(),
        integrality=kinds,
        bounds=optimize.Bounds(lower, upper),
        constraints=optimize.LinearConstraint(
            sparse.csc_matrix(model.matrix()), row_lower, row_upper
        ),
    )
    return float(answer.fun)


@pytest.mark.parametrize("is_whole", [False, True])
def test_same_optimum_as_another_copy_of_the_solver(is_whole: bool) -> None:
    for seed in range(25):
        model = random_model(seed, is_whole=is_whole)
        outcome = Solver(model).solve()
        assert outcome.status is Status.OPTIMAL
        assert outcome.objective == pytest.approx(judged(model), abs=1e-6)
        assert outcome.gap <= 1e-6


def test_a_changed_bound_is_seen_by_the_next_solve() -> None:
    model = Model()
    columns = model.add_columns([1.0, 3.0], upper=10.0)
    row = model.add_row(columns, 1.0, lower=4.0)
    solver = Solver(model)
    assert solver.solve().objective == pytest.approx(4.0)
    solver.change_row(row, lower=12.0, upper=np.inf)
    assert solver.solve().objective == pytest.approx(16.0)
    solver.change_costs(np.array([2.0, 1.0]))
    assert solver.solve().objective == pytest.approx(14.0)
    solver.change_columns(np.array([1]), lower=np.zeros(1), upper=np.zeros(1))
    assert solver.solve().status is Status.INFEASIBLE
    assert solver.solve().gap == np.inf


def hard_model() -> Model:
    """A market split problem: tiny, yet far beyond what branch and bound proves in a second."""
    draw = np.random.default_rng(3)
    model = Model()
    whole = model.add_columns(np.zeros(40), upper=1.0, is_whole=True)
    for _ in range(5):
        slack = model.add_columns([1.0, 1.0])
        weights = draw.integers(0, 100, 40).astype(float)
        middle = float(weights.sum() // 2)
        model.add_row(
            np.concatenate([whole, slack]),
            np.concatenate([weights, [1.0, -1.0]]),
            lower=middle,
            upper=middle,
        )
    return model


def test_a_long_solve_tells_where_it_stands_and_stops_when_asked() -> None:
    heard: list[Progress] = []
    watch = Watch(
        on_progress=heard.append,
        is_cancelled=lambda: any(news.incumbent is not None for news in heard),
        time_limit_s=20.0,
    )
    outcome = Solver(hard_model(), watch).solve()
    assert outcome.status is Status.CANCELLED
    assert any(news.bound is not None for news in heard)


def test_a_time_limit_leaves_a_solution_with_its_gap() -> None:
    outcome = Solver(hard_model(), Watch(time_limit_s=0.3)).solve()
    assert outcome.status is Status.LIMIT
    assert outcome.has_solution
    assert outcome.gap > 0
    assert outcome.bound <= outcome.objective


def test_a_known_wrong_presolve_of_whole_numbers_is_not_used() -> None:
    """HiGHS 1.14.0 answers 15 with its presolve: https://github.com/ERGO-Code/HiGHS/issues/3043."""
    model = Model()
    x = model.add_columns([2.0], upper=10.0)
    z = model.add_columns([3.0], upper=10.0, is_whole=True)
    model.add_row([int(x[0]), int(z[0])], 1.0, lower=4.5)
    assert Solver(model).solve().objective == pytest.approx(9.0)


def test_a_cancelled_solve_does_not_start() -> None:
    outcome = Solver(random_model(1), Watch(is_cancelled=lambda: True)).solve()
    assert outcome.status is Status.CANCELLED
    assert not outcome.has_solution


def test_the_planner_and_the_variants_share_one_number_of_threads() -> None:
    """Two numbers of threads in one process make HiGHS return without an answer."""
    for seed in range(3):
        mixed = random_model(seed, is_whole=True)
        linear = LinearModel(
            cost=np.array([1.0]),
            matrix=sparse.csc_matrix([[1.0]]),
            row_lower=np.array([2.0]),
            row_upper=np.array([np.inf]),
        )
        assert linear.run().x.tolist() == [2.0]
        assert Solver(mixed).solve().objective == pytest.approx(judged(mixed), abs=1e-6)
