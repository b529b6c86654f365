"""Lots that the laboratory finds worse than thought: which outlets remain, which ones open.

A worse class keeps only the places that take it. With explicit pairs, places that take the new
class and had no pair get one: the distance of another lot of the same site where there is one,
else the estimate of the instance (detour and access of its costs); without coordinates, none.
"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from essor.engines.terres.compatibility.levels import Level
from essor.engines.terres.distances import road_km
from essor.engines.terres.inputs import Instance, Lot, Outlet, Pair, Platform
from essor.engines.terres.vocabulary import Provenance

LADDER = tuple(level.value for level in Level)


def worse_classes(instance: Instance) -> dict[str, str]:
    """The next worse class of each class of the lots, along the ladder of contamination.

    « inerte/B5 » becomes « inerte-plus/B5 », or the first level above that some outlet takes;
    a class outside the ladder is left out.
    """
    found = {}
    for name in sorted({lot.soil_class for lot in instance.lots}):
        level, slash, rest = name.partition("/")
        if level not in LADDER[:-1]:
            continue
        above = [f"{higher}{slash}{rest}" for higher in LADDER[LADDER.index(level) + 1 :]]
        taken = [one for one in above if any(outlet.takes(one) for outlet in instance.outlets)]
        found[name] = (taken or above)[0]
    return found


def reclassed(instance: Instance, changes: Mapping[str, str]) -> Instance:
    """The instance with other classes. changes : lot to its new class."""
    if not changes:
        return instance
    lots = tuple(
        replace(lot, soil_class=changes.get(lot.id, lot.soil_class)) for lot in instance.lots
    )
    changed = replace(instance, lots=lots)
    if instance.pairs is None:
        return changed
    kept = [pair for pair in instance.pairs if pair.lot not in changes]
    for lot in lots:
        if lot.id in changes:
            kept += _pairs(changed, lot)
    return replace(changed, pairs=tuple(kept))


def _pairs(instance: Instance, lot: Lot) -> list[Pair]:
    """Every pair of a lot whose class changed."""
    site = {one.id for one in instance.lots if one.site == lot.site}
    driven = {p.destination_id: p for p in instance.pairs or () if p.lot in site - {lot.id}}
    driven |= {p.destination_id: p for p in instance.pairs or () if p.lot == lot.id}
    places: tuple[Outlet | Platform, ...] = (*instance.outlets, *instance.platforms)
    open_to = [p for p in places if p.takes(lot.soil_class) and p.id not in lot.excludes]
    found = [_pair(instance, lot, place, driven) for place in open_to]
    return [pair for pair in found if pair is not None]


def _pair(
    instance: Instance, lot: Lot, place: Outlet | Platform, driven: Mapping[str, Pair]
) -> Pair | None:
    if place.id in driven:
        return replace(driven[place.id], lot=lot.id)
    if lot.lon is None or lot.lat is None or place.lon is None or place.lat is None:
        return None
    km = road_km(
        np.array(lot.lon),
        np.array(lot.lat),
        np.array(place.lon),
        np.array(place.lat),
        detour=instance.costs.detour,
        access_km=instance.costs.access_km,
    )
    is_outlet = isinstance(place, Outlet)
    return Pair(
        lot=lot.id,
        outlet=place.id if is_outlet else None,
        platform=None if is_outlet else place.id,
        km=float(km),
        provenance=Provenance.VOL_OISEAU,
    )
