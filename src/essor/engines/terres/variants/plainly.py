"""The plan without variant: the planner's own solver, its faults explained, its cancel heard."""

from essor.engines.terres.inputs import Instance
from essor.engines.terres.planning.program import build_program
from essor.engines.terres.planning.solve import no_plan, solve
from essor.engines.terres.results import Plan
from essor.engines.terres.variants.conflict import explain_conflict
from essor.engines.terres.variants.solver import NO_WATCH, Progress, Status, Watch
from essor.engines.terres.variants.stopping import Stopped
from essor.engines.terres.vocabulary import Objective
from essor.foundations.errors import UserFault


def solve_plainly(
    *, instance: Instance, objective: Objective = Objective.COUT, watch: Watch = NO_WATCH
) -> Plan:
    """The proven optimum. Raises UserFault when nothing is feasible, Stopped when cancelled."""

    def tell(done: int, incumbent: float, bound: float) -> None:
        if watch.must_stop():
            raise Stopped(Status.CANCELLED)
        news = Progress(step="tournée de colonnes", bound=bound, incumbent=incumbent, done=done)
        watch.tell(news)

    if watch.must_stop():
        raise Stopped(Status.CANCELLED)
    return solve(instance=instance, objective=objective, explain=explain_instance, progress=tell)


def explain_instance(instance: Instance) -> UserFault:
    """Why an instance has no plan: one fault per conflict, each with its cheapest way out."""
    try:
        explain_conflict(build_program(instance)).raise_fault()
    except UserFault as fault:
        return fault
    return no_plan(instance)
