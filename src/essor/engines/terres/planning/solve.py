"""Solve an instance to proven optimality.

Pure networks go to the network simplex; side rows to column generation guided by it. Whatever the
way, the answer carries its certificate: duals, bound, gap, least reduced cost, fingerprint.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib.metadata import version

import numpy as np

from essor.engines.terres.inputs import Instance
from essor.engines.terres.network.simplex import NotSolvedError
from essor.engines.terres.planning.blocks import Program
from essor.engines.terres.planning.extraction import plan_of
from essor.engines.terres.planning.fingerprint import fingerprint
from essor.engines.terres.planning.generation import (
    FIRST_SHARE,
    MISSING_T,
    NoPlanError,
    Progress,
    generate,
)
from essor.engines.terres.planning.highs import LinearModel, Status
from essor.engines.terres.planning.naming import named_duals
from essor.engines.terres.planning.pairs import Floats, PairTable
from essor.engines.terres.planning.program import build_program
from essor.engines.terres.planning.proof import Proof, prove, reduced_costs, signed
from essor.engines.terres.planning.relaxation import solve_relaxation
from essor.engines.terres.results import Certificate, Plan
from essor.engines.terres.vocabulary import Objective
from essor.foundations.errors import UserFault

LARGEST_GAP = 1e-6
SMALL = 3000  # columns below which everything enters the first round
TIE = 1e-9
NOISE_MARGIN = 4.0  # the duals carry the rounding of the penalty of a tonne left
# Turns an instance without a plan into the sentence that says why.
Explain = Callable[[Instance], UserFault]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Solved:
    """Optimal flow of every column and dual of every row, and how they were found."""

    x: Floats
    duals: Floats
    method: str
    rounds: int = 1
    used: int = 0


def solve(
    *,
    instance: Instance,
    objective: Objective | str = Objective.COUT,
    pairs: PairTable | None = None,
    explain: Explain | None = None,
    progress: Progress | None = None,
    first_share: float | None = None,
) -> Plan:
    """The cheapest plan (or the one that emits least, cost breaking ties), with its certificate.

    pairs : admissible pairs when they come as arrays; explain : says why there is no plan
    progress : told after each round; first_share : share of the flows in the first round
    Raises UserFault when a need that must be met cannot be. Fixed fees, least dispatches and
    indivisible lots are the business of `variants`.
    """
    program = build_program(instance, pairs=pairs, objective=Objective(objective))
    try:
        solved = solve_program(program, progress=progress, first_share=first_share)
    except NoPlanError as error:
        raise (explain or no_plan)(instance) from error
    if program.objective is Objective.CO2:
        solved = replace(solved, x=_cheapest_among_equals(program, solved))
    return certified(program, solved, data_sha256=fingerprint(instance, pairs))


def no_plan(instance: Instance) -> UserFault:
    """What is known without an analysis of the conflict: the needs that must be met."""
    needs = [one.id for one in instance.outlets if one.need_t and one.virgin_eur_t is None]
    return UserFault.single(
        "aucun plan ne couvre tous les besoins sans matériau neuf",
        value=", ".join(needs),
        expected="un besoin moindre, un prix de matériau neuf (virgin_eur_t) ou plus de terres",
        field="outlets",
        code="sans_plan",
    )


def solve_program(
    program: Program, *, progress: Progress | None = None, first_share: float | None = None
) -> Solved:
    """Solve a program; raises NoPlanError when a hard need cannot be met."""
    try:
        relaxed = solve_relaxation(program)
    except NotSolvedError:
        return solve_directly(program)
    if relaxed.missing_t > MISSING_T:
        return solve_directly(program)  # the judge of infeasibility, and of the last-resort price
    if program.is_pure_network:
        return Solved(x=relaxed.x, duals=relaxed.duals, method="simplexe de réseau")
    share = first_share
    if share is None:
        share = 1.0 if len(program.cost) <= SMALL else FIRST_SHARE
    try:
        found = generate(program, relaxed, first_share=share, progress=progress)
    except NoPlanError:
        return solve_directly(program)
    return Solved(
        x=found.x,
        duals=found.duals,
        method="génération de colonnes",
        rounds=found.rounds,
        used=found.used,
    )


def solve_directly(program: Program) -> Solved:
    """HiGHS on the whole matrix: the judge, and the last resort."""
    answer = LinearModel(
        cost=program.cost,
        matrix=program.matrix,
        row_lower=program.row_lower,
        row_upper=program.row_upper,
    ).run()
    if answer.status is not Status.OPTIMAL:
        raise NoPlanError(answer.status.value)
    return Solved(x=answer.x, duals=answer.duals, method="simplexe direct", used=len(program.cost))


def _cheapest_among_equals(program: Program, solved: Solved) -> Floats:
    """Among the plans that emit least, the cheapest in EUR.

    A plan emits least when it uses no column with a positive reduced cost and fills every row
    that has a dual (complementary slackness): what is left is a smaller program, in EUR.
    """
    y = signed(program, solved.duals)
    slack = reduced_costs(program, y)
    noise = float(np.abs(slack[(solved.x > 0) | (slack < 0)]).max(initial=0.0))
    tie = TIE * (1.0 + float(np.abs(program.kg).max(initial=0.0))) + NOISE_MARGIN * noise
    kept = np.flatnonzero((slack <= tie) | (solved.x > 0))
    answer = LinearModel(
        cost=program.eur[kept],
        matrix=program.matrix[:, kept],
        row_lower=np.where(y < -tie, program.row_upper, program.row_lower),
        row_upper=np.where(y > tie, program.row_lower, program.row_upper),
    ).run()
    if answer.status is not Status.OPTIMAL:
        return solved.x
    x = np.zeros(len(program.cost))
    x[kept] = answer.x
    is_as_good = float(program.cost @ x) <= float(program.cost @ solved.x) * (1 + 1e-9) + 1e-9
    return x if is_as_good else solved.x


def certified(program: Program, solved: Solved, *, data_sha256: str) -> Plan:
    """The plan of a solution, its duals by name and the certificate that they prove."""
    plan = plan_of(program, solved.x, method=solved.method)
    proof = prove(program, solved.x, solved.duals)
    return replace(
        plan,
        optimal=proof.gap <= LARGEST_GAP,
        bound_eur=proof.bound if program.objective is Objective.COUT else None,
        duals=named_duals(program, signed(program, solved.duals)),
        certificate=_certificate(program, solved, proof, data_sha256),
    )


def _certificate(program: Program, solved: Solved, proof: Proof, data_sha256: str) -> Certificate:
    return Certificate(
        objective=program.objective,
        primal=proof.primal,
        bound=proof.bound,
        gap=proof.gap,
        min_reduced_cost=proof.min_reduced_cost,
        data_sha256=data_sha256,
        method=solved.method,
        solver_versions={name: version(name) for name in ("POT", "highspy", "scipy", "numpy")},
        rounds=solved.rounds,
        columns=len(program.cost),
        columns_used=solved.used or len(program.cost),
    )
