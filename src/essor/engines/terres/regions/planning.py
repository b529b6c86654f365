"""Plan an instance by its independent pieces, or by regions that share outlets; or plan many."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from essor.engines.terres.inputs import Instance, Outlet, Platform
from essor.engines.terres.planning.blocks import Columns, Rows
from essor.engines.terres.planning.fingerprint import fingerprint
from essor.engines.terres.planning.pairs import Floats, PairTable
from essor.engines.terres.planning.program import build_program
from essor.engines.terres.planning.solve import Solved, certified, solve
from essor.engines.terres.regions.blocks import Region, Split, split
from essor.engines.terres.regions.components import independent_pieces, put_together
from essor.engines.terres.regions.coordination import (
    GAP,
    MOST_ROUNDS,
    Coordinated,
    Round,
    coordinate,
)
from essor.engines.terres.regions.executors import Executor, Sequential
from essor.engines.terres.regions.partition import joined_by_platforms
from essor.engines.terres.results import Plan
from essor.engines.terres.vocabulary import Objective
from essor.foundations.errors import FaultGatherer

METHOD = "prix communs entre régions"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionPart:
    """What a region does in the plan.

    cost : of its own flows, in the unit of the objective ; shared_t : tonnes that it sends to each
    outlet that other regions reach too
    """

    name: str
    sites: tuple[str, ...]
    dug_t: float
    cost: float
    shared_t: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class ByRegions:
    """A plan made by regions. rounds : empty when the pieces had nothing in common."""

    plan: Plan
    regions: tuple[RegionPart, ...]
    rounds: tuple[Round, ...]
    gap: float
    is_proven: bool


def refuse_whole_choices(instance: Instance) -> None:
    """Raise UserFault, with all of them, for what a program without whole numbers cannot say."""
    with FaultGatherer() as faults:
        for lot in instance.lots:
            if lot.indivisible:
                faults.add_message(
                    "un lot indivisible ne se planifie pas par régions",
                    value=lot.id,
                    expected="« essor terres resoudre », qui traite l'instance entière",
                    code="regions",
                )
        places: tuple[Outlet | Platform, ...] = (*instance.outlets, *instance.platforms)
        for place in places:
            if place.fixed_fee_eur or (isinstance(place, Outlet) and place.min_dispatch_t):
                faults.add_message(
                    "un coût fixe ou un apport minimal ne se planifie pas par régions",
                    value=place.id,
                    expected="« essor terres resoudre », qui traite l'instance entière",
                    code="regions",
                )


def solve_one(instance: Instance, objective: Objective) -> Plan:
    """Plan one instance; a function of a module, so that any worker finds it."""
    return solve(instance=instance, objective=objective)


def solve_many(
    instances: Sequence[Instance],
    *,
    objective: Objective = Objective.COUT,
    executor: Executor | None = None,
) -> tuple[Plan, ...]:
    """Plan many instances, each apart; the answers in their order, whoever computes."""
    with (executor or Sequential()).hold(instances) as held:
        return tuple(held.map(solve_one, [objective] * len(instances)))


def plan_by_pieces(
    instance: Instance,
    *,
    objective: Objective = Objective.COUT,
    executor: Executor | None = None,
) -> ByRegions:
    """Plan the independent pieces apart. Raises UserFault for whole choices, or without plan."""
    refuse_whole_choices(instance)
    pieces = independent_pieces(instance)
    plans = solve_many([one.instance for one in pieces], objective=objective, executor=executor)
    parts = tuple(
        RegionPart(
            name=f"partie {number}",
            sites=piece.names,
            dug_t=piece.instance.total_t,
            cost=plan.certificate.primal if plan.certificate else plan.totals.total_cost_eur,
            shared_t={},
        )
        for number, (piece, plan) in enumerate(zip(pieces, plans, strict=True), start=1)
    )
    whole = put_together(plans)
    gaps = [plan.certificate.gap for plan in plans if plan.certificate]
    return ByRegions(
        plan=whole,
        regions=parts,
        rounds=(),
        gap=max(0.0, *gaps, 0.0),
        is_proven=whole.optimal,
    )


def plan_by_regions(
    instance: Instance,
    region_of_lot: Sequence[str],
    *,
    objective: Objective = Objective.COUT,
    pairs: PairTable | None = None,
    executor: Executor | None = None,
    gap: float = GAP,
    most_rounds: int = MOST_ROUNDS,
    on_round: Callable[[Round], None] = lambda found: None,
) -> ByRegions:
    """Plan regions that share outlets, with a plan of the whole and its certificate.

    region_of_lot : as `partition` gives it; regions that share a platform are merged
    gap : asked, relative ; reported on the plan, whatever was reached
    Raises UserFault for whole choices, or when no plan exists.
    """
    refuse_whole_choices(instance)
    program = build_program(instance, pairs=pairs, objective=objective)
    merged = joined_by_platforms(tuple(region_of_lot), program.pairs)
    parts = split(program, merged)
    found = coordinate(
        parts, executor=executor, gap=gap, most_rounds=most_rounds, on_round=on_round
    )
    solved = Solved(x=found.x, duals=found.duals, method=METHOD, rounds=len(found.rounds))
    plan = certified(program, solved, data_sha256=fingerprint(instance, pairs))
    return ByRegions(
        plan=plan,
        regions=tuple(_part(parts, region, merged, found) for region in parts.regions),
        rounds=found.rounds,
        gap=found.gap,
        is_proven=found.is_proven,
    )


def _part(parts: Split, region: Region, merged: tuple[str, ...], found: Coordinated) -> RegionPart:
    names = zip(parts.program.instance.lots, merged, strict=True)
    lots = [lot for lot, name in names if name == region.name]
    x = found.x[region.columns]
    return RegionPart(
        name=region.name,
        sites=tuple(dict.fromkeys(lot.site for lot in lots)),
        dug_t=float(sum(lot.total_t for lot in lots)),
        cost=float(region.cost @ x),
        shared_t=_shared_t(parts, region, x),
    )


def shared_outlets(parts: Split) -> frozenset[int]:
    """Numbers of the outlets whose limits or need several regions share."""
    found: set[int] = set()
    for family in (Rows.OUTLET_PERIOD, Rows.OUTLET_TOTAL, Rows.NEED):
        block = parts.program.rows[family]
        rows = parts.common.rows
        inside = rows[(rows >= block.start) & (rows < block.start + block.size)] - block.start
        found.update(block.keys["outlet"][inside].astype(int).tolist())
    return frozenset(found)


def _shared_t(parts: Split, region: Region, x: Floats) -> dict[str, float]:
    """Tonnes that a region sends to each outlet that it shares."""
    program, shared = parts.program, shared_outlets(parts)
    sent: dict[str, float] = {}
    for family in (Columns.SHIP, Columns.OUT):
        block = program.columns[family]
        inside = (region.columns >= block.start) & (region.columns < block.start + block.size)
        used = np.flatnonzero(inside & (x > 0))
        outlets = block.keys["outlet"][region.columns[used] - block.start].astype(int)
        for outlet, tonnes in zip(outlets.tolist(), x[used].tolist(), strict=True):
            if outlet in shared:
                name = program.instance.outlets[outlet].id
                sent[name] = sent.get(name, 0.0) + tonnes
    return dict(sorted(sent.items()))
