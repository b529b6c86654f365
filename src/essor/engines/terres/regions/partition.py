"""Which region each lot belongs to: as declared, or by halves of the map; never across a platform.

Soils of two lots mix on a platform: regions that share one are a single region for the planner.
"""

from collections.abc import Mapping

import numpy as np
from scipy import sparse

from essor.engines.terres.inputs import Instance
from essor.engines.terres.planning.pairs import Floats, Ints, PairTable

ELSEWHERE = "hors région"


def declared_regions(instance: Instance, region_of: Mapping[str, str]) -> tuple[str, ...]:
    """Region of each lot, found by its own id, else by its site; the others are elsewhere."""
    return tuple(region_of.get(lot.id, region_of.get(lot.site, ELSEWHERE)) for lot in instance.lots)


def halves_of_map(instance: Instance, count: int) -> tuple[str, ...]:
    """Cut the sites in `count` groups of like tonnage, along the longer side of the map each time.

    A site is never cut. Lots without coordinates are elsewhere.
    """
    sites: dict[str, list[int]] = {}
    for row, lot in enumerate(instance.lots):
        if lot.lon is not None and lot.lat is not None:
            sites.setdefault(lot.site or f"lot {lot.id}", []).append(row)
    names = sorted(sites)
    places = np.array(
        [np.mean([(_lon(instance, i), _lat(instance, i)) for i in sites[n]], axis=0) for n in names]
    ).reshape(-1, 2)
    weights = np.array([sum(instance.lots[i].total_t for i in sites[name]) for name in names])
    groups = _cut(places, weights, np.arange(len(names)), count)
    found = [ELSEWHERE] * len(instance.lots)
    for number, members in enumerate(groups, start=1):
        for member in members:
            for row in sites[names[member]]:
                found[row] = f"région {number}"
    return tuple(found)


def _lon(instance: Instance, row: int) -> float:
    return float(instance.lots[row].lon or 0.0)


def _lat(instance: Instance, row: int) -> float:
    return float(instance.lots[row].lat or 0.0)


def _cut(places: Floats, weights: Floats, members: Ints, count: int) -> list[Ints]:
    """Cut a group in two of the wished weights, then each in turn."""
    count = min(count, len(members))  # a site at least in each
    if count <= 1:
        return [members] if len(members) else []
    spread = np.ptp(places[members], axis=0) * (np.cos(np.radians(places[members, 1].mean())), 1.0)
    order = members[np.lexsort((members, places[members, int(spread[1] > spread[0])]))]
    first = count // 2
    heavy = np.cumsum(weights[order])
    rank = int(np.searchsorted(heavy, heavy[-1] * first / count)) + 1
    rank = min(max(rank, first), len(order) - (count - first))
    return [
        *_cut(places, weights, order[:rank], first),
        *_cut(places, weights, order[rank:], count - first),
    ]


def joined_by_platforms(regions: tuple[str, ...], pairs: PairTable) -> tuple[str, ...]:
    """Merge the regions whose lots may meet on a platform; a merged name joins theirs by « + »."""
    names = sorted(set(regions))
    rank = {name: number for number, name in enumerate(names)}
    of_lot = np.array([rank[name] for name in regions], dtype=np.int64)
    n_platforms = int(pairs.into_platform.max(initial=-1)) + 1
    size = len(names) + n_platforms
    ends = (of_lot[pairs.into_lot], len(names) + pairs.into_platform)
    graph = sparse.coo_matrix((np.ones(len(ends[0])), ends), shape=(size, size))
    _, label = sparse.csgraph.connected_components(graph, directed=False)
    merged = {
        one: " + ".join(name for name in names if label[rank[name]] == one)
        for one in {int(label[rank[name]]) for name in names}
    }
    return tuple(merged[int(label[rank[name]])] for name in regions)
