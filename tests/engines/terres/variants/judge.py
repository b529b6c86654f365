"""The planning model written again, slowly and by names, and given to scipy's own HiGHS.

No code is shared with the engine: variables are words, rows are dictionaries. Each variant adds
its rows by the same two verbs and compares the optimum.
"""

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np
from scipy import optimize, sparse

from essor.engines.terres.inputs import Instance, Lot, Outlet, Platform, at_period

Name = tuple[object, ...]
Row = dict[Name, float]
INF = float("inf")


@dataclass
class Judge:
    """Variables by name, rows by dictionary."""

    costs: dict[Name, float] = field(default_factory=dict)
    bounds: dict[Name, tuple[float, float]] = field(default_factory=dict)
    whole: set[Name] = field(default_factory=set)
    rows: list[tuple[Row, float, float]] = field(default_factory=list)

    def variable(
        self,
        name: Name,
        cost: float = 0.0,
        lower: float = 0.0,
        upper: float = INF,
        whole: bool = False,
    ) -> Name:
        self.costs[name] = cost
        self.bounds[name] = (lower, upper)
        if whole:
            self.whole.add(name)
        return name

    def row(self, row: Row, lower: float = -INF, upper: float = INF) -> None:
        self.rows.append((dict(row), lower, upper))

    def solve(self) -> tuple[float, dict[Name, float]]:
        """Optimum and values; infinite and empty when nothing is feasible."""
        names = list(self.costs)
        rank = {name: place for place, name in enumerate(names)}
        triplets = [
            (number, rank[name], value)
            for number, (row, _, _) in enumerate(self.rows)
            for name, value in row.items()
        ]
        at, where, values = zip(*triplets, strict=True)
        matrix = sparse.csc_matrix((values, (at, where)), shape=(len(self.rows), len(names)))
        answer = optimize.milp(
            np.array([self.costs[name] for name in names]),
            integrality=np.array([float(name in self.whole) for name in names]),
            bounds=optimize.Bounds(*np.array([self.bounds[name] for name in names]).T),
            constraints=optimize.LinearConstraint(
                matrix, [low for _, low, _ in self.rows], [high for _, _, high in self.rows]
            ),
            options={"mip_rel_gap": 1e-9},
        )
        if answer.x is None:
            return INF, {}
        return float(answer.fun), dict(zip(names, answer.x, strict=True))


def judged_plan(
    instance: Instance, *, judge: Judge | None = None, tag: object = 0, weight: float = 1.0
) -> Judge:
    """The base model of one instance; `tag` keeps copies apart, `weight` scales its cost."""
    return _Writer(instance, judge or Judge(), tag, weight).write()


