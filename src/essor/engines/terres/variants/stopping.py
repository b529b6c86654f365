"""What to do with a solve that did not end well: say why, or stop."""

from collections.abc import Sequence

from essor.engines.terres.planning.blocks import Program
from essor.engines.terres.variants.conflict import explain_conflict
from essor.engines.terres.variants.linear import Model
from essor.engines.terres.variants.members import Member
from essor.engines.terres.variants.solver import Outcome, Status
from essor.foundations.errors import UserFault


class Stopped(Exception):
    """The caller asked to stop, or time ran out before any plan was found."""

    def __init__(self, status: Status) -> None:
        super().__init__(status.value)
        self.status = status


def demand(
    outcome: Outcome, program: Program, *, model: Model | None = None, more: Sequence[Member] = ()
) -> Outcome:
    """The outcome itself when it holds a plan.

    model, more : what a variant added, when that too may be what makes a plan impossible

    Raises UserFault that names the smallest set of demands that cannot stand together, and
    Stopped when the solve was cancelled or ended on its time limit with nothing in hand.
    """
    if outcome.status is Status.CANCELLED:
        raise Stopped(outcome.status)
    if outcome.status is Status.INFEASIBLE:
        explain_conflict(program, model=model, more=more).raise_fault()
        raise UserFault.single(
            "aucun plan ne respecte à la fois toutes les exigences", code="plan_impossible"
        )
    if not outcome.has_solution:
        raise Stopped(outcome.status)
    return outcome
