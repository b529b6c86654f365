"""A new plan that keeps its word: what was done stays done, what was announced costs to change.

Executed flows are fixed, and nothing else may happen before `today`. Each announced tonne that
does not leave as announced costs `stability_eur_t`: at zero the plan is free again, at a high
price it moves only what can no longer be kept.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from essor.engines.terres.inputs import Instance
from essor.engines.terres.planning.blocks import Columns, Program, Rows
from essor.engines.terres.planning.program import build_program
from essor.engines.terres.results import Flow, Plan
from essor.engines.terres.variants.done import Observed, observed
from essor.engines.terres.variants.extract import plan_of
from essor.engines.terres.variants.frame import keys_of, model_of
from essor.engines.terres.variants.linear import Array, Model
from essor.engines.terres.variants.plain import as_plain_dict
from essor.engines.terres.variants.solver import NO_WATCH, Solver, Watch
from essor.engines.terres.variants.stopping import demand
from essor.engines.terres.variants.wording import TINY, euros, periods, quoted, tonnes
from essor.engines.terres.vocabulary import PlaceKind

LAST_RESORT = 1000.0
METHOD = "plan révisé (HiGHS)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitments:
    """What binds the new plan.

    today : first period still to be decided; executed : what left, before or during it
    announced : flows promised from `today` on; stability_eur_t : price of one tonne not kept
    """

    today: int
    executed: tuple[Flow, ...] = ()
    announced: tuple[Flow, ...] = ()
    stability_eur_t: float = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """Announced tonnes that will not leave as announced."""

    origin_id: str
    destination_id: str
    period: int
    announced_t: float
    kept_t: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisedPlan:
    """The plan over the whole horizon, its past included.

    moved_t : announced tonnes not kept; stability_eur : their price, not part of the plan's cost
    observed : what had to be corrected in the instance for the past to be possible
    """

    plan: Plan
    announced_t: float
    moved_t: float
    stability_eur: float
    broken: tuple[Broken, ...]
    observed: Observed
    sentences: tuple[str, ...]

    def as_dict(self) -> dict[str, object]:
        """For storage."""
        return as_plain_dict(self)


Key = tuple[str, str, str, int]


def resolve(
    *, instance: Instance, commitments: Commitments, watch: Watch = NO_WATCH
) -> RevisedPlan:
    """Solve again from `today`. Raises UserFault when nothing is feasible any more, Stopped."""
    past, program, columns = _past(instance, commitments.executed)
    model = model_of(program)
    _fix_past(model, program, past.kept, columns, today=commitments.today)
    promised = _promised(commitments)
    _price_changes(model, promised, columns, commitments.stability_eur_t)
    outcome = demand(Solver(model, watch, step="plan révisé").solve(), program, model=model)
    broken = tuple(_broken(promised, columns, outcome.values))
    moved = sum(part.announced_t - part.kept_t for part in broken)
    return RevisedPlan(
        plan=plan_of(program, outcome, method=METHOD),
        announced_t=sum(promised.values()),
        moved_t=moved,
        stability_eur=moved * commitments.stability_eur_t,
        broken=broken,
        observed=past,
        sentences=(*past.sentences, *_sentences(broken, moved, commitments)),
    )


def _past(
    instance: Instance, executed: Sequence[Flow]
) -> tuple[Observed, Program, dict[Key, list[int]]]:
    """The corrected instance, its program, and its columns; what no column carries stands apart."""
    past = observed(instance, executed)
    program = build_program(past.instance)
    columns = columns_by_key(program)
    lost = [flow for flow in past.kept if key_of(flow) not in columns]
    if not lost:
        return past, program, columns
    past = observed(instance, executed, apart=lost)
    program = build_program(past.instance)
    return past, program, columns_by_key(program)


def key_of(flow: Flow) -> Key:
    """Origin, class when it leaves a platform, destination, period."""
    is_lot = flow.origin_kind is PlaceKind.LOT
    return flow.origin_id, "" if is_lot else flow.soil_class, flow.destination_id, flow.period


def columns_by_key(program: Program) -> dict[Key, list[int]]:
    """The columns of each movement; several when lots of one class wait apart on a platform."""
    found: dict[Key, list[int]] = defaultdict(list)
    instance = program.instance
    ends = {
        Columns.SHIP: ("lot", "outlet"),
        Columns.INTO: ("lot", "platform"),
        Columns.OUT: ("platform", "outlet"),
    }
    places = {"lot": instance.lots, "outlet": instance.outlets, "platform": instance.platforms}
    for family, (start, end) in ends.items():
        block = program.columns[family]
        origins, destinations = keys_of(block, start), keys_of(block, end)
        periods = keys_of(block, "period")
        groups = keys_of(block, "group") if family is Columns.OUT else None
        for rank in range(block.size):
            origin = places[start][origins[rank]].id
            soil = "" if groups is None else program.pairs.group_class[groups[rank]]
            key = origin, soil, places[end][destinations[rank]].id, int(periods[rank])
            found[key].append(block.start + rank)
    return dict(found)


def _fix_past(
    model: Model,
    program: Program,
    executed: Sequence[Flow],
    columns: Mapping[Key, list[int]],
    *,
    today: int,
) -> None:
    """Before today, what was done and nothing else; today, at least what was done already."""
    done: dict[Key, float] = defaultdict(float)
    for flow in executed:
        done[key_of(flow)] += flow.tonnes
    for key, where in columns.items():
        value = done.get(key, 0.0)
        if key[3] < today:
            model.add_row(where, 1.0, lower=value, upper=value)
        elif value:
            model.add_row(where, 1.0, lower=value)
    _let_old_stock_out(model, program, today=today)


def _let_old_stock_out(model: Model, program: Program, *, today: int) -> None:
    """A platform may hold soil no slip tells of; using it is a last resort, up to today."""
    block = program.rows[Rows.BAY]
    rows = block.start + np.flatnonzero(keys_of(block, "period") <= today)
    price = LAST_RESORT * max(1.0, float(np.abs(program.cost).max(initial=0.0)))
    old = model.add_columns(np.full(len(rows), price))
    model.add_entries(rows, old, -1.0)


def _promised(commitments: Commitments) -> dict[Key, float]:
    found: dict[Key, float] = defaultdict(float)
    for flow in commitments.announced:
        if flow.period >= commitments.today and flow.tonnes > TINY:
            found[key_of(flow)] += flow.tonnes
    return dict(found)


def _price_changes(
    model: Model,
    promised: Mapping[Key, float],
    columns: Mapping[Key, list[int]],
    stability_eur_t: float,
) -> None:
    """Flow + missing ≥ announced, missing paid at the stability price."""
    for key, amount in promised.items():
        if key in columns:
            missing = model.add_columns([stability_eur_t], upper=amount)
            where = [*columns[key], int(missing[0])]
            model.add_row(where, 1.0, lower=amount)


def _broken(
    promised: Mapping[Key, float], columns: Mapping[Key, list[int]], values: Array
) -> Iterator[Broken]:
    for key, amount in promised.items():
        kept = min(amount, float(values[columns.get(key, [])].sum()))
        if amount - kept > 1e-6:
            yield Broken(
                origin_id=key[0],
                destination_id=key[2],
                period=key[3],
                announced_t=amount,
                kept_t=kept,
            )


def _sentences(broken: Sequence[Broken], moved: float, commitments: Commitments) -> Iterator[str]:
    if not broken:
        yield "Tout ce qui était annoncé part comme annoncé."
        return
    price = moved * commitments.stability_eur_t
    yield f"{tonnes(moved)} annoncées changent, pour un coût de stabilité de {euros(price)}."
    for part in sorted(broken, key=lambda one: one.kept_t - one.announced_t):
        yield (
            f"{quoted(part.origin_id)} vers {quoted(part.destination_id)} "
            f"{periods(part.period, part.period)}\u00a0: {tonnes(part.kept_t)} au lieu de "
            f"{tonnes(part.announced_t)}."
        )
