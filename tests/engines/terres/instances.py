"""Random instances for the judges of the planner: small whole numbers, every kind of limit."""

import random

from essor.engines.terres.inputs import Costs, Instance, Lot, Outlet, Pair, Platform, Site
from essor.engines.terres.vocabulary import EVERY_CLASS, OutletKind

COSTS = Costs(
    eur_per_tkm=0.125,
    loading_eur_t=2.0,
    holding_eur_t_period=0.5,
    unserved_eur_t=150.0,
    kgco2e_per_tkm=0.106,
    detour=1.3,
    access_km=1.5,
)
CLASSES = ("inerte", "calcaire", "tex")
KINDS = tuple(OutletKind)


def random_instance(
    seed: int,
    *,
    lots: int = 3,
    outlets: int = 3,
    periods: int = 3,
    platforms: int = 0,
    sites: int = 0,
    most_t: int = 3,
    needs: bool = False,
    explicit: bool = False,
) -> Instance:
    """One instance, the same for the same seed; always feasible: needs can be bought."""
    chance = random.Random(seed)

    def maybe(value: float) -> float | None:
        return value if chance.random() < 0.6 else None

    def place() -> dict[str, float]:
        return {"lon": 3 + chance.random(), "lat": 45.5 + chance.random()}

    def accepts() -> tuple[str, ...]:
        chosen = tuple(name for name in CLASSES if chance.random() < 0.6)
        return chosen or (EVERY_CLASS,)

    def window() -> dict[str, int]:
        opens = chance.randrange(periods)
        return {"opens": opens, "closes": chance.randrange(opens, periods)}

    def one_lot(rank: int) -> Lot:
        first = chance.randrange(periods)
        count = chance.randint(1, periods - first)
        return Lot(
            id=f"L{rank}",
            site=f"S{rank % max(sites, 1)}",
            soil_class=chance.choice(CLASSES),
            first_period=first,
            tonnes_per_period=tuple(float(chance.randint(0, most_t)) for _ in range(count)),
            max_wait_periods=chance.randrange(3),
            **place(),
        )

    def one_outlet(rank: int) -> Outlet:
        capacity = maybe(float(chance.randint(0, 2 * most_t)))
        need = maybe(float(chance.randint(1, 2 * most_t))) if needs else None
        return Outlet(
            id=f"R{rank}",
            kind=chance.choice(KINDS),
            accepts=accepts(),
            fee_eur_t=float(chance.randint(-4, 30)),
            capacity_t_per_period=maybe(float(chance.randint(0, most_t))),
            capacity_t=capacity,
            need_t=need,
            virgin_eur_t=float(chance.randint(5, 40)) if need else None,
            virgin_kgco2e_t=2.6 if need else 0.0,
            **place(),
            **window(),
        )

    def one_platform(rank: int) -> Platform:
        return Platform(
            id=f"P{rank}",
            accepts=accepts(),
            stock_capacity_t=maybe(float(chance.randint(1, 2 * most_t))),
            stock_capacity_t_by_class={"inerte": float(most_t)} if chance.random() < 0.3 else None,
            throughput_t_per_period=maybe(float(chance.randint(1, 2 * most_t))),
            handling_eur_t=1.0,
            holding_eur_t_period=0.25,
            **place(),
            **window(),
        )

    def one_site(rank: int) -> Site:
        return Site(id=f"S{rank}", trucks_t_per_period=float(chance.randint(1, 2 * most_t)))

    all_lots = tuple(one_lot(rank) for rank in range(lots))
    all_outlets = tuple(one_outlet(rank) for rank in range(outlets))
    all_platforms = tuple(one_platform(rank) for rank in range(platforms))
    pairs = None
    if explicit:
        ends = [{"lot": lot.id, "outlet": outlet.id} for lot in all_lots for outlet in all_outlets]
        ends += [{"lot": lot.id, "platform": one.id} for lot in all_lots for one in all_platforms]
        ends += [
            {"platform": one.id, "outlet": outlet.id}
            for one in all_platforms
            for outlet in all_outlets
        ]
        kept = [end for end in ends if chance.random() < 0.7]
        pairs = tuple(Pair(km=float(chance.randint(1, 60)), **end) for end in kept)
    return Instance(
        periods=periods,
        lots=all_lots,
        outlets=all_outlets,
        platforms=all_platforms,
        sites=tuple(one_site(rank) for rank in range(sites)),
        pairs=pairs,
        costs=COSTS,
    )