class _Writer:
    """Writes the variables family by family, and the rows they meet on the way."""

    def __init__(self, instance: Instance, judge: Judge, tag: object, weight: float) -> None:
        self.instance, self.judge, self.tag, self.weight = instance, judge, tag, weight
        self.km = {(p.origin_id, p.destination_id): p.km for p in instance.pairs or ()}
        self.balance: dict[Name, Row] = defaultdict(dict)
        self.received: dict[Name, Row] = defaultdict(dict)
        self.leaving: dict[Name, Row] = defaultdict(dict)
        self.entering: dict[Name, Row] = defaultdict(dict)
        self.stored: dict[Name, Row] = defaultdict(dict)

    def write(self) -> Judge:
        for lot in self.instance.lots:
            self.lot(lot)
        for platform in self.instance.platforms:
            entering = {k.soil_class for k in self.instance.lots if (k.id, platform.id) in self.km}
            for soil in sorted(entering):
                self.bay(platform, soil)
        self.balances()
        for outlet in self.instance.outlets:
            self.outlet_rows(outlet)
        self.limits()
        return self.judge

    def haul(self, origin: str, destination: str, more: float) -> float:
        costs = self.instance.costs
        price = costs.eur_per_tkm * self.km[(origin, destination)] + costs.loading_eur_t
        return self.weight * (price + more)

    def reach(self, origin: str, place: Outlet | Platform, t: int) -> bool:
        opens, closes = self.instance.window(place)
        return (origin, place.id) in self.km and opens <= t <= closes

    def lot(self, lot: Lot) -> None:
        add, last = self.judge.variable, self.instance.last_period(lot)
        for t in range(lot.first_period, last + 1):
            here = self.balance[("lot", lot.id, t)]
            for outlet in self.instance.outlets:
                if self.reach(lot.id, outlet, t):
                    price = self.haul(lot.id, outlet.id, outlet.fee_eur_t)
                    x = add((self.tag, "x", lot.id, outlet.id, t), price)
                    here[x] = -1.0
                    self.received[(outlet.id, t)][x] = self.leaving[(lot.site, t)][x] = 1.0
            for platform in self.instance.platforms:
                if self.reach(lot.id, platform, t):
                    price = self.haul(lot.id, platform.id, platform.handling_eur_t)
                    y = add((self.tag, "y", lot.id, platform.id, t), price)
                    here[y] = -1.0
                    self.balance[("stock", platform.id, lot.soil_class, t)][y] = 1.0
                    self.leaving[(lot.site, t)][y] = self.entering[(platform.id, t)][y] = 1.0
            if t < last:
                cost = self.weight * self.instance.costs.holding_eur_t_period
                h = add((self.tag, "h", lot.id, t), cost)
                here[h] = -1.0
                self.balance[("lot", lot.id, t + 1)][h] = 1.0
        u = add((self.tag, "u", lot.id), self.weight * self.instance.costs.unserved_eur_t)
        self.balance[("lot", lot.id, last)][u] = -1.0

    def bay(self, platform: Platform, soil: str) -> None:
        opens, closes = self.instance.window(platform)
        for t in range(opens, closes + 1):
            here = self.balance[("stock", platform.id, soil, t)]
            for outlet in self.instance.outlets:
                if self.reach(platform.id, outlet, t) and outlet.takes(soil):
                    price = self.haul(platform.id, outlet.id, outlet.fee_eur_t)
                    w = self.judge.variable((self.tag, "w", platform.id, soil, outlet.id, t), price)
                    here[w] = -1.0
                    self.received[(outlet.id, t)][w] = 1.0
            if t < closes:
                cost = self.weight * platform.holding_eur_t_period
                i = self.judge.variable((self.tag, "I", platform.id, soil, t), cost)
                here[i] = -1.0
                self.balance[("stock", platform.id, soil, t + 1)][i] = 1.0
                self.stored[(platform.id, t)][i] = 1.0

    def balances(self) -> None:
        lots = {lot.id: lot for lot in self.instance.lots}
        for name, row in self.balance.items():
            dug = 0.0
            if name[0] == "lot":
                lot = lots[str(name[1])]
                step = int(str(name[2])) - lot.first_period
                dug = lot.tonnes_per_period[step] if step < len(lot.tonnes_per_period) else 0.0
            if row:
                self.judge.row(row, lower=-dug, upper=-dug)

    def outlet_rows(self, outlet: Outlet) -> None:
        total: Row = {}
        for t in range(self.instance.periods):
            total |= self.received[(outlet.id, t)]
            self.limit(self.received[(outlet.id, t)], at_period(outlet.capacity_t_per_period, t))
        self.limit(total, outlet.capacity_t)
        if outlet.need_t:
            if outlet.virgin_eur_t is not None:
                price = self.weight * outlet.virgin_eur_t
                total = total | {self.judge.variable((self.tag, "b", outlet.id), price): 1.0}
            nothing = self.judge.variable((self.tag, "none", outlet.id), 0.0, 0.0, 0.0)
            self.judge.row(total | {nothing: 1.0}, lower=outlet.need_t)

    def limits(self) -> None:
        for t in range(self.instance.periods):
            for site in self.instance.sites:
                self.limit(self.leaving[(site.id, t)], at_period(site.trucks_t_per_period, t))
            for platform in self.instance.platforms:
                self.limit(self.stored[(platform.id, t)], platform.stock_capacity_t)
                self.limit(self.entering[(platform.id, t)], platform.throughput_t_per_period)

    def limit(self, row: Row, most: float | None) -> None:
        if row and most is not None:
            self.judge.row(row, upper=most)


def reaching(values: dict[Name, float] | Judge, outlet: str, tag: object = 0) -> Row:
    """Every variable that brings soil to an outlet, with coefficient one."""
    names = values.costs if isinstance(values, Judge) else values
    return {
        name: 1.0
        for name in names
        if name[0] == tag
        and ((name[1] == "x" and name[3] == outlet) or (name[1] == "w" and name[4] == outlet))
    }


def kgco2e(instance: Instance, judge: Judge, tag: object = 0) -> Row:
    """Emissions of transport of each variable."""
    km = {(pair.origin_id, pair.destination_id): pair.km for pair in instance.pairs or ()}
    found: Row = {}
    for name in judge.costs:
        if name[0] == tag and name[1] in ("x", "y"):
            found[name] = km[(str(name[2]), str(name[3]))] * instance.costs.kgco2e_per_tkm
        if name[0] == tag and name[1] == "w":
            found[name] = km[(str(name[2]), str(name[4]))] * instance.costs.kgco2e_per_tkm
    return found
