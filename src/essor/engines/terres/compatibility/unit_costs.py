"""Cost of a tonne on every pair of an instance, allowed or not, to tell what a block costs."""

import numpy as np

from essor.engines.terres.distances import road_km
from essor.engines.terres.inputs import Instance, Lot, Outlet


def unit_costs_eur_t(instance: Instance) -> dict[tuple[str, str], float]:
    """Loading, road and gate of a tonne by (lot, outlet), in euros.

    The distance is the one given for the pair, else great circle × detour; a pair without either
    is left out.
    """
    given = {
        (pair.lot, pair.outlet): pair.km
        for pair in instance.pairs or ()
        if pair.lot is not None and pair.outlet is not None
    }
    found = {}
    for lot in instance.lots:
        for outlet in instance.outlets:
            km = given.get((lot.id, outlet.id), _km(instance, lot, outlet))
            if km is not None:
                road = instance.costs.eur_per_tkm * km
                found[lot.id, outlet.id] = instance.costs.loading_eur_t + road + outlet.fee_eur_t
    return found


def _km(instance: Instance, lot: Lot, outlet: Outlet) -> float | None:
    """Road distance from coordinates; None when a point is unknown."""
    if lot.lon is None or lot.lat is None or outlet.lon is None or outlet.lat is None:
        return None
    points = [np.array([one]) for one in (lot.lon, lot.lat, outlet.lon, outlet.lat)]
    costs = instance.costs
    return float(road_km(*points, detour=costs.detour, access_km=costs.access_km)[0])
