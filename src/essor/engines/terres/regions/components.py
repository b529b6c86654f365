"""An instance that falls apart by itself: pieces without any limit in common, planned apart.

Exact: two lots are of one piece when they reach, directly or through others, a same place whose
limit, need or fixed fee they share, or leave a same site whose trucks are limited. An outlet that
takes whatever comes links nobody: it is in every piece that reaches it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
from scipy import sparse

from essor.engines.terres.inputs import Instance, Outlet
from essor.engines.terres.planning.pairs import Ints, PairTable, Refuses, admissible_pairs
from essor.engines.terres.results import Duals, Plan, Totals


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A part of an instance, itself an instance. names : sites of its lots."""

    instance: Instance
    names: tuple[str, ...]


def is_open_to_all(outlet: Outlet) -> bool:
    """Tell whether an outlet takes whatever comes, at a price that does not depend on it."""
    limits = (outlet.capacity_t_per_period, outlet.capacity_t, outlet.min_dispatch_t)
    return all(one is None for one in limits) and not outlet.need_t and not outlet.fixed_fee_eur


def independent_pieces(instance: Instance, *, refuses: Refuses | None = None) -> tuple[Piece, ...]:
    """Cut an instance in its independent pieces, in the order of their first lots.

    An outlet or a platform that no lot reaches goes with the first piece.
    """
    if not instance.lots:
        return (Piece(instance=instance, names=()),)
    pairs = admissible_pairs(instance, refuses=refuses)
    of_lot = _labels(instance, pairs)
    order = list(dict.fromkeys(of_lot.tolist()))
    reached = _reached(instance, pairs, of_lot)
    seen = {name for _, outlets, platforms in reached.values() for name in outlets | platforms}
    pieces = []
    for rank, label in enumerate(order):
        lots, outlets, platforms = reached[label]
        if rank == 0:
            outlets |= {one.id for one in instance.outlets} - seen
            platforms |= {one.id for one in instance.platforms} - seen
        pieces.append(_piece(instance, lots, outlets, platforms))
    return tuple(pieces)


def _labels(instance: Instance, pairs: PairTable) -> Ints:
    """Number of the piece of each lot."""
    n_lots, n_outlets = len(instance.lots), len(instance.outlets)
    n_platforms = len(instance.platforms)
    sites = {one.id: rank for rank, one in enumerate(instance.sites)}
    limited = {one.id for one in instance.sites if one.trucks_t_per_period is not None}
    outlet, platform, site = n_lots, n_lots + n_outlets, n_lots + n_outlets + n_platforms
    closed = np.array([not is_open_to_all(one) for one in instance.outlets], dtype=bool)
    ship, out = closed[pairs.ship_outlet], closed[pairs.out_outlet]
    trucks = [
        (row, site + sites[lot.site])
        for row, lot in enumerate(instance.lots)
        if lot.site in limited
    ]
    links = np.concatenate(
        [
            np.column_stack([pairs.ship_lot[ship], outlet + pairs.ship_outlet[ship]]),
            np.column_stack([pairs.into_lot, platform + pairs.into_platform]),
            np.column_stack([platform + pairs.out_platform[out], outlet + pairs.out_outlet[out]]),
            np.array(trucks, dtype=np.int64).reshape(-1, 2),
        ]
    )
    size = site + len(instance.sites)
    graph = sparse.coo_matrix((np.ones(len(links)), (links[:, 0], links[:, 1])), (size, size))
    _, label = sparse.csgraph.connected_components(graph, directed=False)
    found: Ints = label[:n_lots]
    return found


def _reached(
    instance: Instance, pairs: PairTable, of_lot: Ints
) -> dict[int, tuple[set[str], set[str], set[str]]]:
    """Lots, outlets and platforms of each piece, by their ids."""
    found: dict[int, tuple[set[str], set[str], set[str]]] = {
        int(label): (set(), set(), set()) for label in of_lot
    }
    for row, label in enumerate(of_lot.tolist()):
        found[label][0].add(instance.lots[row].id)
    for lot, outlet in zip(pairs.ship_lot, pairs.ship_outlet, strict=True):
        found[int(of_lot[lot])][1].add(instance.outlets[outlet].id)
    of_platform = {}
    for lot, platform in zip(pairs.into_lot, pairs.into_platform, strict=True):
        of_platform[int(platform)] = int(of_lot[lot])
        found[int(of_lot[lot])][2].add(instance.platforms[platform].id)
    for platform, outlet in zip(pairs.out_platform, pairs.out_outlet, strict=True):
        if int(platform) in of_platform:
            found[of_platform[int(platform)]][1].add(instance.outlets[outlet].id)
    return found


def _piece(instance: Instance, lots: set[str], outlets: set[str], platforms: set[str]) -> Piece:
    kept = tuple(lot for lot in instance.lots if lot.id in lots)
    sites = tuple(dict.fromkeys(lot.site for lot in kept))
    pairs = instance.pairs
    if pairs is not None:
        pairs = tuple(
            pair
            for pair in pairs
            if (pair.lot is None or pair.lot in lots)
            and (pair.platform is None or pair.platform in platforms)
            and (pair.outlet is None or pair.outlet in outlets)
        )
    part = replace(
        instance,
        lots=kept,
        outlets=tuple(one for one in instance.outlets if one.id in outlets),
        platforms=tuple(one for one in instance.platforms if one.id in platforms),
        sites=tuple(one for one in instance.sites if one.id in set(sites)),
        pairs=pairs,
    )
    return Piece(instance=part, names=sites)


def put_together(plans: Sequence[Plan]) -> Plan:
    """Return the plan of the whole from the plans of its pieces.

    Its bound is the sum of theirs; its certificate is theirs, one by one, and not repeated here.
    """
    bounds = [plan.bound_eur for plan in plans]
    return Plan(
        flows=tuple(flow for plan in plans for flow in plan.flows),
        stocks=tuple(stock for plan in plans for stock in plan.stocks),
        unserved={key: value for plan in plans for key, value in plan.unserved.items()},
        virgin={key: value for plan in plans for key, value in plan.virgin.items()},
        totals=sum_of(plan.totals for plan in plans),
        optimal=all(plan.optimal for plan in plans),
        bound_eur=None if None in bounds else float(sum(one or 0.0 for one in bounds)),
        duals=_duals(plans),
        method=" + ".join(sorted({plan.method for plan in plans})),
        objective=plans[0].objective,
    )


def sum_of(totals: Iterable[Totals]) -> Totals:
    """Add totals field by field."""
    many = list(totals)
    return Totals(**{one.name: sum(getattr(t, one.name) for t in many) for one in fields(Totals)})


def _duals(plans: Sequence[Plan]) -> Duals:
    found: dict[str, dict[str, float]] = {}
    for plan in plans:
        for family, values in plan.duals.items():
            found.setdefault(family, {}).update(values)
    return found
