"""One linear program given as arrays, solved from nothing by HiGHS.

Cold each time and on purpose: an answer that depended on what was solved before would depend on
which worker got which task.
"""

from dataclasses import dataclass

import highspy
import numpy as np
from scipy import sparse

from essor.engines.terres.planning.pairs import Floats

TOLERANCE = 1e-9


class InfeasibleError(Exception):
    """No point satisfies the rows."""


class UnsolvedError(Exception):
    """HiGHS stopped without an answer; says its status."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Linear:
    """min cost·x such that lower ≤ matrix·x ≤ upper and 0 ≤ x."""

    cost: Floats
    matrix: sparse.csc_matrix
    lower: Floats
    upper: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Optimum:
    """An optimal point and its proof. duals : per row, at or below zero on an upper bound."""

    value: float
    x: Floats
    duals: Floats


def solve_linear(problem: Linear) -> Optimum:
    """Solve by the simplex. Raises InfeasibleError, UnsolvedError."""
    highs = highspy.Highs()
    for name in ("primal_feasibility_tolerance", "dual_feasibility_tolerance"):
        highs.setOptionValue(name, TOLERANCE)
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("solver", "simplex")
    highs.passModel(_model(problem))
    highs.run()
    return read_optimum(highs)


def read_optimum(highs: highspy.Highs) -> Optimum:
    """Read the answer of a solver that ran. Raises InfeasibleError, UnsolvedError."""
    status = highs.getModelStatus()
    statuses = highspy.HighsModelStatus
    if status in (statuses.kInfeasible, statuses.kUnboundedOrInfeasible):
        raise InfeasibleError
    if status not in (statuses.kOptimal, statuses.kModelEmpty):
        raise UnsolvedError(highs.modelStatusToString(status))
    solution = highs.getSolution()
    return Optimum(
        value=float(highs.getInfo().objective_function_value),
        x=np.array(solution.col_value),
        duals=np.array(solution.row_dual),
    )


def _model(problem: Linear) -> highspy.HighsLp:
    model = highspy.HighsLp()
    matrix = problem.matrix.tocsc()
    model.num_row_, model.num_col_ = matrix.shape
    model.col_cost_ = problem.cost
    model.col_lower_ = np.zeros(matrix.shape[1])
    model.col_upper_ = np.full(matrix.shape[1], highspy.kHighsInf)
    model.row_lower_, model.row_upper_ = problem.lower, problem.upper
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = matrix.indptr
    model.a_matrix_.index_ = matrix.indices
    model.a_matrix_.value_ = matrix.data
    return model
