"""Which lot may go where, and how far: the columns of the model before periods.

Three lists: lot to outlet, lot to platform, platform to outlet. Everything is numpy columns, so
that two thousand lots and two thousand outlets make no object per pair.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from essor.engines.terres.compatibility.pairs import refusals
from essor.engines.terres.distances import road_km
from essor.engines.terres.inputs import Instance, Lot, Outlet, Pair, Platform
from essor.engines.terres.vocabulary import Provenance
from essor.foundations.errors import UserFault

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
# Whether the analyses of a lot forbid an outlet that takes its class.
Refuses = Callable[[Lot, Outlet], bool]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PairTable:
    """Admissible pairs as parallel columns of indices into the instance, and km.

    ship : lot → outlet; into : lot → platform; out : (platform, group) → outlet
    lot_group : stock group of each lot. Lots of a group have the same class and the same refused
    outlets, so that mixing them on a platform launders nothing; group_class : class of each group
    """

    ship_lot: Ints
    ship_outlet: Ints
    ship_km: Floats
    into_lot: Ints
    into_platform: Ints
    into_km: Floats
    out_platform: Ints
    out_group: Ints
    out_outlet: Ints
    out_km: Floats
    lot_group: Ints
    group_class: tuple[str, ...]
    provenance: str


def admissible_pairs(instance: Instance, *, refuses: Refuses | None = None) -> PairTable:
    """Every pair the plan may use.

    With `pairs` in the instance they are the only ones and nothing is recomputed. Otherwise a
    pair is admissible when the class is accepted and the rules do not forbid it: `refuses` when
    given, else the rules of `compatibility` on `starts_on` for the lots with analyses or profile.
    The outlets a lot `excludes`, or that the rules forbid, stay forbidden by way of a platform.
    Raises UserFault when the rules are needed and no date is given, or when they cannot be read.
    """
    if instance.pairs is not None:
        return _given_pairs(instance, instance.pairs)
    refused = _refused(instance, refuses or _rules(instance))
    into = _takes(instance.lots, instance.platforms) & _meets(instance, instance.platforms)
    is_entering: Flags = np.any(into, axis=1)
    groups, names = _groups(instance, refused & is_entering[:, None])
    ship = _takes(instance.lots, instance.outlets) & ~refused
    out = _out_triples(instance, groups, names, refused & is_entering[:, None], into)
    km = _Roads(instance)
    lot, outlet = np.nonzero(ship)
    into_lot, into_platform = np.nonzero(into)
    return PairTable(
        ship_lot=lot,
        ship_outlet=outlet,
        ship_km=km.between(instance.lots, lot, instance.outlets, outlet),
        into_lot=into_lot,
        into_platform=into_platform,
        into_km=km.between(instance.lots, into_lot, instance.platforms, into_platform),
        out_platform=out[:, 0],
        out_group=out[:, 1],
        out_outlet=out[:, 2],
        out_km=km.between(instance.platforms, out[:, 0], instance.outlets, out[:, 2]),
        lot_group=groups,
        group_class=names,
        provenance=Provenance.VOL_OISEAU,
    )


def _rules(instance: Instance) -> Refuses | None:
    """What the rules say, None when no lot has anything to judge."""
    if not any(lot.analyses or lot.profile for lot in instance.lots):
        return None
    if instance.starts_on is None:
        raise UserFault.single(
            "des lots ont des analyses, mais les règles se lisent à une date",
            expected="une date comme 2026-03-01",
            field="starts_on",
            code="champ",
        )
    return refusals(instance, on=instance.starts_on)


class _Roads:
    def __init__(self, instance: Instance) -> None:
        self.costs = instance.costs

    def between(
        self,
        origins: Sequence[Lot | Platform],
        first: Ints,
        destinations: Sequence[Outlet | Platform],
        second: Ints,
    ) -> Floats:
        """Estimated road km of pairs of indices."""
        here, there = _points(origins)[first], _points(destinations)[second]
        return road_km(
            here[:, 0],
            here[:, 1],
            there[:, 0],
            there[:, 1],
            detour=self.costs.detour,
            access_km=self.costs.access_km,
        )


def _points(places: Sequence[Lot | Outlet | Platform]) -> Floats:
    rows = [
        (np.nan if p.lon is None else p.lon, np.nan if p.lat is None else p.lat) for p in places
    ]
    return np.array(rows, dtype=float).reshape(len(rows), 2)


def _takes(lots: Sequence[Lot], places: Sequence[Outlet | Platform]) -> Flags:
    """Whether each place takes the class of each lot."""
    names = sorted({lot.soil_class for lot in lots})
    table = np.array([[place.takes(name) for place in places] for name in names], dtype=bool)
    rank = {name: row for row, name in enumerate(names)}
    rows = [rank[lot.soil_class] for lot in lots]
    return table.reshape(len(names), len(places))[rows]


def _meets(instance: Instance, places: Sequence[Outlet | Platform]) -> Flags:
    """Whether the windows of lots and places have a period in common."""
    first = np.array([lot.first_period for lot in instance.lots], dtype=int)[:, None]
    last = np.array([instance.last_period(lot) for lot in instance.lots], dtype=int)[:, None]
    windows = np.array([instance.window(place) for place in places], dtype=int).reshape(-1, 2)
    found: NDArray[np.bool_] = (first <= windows[:, 1]) & (last >= windows[:, 0])
    return found


def _refused(instance: Instance, refuses: Refuses | None) -> Flags:
    """Outlets that each lot excludes, or that `refuses` forbids among those of its class."""
    found = np.zeros((len(instance.lots), len(instance.outlets)), dtype=bool)
    rank = {outlet.id: number for number, outlet in enumerate(instance.outlets)}
    for row, lot in enumerate(instance.lots):
        found[row, [rank[name] for name in lot.excludes if name in rank]] = True
        for column, outlet in enumerate(instance.outlets if refuses is not None else ()):
            assert refuses is not None
            found[row, column] |= outlet.takes(lot.soil_class) and refuses(lot, outlet)
    return found


def _groups(instance: Instance, refused: Flags) -> tuple[Ints, tuple[str, ...]]:
    keys = [(lot.soil_class, refused[row].tobytes()) for row, lot in enumerate(instance.lots)]
    names = sorted(set(keys))
    rank = {key: number for number, key in enumerate(names)}
    return np.array([rank[key] for key in keys], dtype=np.int64), tuple(name for name, _ in names)


def _out_triples(
    instance: Instance,
    groups: Ints,
    names: tuple[str, ...],
    refused: Flags,
    into: Flags,
) -> Ints:
    """(platform, group, outlet) for the groups that may enter the platform."""
    refusals = np.zeros((len(names), len(instance.outlets)), dtype=bool)
    refusals[groups] = refused
    accepted = np.array([[o.takes(name) for o in instance.outlets] for name in names], dtype=bool)
    free = accepted.reshape(refusals.shape) & ~refusals
    rows: list[Ints] = []
    for number, platform in enumerate(instance.platforms):
        entering = np.zeros(len(names), dtype=bool)
        entering[groups[into[:, number]]] = True
        opens, closes = instance.window(platform)
        windows = [instance.window(outlet) for outlet in instance.outlets]
        is_met = np.array([a <= closes and b >= opens for a, b in windows], dtype=bool)
        group, outlet = np.nonzero(free & entering[:, None] & is_met)
        rows.append(np.column_stack([np.full(len(group), number), group, outlet]))
    return np.concatenate(rows) if rows else np.zeros((0, 3), dtype=np.int64)


def _given_pairs(instance: Instance, pairs: tuple[Pair, ...]) -> PairTable:
    lots = {lot.id: row for row, lot in enumerate(instance.lots)}
    outlets = {outlet.id: row for row, outlet in enumerate(instance.outlets)}
    platforms = {platform.id: row for row, platform in enumerate(instance.platforms)}
    excluded = {(lot.id, outlet) for lot in instance.lots for outlet in lot.excludes}
    ship = [
        (lots[p.lot], outlets[p.outlet], p.km)
        for p in pairs
        if p.lot and p.outlet and (p.lot, p.outlet) not in excluded
    ]
    into = [(lots[p.lot], platforms[p.platform], p.km) for p in pairs if p.lot and p.platform]
    legs = [
        (platforms[p.platform], outlets[p.outlet], p.km) for p in pairs if p.platform and p.outlet
    ]
    is_entering = np.zeros((len(lots), 1), dtype=bool)
    is_entering[_indices(into, 0)] = True
    refused = _refused(instance, None) & is_entering
    groups, names = _groups(instance, refused)
    forbidden = {(groups[lot], outlet) for lot, outlet in np.argwhere(refused).tolist()}
    entering = {(platform, groups[lot]) for lot, platform, _ in into}
    out = [
        (platform, group, outlet, km)
        for platform, outlet, km in legs
        for group, name in enumerate(names)
        if instance.outlets[outlet].takes(name)
        and (platform, group) in entering
        and (group, outlet) not in forbidden
    ]
    return PairTable(
        ship_lot=_indices(ship, 0),
        ship_outlet=_indices(ship, 1),
        ship_km=_lengths(ship),
        into_lot=_indices(into, 0),
        into_platform=_indices(into, 1),
        into_km=_lengths(into),
        out_platform=_indices(out, 0),
        out_group=_indices(out, 1),
        out_outlet=_indices(out, 2),
        out_km=_lengths(out),
        lot_group=groups,
        group_class=names,
        provenance=Provenance.DONNEE,
    )


def _indices(rows: Sequence[tuple[float, ...]], place: int) -> Ints:
    return np.array([row[place] for row in rows], dtype=np.int64)


def _lengths(rows: Sequence[tuple[float, ...]]) -> Floats:
    return np.array([row[-1] for row in rows], dtype=float)
