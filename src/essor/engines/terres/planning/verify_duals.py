"""Whether the duals of a plan are feasible, and the bound they prove, from the definitions.

Goes period by period over the admissible pairs: the price of every possible move must not be
below what its origin, its destination and the limits it uses are worth together.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from essor.engines.terres.inputs import Instance, Outlet, PerPeriod, Platform, at_period
from essor.engines.terres.planning.pairs import Floats, Ints, PairTable
from essor.engines.terres.results import Duals
from essor.engines.terres.vocabulary import Objective

Flags = NDArray[np.bool_]
SERVICE_FIRST = 1000.0  # stated in the method page: the weight of a tonne left over, in CO2
TOLERANCE = 1e-6


class DualCheck:
    """Duals as tables (place, period); missing names are zero, unknown names are faults."""

    def __init__(
        self, instance: Instance, duals: Duals, pairs: PairTable, objective: Objective
    ) -> None:
        self.instance, self.pairs, self.objective = instance, pairs, objective
        self.given = {family: dict(values) for family, values in duals.items()}
        lots = [lot.id for lot in instance.lots]
        outlets = [outlet.id for outlet in instance.outlets]
        platforms = [platform.id for platform in instance.platforms]
        groups, classes = _labels(pairs.group_class), sorted(set(pairs.group_class))
        self.signs: list[str] = []
        self.lot = self._table("lot_balance", lots)
        self.limit = self._table("outlet_period", outlets, at_most_zero=True)
        self.total = self._row("outlet_total", outlets, sign=-1)
        self.need = self._row("outlet_need", outlets, sign=1)
        bays = [f"{platform}/{group}" for platform in platforms for group in groups]
        self.bay = self._table("platform_balance", bays).reshape(
            len(platforms), len(groups), instance.periods
        )
        self.entry = self._table("platform_throughput", platforms, at_most_zero=True)
        self.stock = self._table("platform_stock", platforms, at_most_zero=True)
        names = [f"{platform}/{name}" for platform in platforms for name in classes]
        self.class_stock = self._table("platform_class_stock", names, at_most_zero=True).reshape(
            len(platforms), len(classes), instance.periods
        )
        self.class_of = [classes.index(name) for name in pairs.group_class]
        sites = [site.id for site in instance.sites]
        trucks = self._table("site_trucks", sites, at_most_zero=True)
        none = np.zeros((1, instance.periods))
        self.trucks = np.concatenate([trucks, none])[
            [sites.index(lot.site) if lot.site in sites else -1 for lot in instance.lots]
        ]
        self.truck_rows = trucks
        self.least: list[tuple[float, float]] = []
        self.highest_kg = 0.0
        self._price()
        self.unserved_price = self._unserved_price()
        self._price_left_over()
        self.min_reduced_cost = min((slack for slack, _ in self.least), default=0.0)
        self.bound = self._bound()

    # Reading

    def _table(self, family: str, names: Sequence[str], *, at_most_zero: bool = False) -> Floats:
        given = self.given.get(family, {})
        found = np.zeros((len(names), self.instance.periods))
        for rank, name in enumerate(names):
            for period in range(self.instance.periods):
                found[rank, period] = given.pop(f"{name}@{period}", 0.0)
        if at_most_zero and found.max(initial=0.0) > 0:
            self.signs.append(family)
        return found

    def _row(self, family: str, names: Sequence[str], *, sign: int) -> Floats:
        given = self.given.get(family, {})
        found = np.array([given.pop(name, 0.0) for name in names], dtype=float)
        if (found * sign).min(initial=0.0) < 0:
            self.signs.append(family)
        return found

    def faults(self) -> Iterator[str]:
        """What is wrong with the duals, in French."""
        for family in self.signs:
            yield f"prix {family} : un signe est impossible"
        for family, names in self.given.items():
            for name in names:
                yield f"prix {family} : {name} n'est pas une contrainte de l'instance"
        yield from self._baseless()
        if self.min_reduced_cost < -TOLERANCE:
            yield f"un mouvement oublié rapporterait {-self.min_reduced_cost:.6f} par tonne"

    def _baseless(self) -> Iterator[str]:
        """A price on a limit that does not exist proves nothing."""
        one = self.instance
        for outlet, price in zip(one.outlets, self.total, strict=True):
            if price and outlet.capacity_t is None:
                yield f"prix outlet_total : {outlet.id} n'a pas de capacité totale"
        for outlet, price in zip(one.outlets, self.need, strict=True):
            if price and not outlet.need_t:
                yield f"prix outlet_need : {outlet.id} n'a pas de besoin"
        for family, owner, prices, limits in self._limits():
            for period, price in enumerate(prices):
                if price and at_period(limits, period) is None:
                    yield f"prix {family} : {owner} n'a pas de limite en période {period}"

    def _limits(self) -> Iterator[tuple[str, str, Floats, PerPeriod]]:
        """Every limited place: family, name, prices by period, limits."""
        one, classes = self.instance, sorted(set(self.pairs.group_class))
        for rank, outlet in enumerate(one.outlets):
            yield "outlet_period", outlet.id, self.limit[rank], outlet.capacity_t_per_period
        for rank, site in enumerate(one.sites):
            yield "site_trucks", site.id, self.truck_rows[rank], site.trucks_t_per_period
        for rank, place in enumerate(one.platforms):
            yield "platform_stock", place.id, self.stock[rank], place.stock_capacity_t
            limit = place.throughput_t_per_period
            yield "platform_throughput", place.id, self.entry[rank], limit
            by_class = place.stock_capacity_t_by_class or {}
            for number, name in enumerate(classes):
                prices = self.class_stock[rank, number]
                yield "platform_class_stock", f"{place.id}/{name}", prices, by_class.get(name)

    # Pricing

    def _haul(self, km: Floats, extra_eur: Floats) -> Floats:
        costs = self.instance.costs
        if self.objective is Objective.CO2:
            return costs.kgco2e_per_tkm * km
        return costs.loading_eur_t + costs.eur_per_tkm * km + extra_eur

    def _price(self) -> None:
        """Reduced cost of every move of every period, but what is left over."""
        one, pairs = self.instance, self.pairs
        first = np.array([lot.first_period for lot in one.lots], dtype=int)
        last = np.array([one.last_period(lot) for lot in one.lots], dtype=int)
        totals = np.array([lot.total_t for lot in one.lots], dtype=float)
        groups = self._group_totals(totals)
        outlets, platforms = _Windows(one, one.outlets), _Windows(one, one.platforms)
        fees = np.array([outlet.fee_eur_t for outlet in one.outlets], dtype=float)
        handling = np.array([platform.handling_eur_t for platform in one.platforms], dtype=float)
        worth = self.total + self.need
        ship = self._haul(pairs.ship_km, fees[pairs.ship_outlet])
        into = self._haul(pairs.into_km, handling[pairs.into_platform])
        out = self._haul(pairs.out_km, fees[pairs.out_outlet])
        group = pairs.lot_group[pairs.into_lot]
        factor = one.costs.kgco2e_per_tkm
        for t in range(one.periods):
            lot, place = pairs.ship_lot, pairs.ship_outlet
            is_open = (first[lot] <= t) & (t <= last[lot]) & outlets(place, t)
            slack = ship - self.lot[lot, t] - self.trucks[lot, t] - self.limit[place, t]
            self._note(slack - worth[place], totals[lot], is_open, factor * pairs.ship_km)
            lot, place = pairs.into_lot, pairs.into_platform
            is_open = (first[lot] <= t) & (t <= last[lot]) & platforms(place, t)
            slack = into - self.lot[lot, t] - self.trucks[lot, t] + self.bay[place, group, t]
            self._note(slack - self.entry[place, t], totals[lot], is_open, factor * pairs.into_km)
            place, kind, end = pairs.out_platform, pairs.out_group, pairs.out_outlet
            is_open = platforms(place, t) & outlets(end, t)
            slack = out - self.bay[place, kind, t] - self.limit[end, t] - worth[end]
            self._note(slack, groups[kind], is_open, factor * pairs.out_km)
        self._price_waiting(first, last, totals)

    def _group_totals(self, totals: Floats) -> Floats:
        """Tonnes of each group: the most that its bays can move."""
        found = np.zeros(len(self.pairs.group_class))
        for group, tonnes in zip(self.pairs.lot_group.tolist(), totals.tolist(), strict=True):
            found[group] += tonnes
        return found

    def _note(self, slack: Floats, most_t: Floats, mask: Flags, kg: Floats) -> None:
        if mask.any():
            self.least.append(
                (float(slack[mask].min()), float(np.minimum(slack * most_t, 0.0)[mask].sum()))
            )
            self.highest_kg = max(self.highest_kg, float(kg[mask].max()))

    def _price_waiting(self, first: Ints, last: Ints, totals: Floats) -> None:
        one = self.instance
        is_eur = self.objective is Objective.COUT
        for t in range(one.periods - 1):
            mask = (first <= t) & (t < last)
            cost = one.costs.holding_eur_t_period if is_eur else 0.0
            slack = cost - self.lot[:, t] + self.lot[:, t + 1]
            self._note(slack, totals, mask, np.zeros(len(totals)))
        used = {
            (int(place), int(self.pairs.lot_group[lot]))
            for lot, place in zip(self.pairs.into_lot, self.pairs.into_platform, strict=True)
        }
        groups = self._group_totals(totals)
        for place, group in used:
            opens, closes = one.window(one.platforms[place])
            price = one.platforms[place].holding_eur_t_period if is_eur else 0.0
            for t in range(opens, closes):
                slack = price - self.bay[place, group, t] + self.bay[place, group, t + 1]
                slack -= self.stock[place, t] + self.class_stock[place, self.class_of[group], t]
                self._note(np.array([slack]), groups[[group]], np.array([True]), np.zeros(1))

    def _unserved_price(self) -> float:
        if self.objective is Objective.COUT:
            return self.instance.costs.unserved_eur_t
        bought = [one.virgin_kgco2e_t for one in self._buyers()]
        return SERVICE_FIRST * max(1.0, self.highest_kg, *bought, 0.0)

    def _buyers(self) -> list[Outlet]:
        return [one for one in self.instance.outlets if one.need_t and one.virgin_eur_t is not None]

    def _price_left_over(self) -> None:
        for rank, lot in enumerate(self.instance.lots):
            slack = self.unserved_price - self.lot[rank, self.instance.last_period(lot)]
            self.least.append((float(slack), min(0.0, float(slack) * lot.total_t)))
        is_eur = self.objective is Objective.COUT
        ranks = {outlet.id: rank for rank, outlet in enumerate(self.instance.outlets)}
        for one in self._buyers():
            price = (one.virgin_eur_t or 0.0) if is_eur else one.virgin_kgco2e_t
            slack = price - self.need[ranks[one.id]]
            self.least.append((float(slack), min(0.0, float(slack) * (one.need_t or 0.0))))

    def _bound(self) -> float:
        """Σ limit × price, minus what the cheapest forgotten moves could save at most."""
        one, total = self.instance, sum(saving for _, saving in self.least)
        for rank, lot in enumerate(one.lots):
            for number, tonnes in enumerate(lot.tonnes_per_period):
                total += tonnes * self.lot[rank, lot.first_period + number]
        for rank, outlet in enumerate(one.outlets):
            total += (outlet.capacity_t or 0.0) * self.total[rank]
            total += (outlet.need_t or 0.0) * self.need[rank]
        for _, _, prices, limits in self._limits():
            for period, price in enumerate(prices.tolist()):
                total += (at_period(limits, period) or 0.0) * price if price else 0.0
        return float(total)


class _Windows:
    """Whether places are open at a period."""

    def __init__(self, instance: Instance, places: Sequence[Outlet | Platform]) -> None:
        rows = np.array([instance.window(place) for place in places], dtype=int).reshape(-1, 2)
        self.opens, self.closes = rows[:, 0], rows[:, 1]

    def __call__(self, places: Ints, period: int) -> Flags:
        found: Flags = (self.opens[places] <= period) & (period <= self.closes[places])
        return found


def _labels(group_class: Sequence[str]) -> list[str]:
    """Name of each bay: its class, numbered from the second bay of a class."""
    found: list[str] = []
    for rank, name in enumerate(group_class):
        before = list(group_class[:rank]).count(name)
        found.append(f"{name}#{before + 1}" if before else name)
    return found
