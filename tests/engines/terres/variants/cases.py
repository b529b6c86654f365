"""Random instances, small enough for a judge, rich enough to bind every kind of row.

Explicit pairs: the variants are judged, not the compatibility nor the distances.
"""

from dataclasses import dataclass

import numpy as np

from essor.engines.terres.inputs import Costs, Instance, Lot, Outlet, Pair, Platform, Site
from essor.engines.terres.vocabulary import OutletKind

COSTS = Costs(
    eur_per_tkm=0.15,
    loading_eur_t=2.0,
    holding_eur_t_period=0.4,
    unserved_eur_t=400.0,
    kgco2e_per_tkm=0.1,
    detour=1.3,
    access_km=1.5,
)
CLASSES = ("A", "B")
KINDS = (OutletKind.AMENAGEMENT, OutletKind.ISDI, OutletKind.ROUTE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    lots: int = 4
    outlets: int = 3
    periods: int = 4
    platforms: int = 1
    density: float = 0.7


SMALL = Size()


def instance_of(seed: int, size: Size = SMALL, *, tightness: float = 0.8) -> Instance:
    """One random instance; the same seed gives the same one."""
    draw = np.random.default_rng(seed)
    lots = tuple(lot_of(draw, index, size) for index in range(size.lots))
    total = sum(lot.total_t for lot in lots)
    outlets = tuple(
        outlet_of(draw, index, size, total * tightness) for index in range(size.outlets)
    )
    platforms = tuple(platform_of(draw, index) for index in range(size.platforms))
    return Instance(
        periods=size.periods,
        lots=lots,
        outlets=outlets,
        platforms=platforms,
        sites=(Site(id="S0", trucks_t_per_period=float(draw.integers(60, 200))),),
        pairs=tuple(pairs_of(draw, size, lots, outlets, platforms)),
        costs=COSTS,
    )


def lot_of(draw: np.random.Generator, index: int, size: Size) -> Lot:
    first = int(draw.integers(0, size.periods - 1))
    length = int(draw.integers(1, min(2, size.periods - first) + 1))
    return Lot(
        id=f"L{index}",
        site=f"S{int(draw.integers(0, 2))}",
        soil_class=str(draw.choice(CLASSES)),
        first_period=first,
        tonnes_per_period=tuple(float(t) for t in draw.integers(10, 100, length)),
        max_wait_periods=int(draw.integers(0, 3)),
    )


def outlet_of(draw: np.random.Generator, index: int, size: Size, room_t: float) -> Outlet:
    share = room_t / size.outlets
    opens = int(draw.integers(0, 2))
    return Outlet(
        id=f"R{index}",
        kind=KINDS[index % len(KINDS)],
        accepts=tuple(name for name in CLASSES if draw.random() < size.density),
        fee_eur_t=float(draw.integers(-3, 12)),
        capacity_t_per_period=float(np.ceil(share * draw.uniform(0.4, 1.0))),
        capacity_t=float(np.ceil(share * draw.uniform(0.8, 1.8))),
        need_t=float(np.ceil(share * 0.3)) if index == 0 else None,
        virgin_eur_t=18.0 if index == 0 else None,
        virgin_kgco2e_t=2.6 if index == 0 else 0.0,
        opens=opens,
        closes=int(draw.integers(size.periods - 2, size.periods)),
    )


def platform_of(draw: np.random.Generator, index: int) -> Platform:
    return Platform(
        id=f"P{index}",
        stock_capacity_t=float(draw.integers(30, 150)),
        throughput_t_per_period=float(draw.integers(30, 120)),
        handling_eur_t=1.5,
        holding_eur_t_period=0.2,
    )


def pairs_of(
    draw: np.random.Generator,
    size: Size,
    lots: tuple[Lot, ...],
    outlets: tuple[Outlet, ...],
    platforms: tuple[Platform, ...],
) -> list[Pair]:
    def km() -> float:
        return float(draw.integers(20, 400)) / 10

    found = [
        Pair(lot=lot.id, outlet=outlet.id, km=km())
        for lot in lots
        for outlet in outlets
        if outlet.takes(lot.soil_class)
    ]
    found += [Pair(lot=lot.id, platform=p.id, km=km()) for lot in lots for p in platforms]
    found += [Pair(platform=p.id, outlet=o.id, km=km()) for p in platforms for o in outlets]
    return found
