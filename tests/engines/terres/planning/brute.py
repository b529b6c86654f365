"""The obvious judge: every tonne tries every fate, all rules are looked at, the cheapest wins.

Knows nothing of matrices or duals. Tonnes are whole; cases are tiny.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import combinations_with_replacement, product

from essor.engines.terres.inputs import Instance, Lot, at_period
from essor.engines.terres.planning.pairs import admissible_pairs

# (lot, period out of the site, outlet or None, platform or None, period out of the platform)
Fate = tuple[int, int, int | None, int | None, int]


class Brute:
    def __init__(self, instance: Instance) -> None:
        self.one = instance
        pairs = admissible_pairs(instance)
        self.ship = {
            (int(a), int(b)): float(km)
            for a, b, km in zip(pairs.ship_lot, pairs.ship_outlet, pairs.ship_km, strict=True)
        }
        self.into = {
            (int(a), int(b)): float(km)
            for a, b, km in zip(pairs.into_lot, pairs.into_platform, pairs.into_km, strict=True)
        }
        self.out = {
            (int(p), pairs.group_class[int(g)], int(r)): float(km)
            for p, g, r, km in zip(
                pairs.out_platform, pairs.out_group, pairs.out_outlet, pairs.out_km, strict=True
            )
        }

    def best(self) -> float:
        """Cheapest cost over all ways, needs bought when they are not met."""
        groups = [
            (rank, lot, lot.first_period + number, int(tonnes))
            for rank, lot in enumerate(self.one.lots)
            for number, tonnes in enumerate(lot.tonnes_per_period)
            if tonnes
        ]
        ways = [
            list(combinations_with_replacement(list(self.fates(rank, lot, dug)), tonnes))
            for rank, lot, dug, tonnes in groups
        ]
        dug = [period for _, _, period, tonnes in groups for _ in range(tonnes)]
        costs = (
            self.cost([fate for way in choice for fate in way], dug) for choice in product(*ways)
        )
        return min(cost for cost in costs if cost is not None)

    def count(self) -> int:
        """How many ways `best` would look at, at most."""
        total = 1
        for rank, lot in enumerate(self.one.lots):
            for number, tonnes in enumerate(lot.tonnes_per_period):
                fates = sum(1 for _ in self.fates(rank, lot, lot.first_period + number))
                total *= max(1, fates) ** int(tonnes)
        return total

    def fates(self, rank: int, lot: Lot, dug: int) -> Iterator[Fate]:
        """Everything that may happen to a tonne dug at a period."""
        last = self.one.last_period(lot)
        yield rank, last, None, None, last
        for period in range(dug, last + 1):
            for (a, outlet), _ in self.ship.items():
                if a == rank and self._is_open(self.one.outlets[outlet], period):
                    yield rank, period, outlet, None, period
            for (a, platform), _ in self.into.items():
                if a == rank and self._is_open(self.one.platforms[platform], period):
                    yield from self._after(rank, lot, period, platform)

    def _after(self, rank: int, lot: Lot, period: int, platform: int) -> Iterator[Fate]:
        for (p, name, outlet), _ in self.out.items():
            if p == platform and name == lot.soil_class:
                for later in range(period, self.one.periods):
                    if self._is_open(self.one.platforms[platform], later) and self._is_open(
                        self.one.outlets[outlet], later
                    ):
                        yield rank, period, outlet, platform, later

    def _is_open(self, place, period: int) -> bool:
        opens, closes = self.one.window(place)
        return opens <= period <= closes

    def cost(self, fates: list[Fate], dug: list[int]) -> float | None:
        """Cost of one way, None when it breaks a rule."""
        received, leaving, entering, stocks = Counter(), Counter(), Counter(), Counter()
        total = 0.0
        for (lot, period, outlet, platform, later), begun in zip(fates, dug, strict=True):
            total += self._price(lot, period, outlet, platform, later, begun)
            if outlet is None:
                continue
            leaving[self.one.lots[lot].site, period] += 1
            received[outlet, later] += 1
            if platform is not None:
                entering[platform, period] += 1
                name = self.one.lots[lot].soil_class
                stocks.update((platform, name, t) for t in range(period, later))
        if not self._holds(received, leaving, entering, stocks):
            return None
        for rank, outlet in enumerate(self.one.outlets):
            got = sum(tonnes for (r, _), tonnes in received.items() if r == rank)
            if outlet.capacity_t is not None and got > outlet.capacity_t:
                return None
            total += max(0.0, (outlet.need_t or 0.0) - got) * (outlet.virgin_eur_t or 0.0)
        return total

    def _price(self, lot, period, outlet, platform, later, begun) -> float:
        costs, one = self.one.costs, self.one
        price = costs.holding_eur_t_period * (period - begun)
        if outlet is None:
            return price + costs.unserved_eur_t
        price += costs.loading_eur_t + one.outlets[outlet].fee_eur_t
        if platform is None:
            return price + costs.eur_per_tkm * self.ship[lot, outlet]
        yard = one.platforms[platform]
        km = self.into[lot, platform] + self.out[platform, one.lots[lot].soil_class, outlet]
        price += costs.loading_eur_t + costs.eur_per_tkm * km + yard.handling_eur_t
        return price + yard.holding_eur_t_period * (later - period)

    def _holds(self, received, leaving, entering, stocks) -> bool:
        def fits(amount: float, limit: float | None) -> bool:
            return limit is None or amount <= limit

        one = self.one
        limits = {site.id: site.trucks_t_per_period for site in one.sites}
        joint = Counter()
        for (platform, _, period), tonnes in stocks.items():
            joint[platform, period] += tonnes
        return (
            all(
                fits(tonnes, at_period(one.outlets[r].capacity_t_per_period, t))
                for (r, t), tonnes in received.items()
            )
            and all(fits(n, at_period(limits.get(site), t)) for (site, t), n in leaving.items())
            and all(
                fits(n, one.platforms[p].throughput_t_per_period) for (p, _), n in entering.items()
            )
            and all(fits(n, one.platforms[p].stock_capacity_t) for (p, _), n in joint.items())
            and all(
                fits(n, (one.platforms[p].stock_capacity_t_by_class or {}).get(name))
                for (p, name, _), n in stocks.items()
            )
        )
