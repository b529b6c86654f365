"""The lower bound that duals prove, whatever solver they come from.

Bound = Σ over rows of y·(the bound of the row its sign points to) + Σ over columns of
min(0, c − Aᵀy)·(most tonnes the column can carry). True for any y: nothing is taken on trust.
"""

from dataclasses import dataclass

import numpy as np

from essor.engines.terres.planning.blocks import Columns, Program
from essor.engines.terres.planning.pairs import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What a pair (x, y) proves, in the unit of the objective.

    violation_t : largest breach of a row or of a sign by x
    """

    primal: float
    bound: float
    min_reduced_cost: float
    violation_t: float

    @property
    def gap(self) -> float:
        """(primal − bound) / max(1, |primal|)."""
        return (self.primal - self.bound) / max(1.0, abs(self.primal))


def reduced_costs(program: Program, duals: Floats) -> Floats:
    """C − Aᵀy of all columns."""
    found: Floats = program.cost - program.matrix.T @ duals
    return found


def signed(program: Program, duals: Floats) -> Floats:
    """Duals whose sign points to a bound that exists; the others count for nothing."""
    found = np.where((duals > 0) & ~np.isfinite(program.row_lower), 0.0, duals)
    return np.where((found < 0) & ~np.isfinite(program.row_upper), 0.0, found)


def prove(program: Program, x: Floats, duals: Floats) -> Proof:
    """Measure a plan and the bound its duals prove."""
    y = signed(program, duals)
    slack = reduced_costs(program, y)
    side = np.where(y > 0, program.row_lower, program.row_upper)
    rows = float(np.where(y == 0, 0.0, y * np.where(np.isfinite(side), side, 0.0)).sum())
    columns = float((np.minimum(slack, 0.0) * most_t(program)).sum())
    activity = program.matrix @ x
    breach = np.maximum(program.row_lower - activity, activity - program.row_upper)
    return Proof(
        primal=float(program.cost @ x),
        bound=rows + columns,
        min_reduced_cost=float(slack.min(initial=0.0)),
        violation_t=max(float(breach.max(initial=0.0)), float((-x).max(initial=0.0))),
    )


def most_t(program: Program) -> Floats:
    """Most tonnes a column can carry in any plan worth looking at.

    A lot never moves more than it has, a bay more than its group; nobody buys more quarry
    material than the need, since it is never paid to do so.
    """
    arrays, pairs = program.arrays, program.pairs
    found = np.zeros(len(program.cost))
    groups = np.zeros(len(pairs.group_class))
    np.add.at(groups, pairs.lot_group, arrays.lot_total_t)
    for family in (Columns.OUT, Columns.STOCK):
        block = program.columns[family]
        found[block.slice] = groups[block.keys["group"].astype(np.int64)]
    for family in (Columns.SHIP, Columns.INTO, Columns.HOLD, Columns.UNSERVED):
        block = program.columns[family]
        found[block.slice] = arrays.lot_total_t[block.keys["lot"].astype(np.int64)]
    virgin = program.columns[Columns.VIRGIN]
    found[virgin.slice] = arrays.outlet_need_t[virgin.keys["outlet"].astype(np.int64)]
    return found
