"""The plan of a variant: the first columns of its model are those of the program."""

from dataclasses import replace

import numpy as np

from essor.engines.terres.planning.blocks import Program
from essor.engines.terres.planning.extraction import plan_of as plan_of_columns
from essor.engines.terres.planning.naming import named_duals
from essor.engines.terres.planning.proof import signed
from essor.engines.terres.results import Plan
from essor.engines.terres.variants.solver import Outcome, Status
from essor.engines.terres.vocabulary import Objective


def plan_of(program: Program, outcome: Outcome, *, method: str, fixed_eur: float = 0.0) -> Plan:
    """Read a plan out of an outcome; the rows of the program come first too, hence its duals.

    fixed_eur : fees and reservations, which no flow carries
    """
    plan = plan_of_columns(program, outcome.values[: len(program.cost)], method=method)
    totals = replace(
        plan.totals,
        total_cost_eur=plan.totals.total_cost_eur + fixed_eur,
        fixed_eur=fixed_eur,
    )
    duals = outcome.row_duals[: program.matrix.shape[0]]
    is_in_eur = program.objective is Objective.COUT and np.isfinite(outcome.bound)
    return replace(
        plan,
        totals=totals,
        optimal=outcome.status is Status.OPTIMAL,
        bound_eur=outcome.bound if is_in_eur else None,
        duals=named_duals(program, signed(program, duals)) if duals.size else {},
    )
