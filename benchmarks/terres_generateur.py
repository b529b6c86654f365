"""Invented instances for the benchmarks of the planner: same seed, same instance.

A square of 120 km by 120 km; sites in clusters; 40 classes of soil, each outlet taking two of
them (5 % of the pairs); lots of lognormal size, 2,200 t on average, dug over a few periods with a
wait; outlets with windows, a capacity per period and a total; platforms, one for twenty lots,
with a joint stock; trucks limited per site. `tightness` multiplies every outlet capacity.
"""

from dataclasses import dataclass

import numpy as np

from essor.engines.terres.inputs import Costs, Instance, Lot, Outlet, Platform, Site
from essor.engines.terres.planning.pairs import PairTable
from essor.engines.terres.vocabulary import OutletKind

SIDE_KM = 120.0
CLASSES = 40
CLASSES_PER_OUTLET = 2
MEAN_LOT_T = 2200.0
LOTS_PER_PLATFORM = 20
LOTS_PER_SITE = 5
COSTS = Costs(
    eur_per_tkm=0.12,
    loading_eur_t=2.0,
    holding_eur_t_period=0.5,
    unserved_eur_t=200.0,
    kgco2e_per_tkm=0.106,
    detour=1.3,
    access_km=1.5,
)
KINDS = (OutletKind.AMENAGEMENT, OutletKind.CARRIERE, OutletKind.ISDI)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An instance and its admissible pairs as arrays."""

    instance: Instance
    pairs: PairTable


def make(
    *,
    lots: int,
    outlets: int,
    periods: int,
    seed: int,
    tightness: float = 1.0,
    is_pure: bool = False,
) -> Case:
    """Draw an instance; `is_pure` leaves out platforms and truck limits."""
    chance = np.random.default_rng(seed)
    sites = max(1, lots // LOTS_PER_SITE)
    platforms = 0 if is_pure else max(1, lots // LOTS_PER_PLATFORM)
    names = [f"c{number:02d}" for number in range(CLASSES)]
    site_of = chance.integers(0, sites, lots)
    where_sites = _clustered(chance, sites)
    where_outlets = _clustered(chance, outlets)
    where_platforms = chance.uniform(0, SIDE_KM, (platforms, 2))
    class_of = chance.integers(0, CLASSES, lots)
    takes = _takes(chance, outlets)
    tonnes = np.round(chance.lognormal(np.log(MEAN_LOT_T) - 0.5, 1.0, lots)) + 1
    all_lots = _lots(chance, names, class_of, site_of, tonnes, periods)
    all_outlets = _outlets(
        chance, names, takes, tonnes.sum() * tightness, periods, 2 if is_pure else 1
    )
    return Case(
        instance=Instance(
            periods=periods,
            lots=all_lots,
            outlets=all_outlets,
            platforms=_platforms(platforms),
            sites=() if is_pure else _sites(site_of, tonnes, sites),
            costs=COSTS,
        ),
        pairs=_pairs(class_of, takes, names, where_sites[site_of], where_outlets, where_platforms),
    )


def _clustered(chance: np.random.Generator, count: int) -> np.ndarray:
    towns = chance.uniform(10, SIDE_KM - 10, (max(3, count // 40), 2))
    spots = towns[chance.integers(0, len(towns), count)] + chance.normal(0, 6.0, (count, 2))
    return np.clip(spots, 0, SIDE_KM)


def _takes(chance: np.random.Generator, outlets: int) -> np.ndarray:
    """Classes by outlets; every class has at least one outlet when there are enough."""
    table = np.zeros((CLASSES, outlets), dtype=bool)
    for number in range(outlets):
        table[chance.choice(CLASSES, CLASSES_PER_OUTLET, replace=False), number] = True
    return table


def _lots(chance, names, class_of, site_of, tonnes, periods) -> tuple[Lot, ...]:
    found = []
    for rank, total in enumerate(tonnes.tolist()):
        length = int(chance.integers(2, 7))
        first = int(chance.integers(0, max(1, periods - length - 4)))
        share = np.floor(np.full(length, total / length))
        share[0] += total - share.sum()
        found.append(
            Lot(
                id=f"L{rank}",
                site=f"S{site_of[rank]}",
                soil_class=names[class_of[rank]],
                first_period=first,
                tonnes_per_period=tuple(share.tolist()),
                max_wait_periods=int(chance.integers(4, 10)),
            )
        )
    return tuple(found)


def _outlets(chance, names, takes, capacity_t, periods, length) -> tuple[Outlet, ...]:
    count = takes.shape[1]
    sizes = chance.lognormal(0, 0.8, count)
    totals = np.ceil(3.0 * capacity_t * sizes / sizes.sum())
    found = []
    for rank in range(count):
        opens = int(chance.integers(0, max(1, periods // (3 * length))))
        closes = int(
            min(
                periods - 1,
                opens + chance.integers(length * periods // 2, length * periods),
            )
        )
        kind = KINDS[int(chance.integers(0, len(KINDS)))]
        fee = float(
            np.round(chance.uniform(8, 18) if kind is OutletKind.ISDI else chance.uniform(-3, 5), 2)
        )
        found.append(
            Outlet(
                id=f"R{rank}",
                kind=kind,
                accepts=tuple(
                    name for name, is_in in zip(names, takes[:, rank], strict=True) if is_in
                ),
                fee_eur_t=fee,
                capacity_t=float(totals[rank]),
                capacity_t_per_period=float(np.ceil(2.0 * totals[rank] / (closes - opens + 1))),
                opens=opens,
                closes=closes,
            )
        )
    return tuple(found)


def _platforms(count: int) -> tuple[Platform, ...]:
    return tuple(
        Platform(
            id=f"P{rank}",
            stock_capacity_t=15000.0,
            handling_eur_t=1.5,
            holding_eur_t_period=0.3,
        )
        for rank in range(count)
    )


def _sites(site_of, tonnes, count) -> tuple[Site, ...]:
    load = np.bincount(site_of, weights=tonnes, minlength=count)
    return tuple(
        Site(id=f"S{rank}", trucks_t_per_period=float(np.ceil(load[rank] / 4) + 400))
        for rank in range(count)
    )


def _km(here: np.ndarray, there: np.ndarray) -> np.ndarray:
    straight = np.hypot(here[:, 0] - there[:, 0], here[:, 1] - there[:, 1])
    return np.round(COSTS.detour * straight + COSTS.access_km, 2)


def _pairs(class_of, takes, names, where_lots, where_outlets, where_platforms) -> PairTable:
    lot, outlet = np.nonzero(takes[class_of])
    platforms = len(where_platforms)
    into_lot = np.repeat(np.arange(len(class_of)), platforms)
    into_platform = np.tile(np.arange(platforms), len(class_of))
    into_km = _km(where_lots[into_lot], where_platforms[into_platform])
    near = np.ones(len(into_lot), dtype=bool)
    present = np.zeros(CLASSES, dtype=bool)
    present[class_of] = True
    group, end = np.nonzero(takes & present[:, None])
    out_platform = np.repeat(np.arange(platforms), len(group))
    out_group, out_outlet = np.tile(group, platforms), np.tile(end, platforms)
    entering = np.zeros((platforms, CLASSES), dtype=bool)
    entering[into_platform[near], class_of[into_lot[near]]] = True
    kept = entering[out_platform, out_group]
    return PairTable(
        ship_lot=lot,
        ship_outlet=outlet,
        ship_km=_km(where_lots[lot], where_outlets[outlet]),
        into_lot=into_lot[near],
        into_platform=into_platform[near],
        into_km=into_km[near],
        out_platform=out_platform[kept],
        out_group=out_group[kept],
        out_outlet=out_outlet[kept],
        out_km=_km(where_platforms[out_platform], where_outlets[out_outlet])[kept],
        lot_group=class_of.astype(np.int64),
        group_class=tuple(names),
        provenance="inventée",
    )
