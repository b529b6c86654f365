"""The independent judge of a plan: knows the instance, the plan and its duals, nothing else.

Recomputes from the definitions that the plan breaks no rule, what it costs, that its duals are
feasible and what bound they prove. Neither the matrix nor a solver is used here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from essor.engines.terres.inputs import Instance
from essor.engines.terres.planning.fingerprint import fingerprint
from essor.engines.terres.planning.pairs import PairTable, admissible_pairs
from essor.engines.terres.planning.verify_duals import DualCheck
from essor.engines.terres.planning.verify_flows import FlowCheck
from essor.engines.terres.results import Plan
from essor.engines.terres.vocabulary import Objective

TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the judge found; amounts in the unit of the objective.

    faults : French sentences, empty when the plan and its certificate hold
    """

    faults: tuple[str, ...]
    primal: float
    bound: float
    min_reduced_cost: float

    @property
    def is_valid(self) -> bool:
        """Whether nothing was found against the plan."""
        return not self.faults


def verify(instance: Instance, plan: Plan, *, pairs: PairTable | None = None) -> Verdict:
    """Judge a plan and its certificate, if it has one.

    pairs : the pairs given as arrays when the plan was made with them
    """
    table = admissible_pairs(instance) if pairs is None else pairs
    flows = FlowCheck(instance, plan, table)
    faults = list(flows.faults())
    duals = DualCheck(instance, plan.duals, table, plan.objective)
    if plan.optimal or plan.duals or plan.certificate is not None:  # a bare plan claims nothing
        faults += duals.faults()
    primal = flows.amount(plan.objective, duals.unserved_price)
    faults += _claims(plan, primal, duals)
    certificate = plan.certificate
    if certificate is not None and certificate.data_sha256 != fingerprint(instance, pairs):
        faults.append("le certificat ne porte pas sur ces données")
    faults += _totals(plan, flows.totals())
    return Verdict(
        faults=tuple(faults),
        primal=primal,
        bound=duals.bound,
        min_reduced_cost=duals.min_reduced_cost,
    )


def is_close(one: float, other: float) -> bool:
    """Equal to a millionth of the larger, or to a millionth."""
    return abs(one - other) <= TOLERANCE * max(1.0, abs(one), abs(other))


def _claims(plan: Plan, primal: float, duals: DualCheck) -> Iterator[str]:
    scale = max(1.0, abs(primal))
    if plan.optimal and primal - duals.bound > TOLERANCE * scale:
        yield f"le plan se dit optimal à {primal:.6f}, la borne prouvée est {duals.bound:.6f}"
    if plan.duals and primal < duals.bound - TOLERANCE * scale:
        yield "le plan coûte moins que la borne : les prix ou le plan sont faux"
    certificate = plan.certificate
    if certificate is None:
        return
    for name, claimed, found in (
        ("la valeur", certificate.primal, primal),
        ("la borne", certificate.bound, duals.bound),
    ):
        if not is_close(claimed, found):
            yield f"{name} du certificat est {claimed:.6f}, le calcul donne {found:.6f}"
    claimed_eur = plan.bound_eur if plan.objective is Objective.COUT else None
    if claimed_eur is not None and not is_close(claimed_eur, duals.bound):
        yield f"la borne annoncée est {claimed_eur:.6f}, le calcul donne {duals.bound:.6f}"


def _totals(plan: Plan, found: Mapping[str, float]) -> Iterator[str]:
    for name, value in found.items():
        claimed = float(getattr(plan.totals, name))
        if not is_close(claimed, value):
            yield f"le total {name} est {claimed:.6f}, le calcul donne {value:.6f}"
