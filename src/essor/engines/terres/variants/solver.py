"""HiGHS, held open between two solves: bounds and costs change, the basis stays warm.

One seed, and the number of threads of the planner: HiGHS starts its scheduler once per process,
and another number later makes it return without solving.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import highspy
import numpy as np

from essor.engines.terres.planning.highs import threads
from essor.engines.terres.variants.linear import Array, Indices, Model

RELATIVE_GAP = 1e-6
# Its presolve of whole numbers calls optimal what is not: https://github.com/ERGO-Code/HiGHS/pull/2961
WRONG_MIXED_PRESOLVE = "1.14.0"


class Status(StrEnum):
    """How a solve ended."""

    OPTIMAL = "optimal"
    INFEASIBLE = "impossible"
    UNBOUNDED = "non_borne"
    LIMIT = "limite"  # time limit, with or without a solution in hand
    CANCELLED = "annule"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Where a solve stands. `bound` and `incumbent` in the unit of the objective, None unknown."""

    step: str
    elapsed_s: float | None = None
    bound: float | None = None
    incumbent: float | None = None
    gap: float | None = None
    done: int | None = None
    total: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """What a caller wants of a long solve: news, a way to stop it, a limit, a seed."""

    on_progress: Callable[[Progress], None] | None = None
    is_cancelled: Callable[[], bool] | None = None
    time_limit_s: float | None = None
    seed: int = 0
    relative_gap: float = RELATIVE_GAP

    def tell(self, progress: Progress) -> None:
        """Give the news, when someone listens."""
        if self.on_progress is not None:
            self.on_progress(progress)

    def must_stop(self) -> bool:
        """Whether the caller asked to stop."""
        return self.is_cancelled is not None and self.is_cancelled()


