"""HiGHS on arrays: a linear program whose columns may be added while it is solved.

Two traps of the library are shut here. The solver is always named (`simplex` or `ipx`): « ipm »
means another, slower one as soon as HiGHS extras are installed. And the number of threads is set
through `use_threads`, because changing it after a first run in the same process makes the next
runs return at once without solving unless the scheduler is reset.
"""

from dataclasses import dataclass
from enum import StrEnum

import highspy
import numpy as np
from scipy import sparse

from essor.engines.terres.planning.pairs import Flags, Floats

PRIMAL_SIMPLEX = 4
_threads: list[int] = [1]


class Solver(StrEnum):
    """Algorithms asked by name."""

    SIMPLEX = "simplex"
    IPX = "ipx"


class Status(StrEnum):
    """How a run ended."""

    OPTIMAL = "optimal"
    INFEASIBLE = "infeasible"
    UNBOUNDED = "unbounded"
    STOPPED = "stopped"


STATUSES = {
    highspy.HighsModelStatus.kOptimal: Status.OPTIMAL,
    highspy.HighsModelStatus.kInfeasible: Status.INFEASIBLE,
    highspy.HighsModelStatus.kUnbounded: Status.UNBOUNDED,
    highspy.HighsModelStatus.kUnboundedOrInfeasible: Status.INFEASIBLE,
}


def use_threads(threads: int) -> None:
    """Fix the number of threads of all later runs in this process."""
    if threads != _threads[0]:
        highspy.Highs.resetGlobalScheduler(True)
        _threads[0] = threads


def threads() -> int:
    """Number of threads of every run in this process."""
    return _threads[0]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Answer:
    """x, dual of every row, and how the run ended."""

    status: Status
    x: Floats
    duals: Floats


class LinearModel:
    """Minimise cost·x, rows between bounds, columns at or above zero."""

    def __init__(
        self,
        *,
        cost: Floats,
        matrix: sparse.csc_matrix,
        row_lower: Floats,
        row_upper: Floats,
        col_upper: Floats | None = None,
        solver: Solver = Solver.SIMPLEX,
        time_limit_s: float | None = None,
    ) -> None:
        """Pass the arrays to HiGHS in one call."""
        self.solver = highspy.Highs()
        self.solver.setOptionValue("output_flag", False)
        self.solver.setOptionValue("threads", _threads[0])
        self.solver.setOptionValue("solver", solver.value)
        if time_limit_s is not None:
            self.solver.setOptionValue("time_limit", float(time_limit_s))
        model = highspy.HighsLp()
        model.num_row_, model.num_col_ = matrix.shape
        model.col_cost_ = cost
        model.col_lower_ = np.zeros(len(cost))
        model.col_upper_ = np.full(len(cost), np.inf) if col_upper is None else col_upper
        model.row_lower_, model.row_upper_ = row_lower, row_upper
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = matrix.indptr
        model.a_matrix_.index_ = matrix.indices
        model.a_matrix_.value_ = matrix.data
        self.solver.passModel(model)

    def start_from(self, in_columns: Flags, in_rows: Flags) -> None:
        """Start the first run from a basis; it may be too small or singular, rows complete it."""
        basis = highspy.HighsBasis()
        nothing, chosen = highspy.HighsBasisStatus.kNonbasic, highspy.HighsBasisStatus.kBasic
        basis.col_status = [chosen if one else nothing for one in in_columns.tolist()]
        basis.row_status = [chosen if one else nothing for one in in_rows.tolist()]
        basis.alien = True
        basis.valid = True
        self.solver.setBasis(basis)

    def add_rows(self, lower: Floats, upper: Floats) -> None:
        """Add empty rows; the columns that come later may use them."""
        count = len(lower)
        starts, none = np.zeros(count, dtype=np.int32), np.zeros(0, dtype=np.int32)
        self.solver.addRows(count, lower, upper, 0, starts, none, np.zeros(0))

    def add_columns(self, cost: Floats, matrix: sparse.csc_matrix) -> None:
        """Add columns; the next run starts from the last basis, by the primal simplex."""
        count = len(cost)
        self.solver.addCols(
            count,
            cost,
            np.zeros(count),
            np.full(count, np.inf),
            matrix.nnz,
            matrix.indptr[:-1].astype(np.int32),
            matrix.indices.astype(np.int32),
            matrix.data,
        )
        self.solver.setOptionValue("simplex_strategy", PRIMAL_SIMPLEX)

    def run(self) -> Answer:
        """Solve from the last basis."""
        self.solver.run()
        status = STATUSES.get(self.solver.getModelStatus(), Status.STOPPED)
        solution = self.solver.getSolution()
        return Answer(
            status=status,
            x=np.asarray(solution.col_value, dtype=np.float64),
            duals=np.asarray(solution.row_dual, dtype=np.float64),
        )
