"""Plans with yes-or-no decisions: whole lots, least dispatches, fixed fees, opened platforms.

Solved by branch and bound; the plan says the bound that was proven and the gap that is left.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from essor.engines.terres.inputs import Instance
from essor.engines.terres.planning.program import Program, build_program
from essor.engines.terres.results import Plan
from essor.engines.terres.variants.contracts import (
    NO_TERMS,
    ContractTerms,
    Opening,
    add_contracts,
)
from essor.engines.terres.variants.demands import members_of_choices
from essor.engines.terres.variants.extract import plan_of
from essor.engines.terres.variants.frame import model_of
from essor.engines.terres.variants.indivisible import WholeChoice, add_indivisible
from essor.engines.terres.variants.linear import Array
from essor.engines.terres.variants.plain import as_plain_dict
from essor.engines.terres.variants.solver import NO_WATCH, Outcome, Solver, Status, Watch
from essor.engines.terres.variants.stopping import demand
from essor.engines.terres.variants.wording import TINY, euros, quoted
from essor.engines.terres.vocabulary import Objective

METHOD = "programme mixte (HiGHS)"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedContract:
    """Something the plan uses that had a fee or a least tonnage. lot is None for a whole place."""

    place_id: str
    lot: str | None
    tonnes: float
    fee_eur: float
    min_t: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeLot:
    """Where an indivisible lot goes; None when it stays on site."""

    lot: str
    place_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MixedPlan:
    """A plan with its decisions. bound_eur, gap : proven by branch and bound."""

    plan: Plan
    status: Status
    bound_eur: float
    gap: float
    contracts: tuple[OpenedContract, ...]
    whole_lots: tuple[WholeLot, ...]
    sentences: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, object]:
        """For storage."""
        return as_plain_dict(self)


def needs_whole_decisions(instance: Instance) -> bool:
    """Whether the instance asks for something a linear program cannot say."""
    return (
        any(lot.indivisible for lot in instance.lots)
        or any(outlet.min_dispatch_t or outlet.fixed_fee_eur for outlet in instance.outlets)
        or any(platform.fixed_fee_eur for platform in instance.platforms)
    )


def solve_mixed(
    *,
    instance: Instance,
    terms: ContractTerms = NO_TERMS,
    objective: Objective = Objective.COUT,
    watch: Watch = NO_WATCH,
) -> MixedPlan:
    """Best plan under every yes-or-no rule of the instance and of `terms`.

    Fees are costs: with the CO2 objective they do not weigh, least tonnages still hold.
    Raises UserFault when no plan is feasible, Stopped when cancelled.
    """
    program = build_program(instance, objective=objective)
    model = model_of(program)
    whole = add_indivisible(model, program)
    openings = add_contracts(model, program, terms, is_priced=objective is Objective.COUT)
    outcome = Solver(model, watch, step="programme mixte").solve()
    outcome = demand(
        outcome, program, model=model, more=members_of_choices(program, whole, openings)
    )
    used = [o for o in openings if float(outcome.values[o.flow].sum()) > TINY]
    contracts = tuple(_contract(program, opening, outcome.values) for opening in used)
    whole_lots = tuple(
        _whole_lot(program, choice) for choice in whole if outcome.values[choice.column] > 0.5
    )
    fees = sum(contract.fee_eur for contract in contracts)
    return MixedPlan(
        plan=plan_of(program, outcome, method=METHOD, fixed_eur=fees),
        status=outcome.status,
        bound_eur=outcome.bound,
        gap=outcome.gap,
        contracts=contracts,
        whole_lots=whole_lots,
        sentences=tuple(_sentences(outcome, fees, contracts, whole_lots)),
    )


def _sentences(
    outcome: Outcome,
    fees: float,
    contracts: tuple[OpenedContract, ...],
    whole_lots: tuple[WholeLot, ...],
) -> Iterator[str]:
    if outcome.status is Status.OPTIMAL:
        yield "Plan optimal prouvé, décisions entières comprises."
    else:
        share = f"{100 * outcome.gap:.2f}".replace(".", ",")
        yield f"Temps écoulé\u00a0: le plan est à {share}\u00a0% au plus de l’optimum."
    if contracts:
        noun = "contrat ouvert" if len(contracts) == 1 else "contrats ouverts"
        yield f"{len(contracts)} {noun}, pour {euros(fees)} de frais fixes."
    for lot in whole_lots:
        where = "reste sur place" if lot.place_id is None else f"va entier à {quoted(lot.place_id)}"
        yield f"Le lot {quoted(lot.lot)} {where}."


def _contract(program: Program, opening: Opening, values: Array) -> OpenedContract:
    instance, link = program.instance, opening.link
    outlet = opening.outlet if link is None else link.outlet
    platform = opening.platform if link is None else link.platform
    place = instance.outlets[outlet].id if outlet >= 0 else instance.platforms[platform].id
    return OpenedContract(
        place_id=place,
        lot=None if link is None else instance.lots[link.lot].id,
        tonnes=float(values[opening.flow].sum()),
        fee_eur=opening.fee_eur,
        min_t=opening.min_t,
    )


def _whole_lot(program: Program, choice: WholeChoice) -> WholeLot:
    instance, place = program.instance, choice.place
    lot = instance.lots[choice.lot].id
    if place is None:
        return WholeLot(lot=lot, place_id=None)
    if place.outlet >= 0:
        return WholeLot(lot=lot, place_id=instance.outlets[place.outlet].id)
    return WholeLot(lot=lot, place_id=instance.platforms[place.platform].id)