NO_WATCH = Watch()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What HiGHS found. `values` is empty when it holds no feasible point.

    bound : proven lower bound of the objective; equal to it at optimality of an LP
    gap : (objective − bound) / max(|objective|, 1), infinite without a solution
    row_duals, reduced_costs : empty for a mixed-integer model
    """

    status: Status
    values: Array
    row_duals: Array
    reduced_costs: Array
    objective: float
    bound: float

    @property
    def gap(self) -> float:
        """Relative distance from the solution to the proven bound."""
        if not self.values.size or not np.isfinite(self.bound):
            return float("inf")
        return max(self.objective - self.bound, 0.0) / max(abs(self.objective), 1.0)

    @property
    def has_solution(self) -> bool:
        """Whether a feasible point is in hand."""
        return bool(self.values.size)


def _highs_program(model: Model) -> highspy.HighsLp:
    program = highspy.HighsLp()
    matrix = model.matrix()
    program.num_col_, program.num_row_ = model.n_columns, model.n_rows
    program.col_cost_ = model.cost_vector()
    program.col_lower_, program.col_upper_ = model.column_bounds()
    program.row_lower_, program.row_upper_ = model.row_bounds()
    program.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    program.a_matrix_.start_ = matrix.indptr
    program.a_matrix_.index_ = matrix.indices
    program.a_matrix_.value_ = matrix.data
    return program


class Solver:
    """One model in HiGHS; change bounds or costs, solve again from where it stood."""

    def __init__(self, model: Model, watch: Watch = NO_WATCH, *, step: str = "résolution") -> None:
        self._highs = highspy.Highs()
        self._watch, self._step, self._was_cancelled = watch, step, False
        self._n_columns = model.n_columns
        self._whole = model.whole_columns()
        self._set_options()
        self._highs.passModel(_highs_program(model))
        if self._whole.size:
            kinds = np.full(self._whole.size, 1, dtype=np.uint8)
            self._highs.changeColsIntegrality(self._whole.size, self._whole.astype(np.int32), kinds)
        self._listen()

    def _set_options(self) -> None:
        options: dict[str, bool | int | float | str] = {
            "output_flag": False,
            "random_seed": self._watch.seed,
            "threads": threads(),
            "mip_rel_gap": self._watch.relative_gap,
            "mip_abs_gap": 1e-6,
            "primal_feasibility_tolerance": 1e-9,
            "dual_feasibility_tolerance": 1e-9,
            "mip_feasibility_tolerance": 1e-9,
        }
        if self._watch.time_limit_s is not None:
            options["time_limit"] = self._watch.time_limit_s
        if self._whole.size and self._highs.version() == WRONG_MIXED_PRESOLVE:
            options["presolve"] = "off"
        for name, value in options.items():
            self._highs.setOptionValue(name, value)

    def _listen(self) -> None:
        watch = self._watch
        if watch.is_cancelled is not None:
            self._highs.cbSimplexInterrupt += self._on_interrupt
            self._highs.cbMipInterrupt += self._on_interrupt
        if watch.on_progress is not None and self._whole.size:
            self._highs.cbMipLogging += self._on_news
            self._highs.cbMipImprovingSolution += self._on_news

    def _on_interrupt(self, event: highspy.highs.HighsCallbackEvent) -> None:
        if self._watch.must_stop():
            self._was_cancelled = True
            event.interrupt()

    def _on_news(self, event: highspy.highs.HighsCallbackEvent) -> None:
        news = event.data_out
        finite = [
            value if abs(value) < highspy.kHighsInf else None
            for value in (news.mip_dual_bound, news.mip_primal_bound, news.mip_gap)
        ]
        self._watch.tell(
            Progress(
                step=self._step,
                elapsed_s=news.running_time,
                bound=finite[0],
                incumbent=finite[1],
                gap=finite[2],
            )
        )

    def change_row(self, row: int, *, lower: float, upper: float) -> None:
        """Other bounds for one row."""
        self._highs.changeRowBounds(row, lower, upper)

    def change_costs(self, costs: Array) -> None:
        """Other costs for every column."""
        every = np.arange(self._n_columns, dtype=np.int32)
        self._highs.changeColsCost(self._n_columns, every, costs)

    def change_columns(self, columns: Indices, *, lower: Array, upper: Array) -> None:
        """Other bounds for some columns."""
        self._highs.changeColsBounds(len(columns), columns.astype(np.int32), lower, upper)

    def solve(self) -> Outcome:
        """Solve what now stands."""
        if self._watch.must_stop():
            return _nothing(Status.CANCELLED)
        self._highs.run()
        return self._outcome()

    def _outcome(self) -> Outcome:
        status = self._status()
        info, solution = self._highs.getInfo(), self._highs.getSolution()
        is_feasible = info.primal_solution_status == highspy.kSolutionStatusFeasible
        if not is_feasible or status in (Status.INFEASIBLE, Status.UNBOUNDED):
            return _nothing(status)
        objective = float(info.objective_function_value)
        if self._whole.size:
            empty = np.zeros(0)
            duals, reduced, bound = empty, empty, float(info.mip_dual_bound)
        else:
            duals, reduced = np.array(solution.row_dual), np.array(solution.col_dual)
            bound = objective if status is Status.OPTIMAL else -np.inf
        return Outcome(
            status=status,
            values=np.array(solution.col_value),
            row_duals=duals,
            reduced_costs=reduced,
            objective=objective,
            bound=bound,
        )

    def _status(self) -> Status:
        if self._was_cancelled:
            return Status.CANCELLED
        kinds = highspy.HighsModelStatus
        found = {
            kinds.kOptimal: Status.OPTIMAL,
            kinds.kModelEmpty: Status.OPTIMAL,
            kinds.kInfeasible: Status.INFEASIBLE,
            kinds.kUnbounded: Status.UNBOUNDED,
            kinds.kUnboundedOrInfeasible: Status.INFEASIBLE,
        }
        return found.get(self._highs.getModelStatus(), Status.LIMIT)


def _nothing(status: Status) -> Outcome:
    empty = np.zeros(0)
    return Outcome(
        status=status,
        values=empty,
        row_duals=empty,
        reduced_costs=empty,
        objective=np.inf,
        bound=-np.inf,
    )
