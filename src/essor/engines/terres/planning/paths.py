"""Prices of lots and bays from the prices of capacities: every tonne takes its cheapest path.

Once capacities, needs, trucks and stocks have a price, a tonne is alone: what it is worth in a bay
or on a site is the cost of its cheapest way out, found backwards in time. These prices are the
greatest that leave no column with a negative reduced cost, whatever the columns that were solved:
they bound the optimum (Lagrange) and name the columns that would truly help.
"""

from dataclasses import dataclass

import numpy as np

from essor.engines.terres.planning.arrays import Windows
from essor.engines.terres.planning.blocks import Columns, Program, Rows
from essor.engines.terres.planning.pairs import Flags, Floats, Ints
from essor.engines.terres.planning.proof import reduced_costs

LOSS = 1e-7  # EUR a tonne: below, two prices are the same
NEAR = 0.5  # EUR a tonne: columns this close to a cheapest path come with it


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Paths:
    """Worth of a tonne at every node.

    base : reduced cost of every column before lots and bays have a price
    lot, bay : cost of the cheapest way out; into_bay : the most a lot would pay to be there
    """

    program: Program
    base: Floats
    lot: Floats
    bay: Floats
    into_bay: Floats

    @classmethod
    def of(cls, program: Program, duals: Floats, *, lot: Floats | None = None) -> "Paths":
        """Cheapest paths at the prices of all rows but the balances.

        lot : worth of the lot nodes when it is known from elsewhere
        """
        prices = duals.copy()
        prices[program.rows[Rows.LOT].slice] = 0.0
        prices[program.rows[Rows.BAY].slice] = 0.0
        base = reduced_costs(program, prices)
        bay = _bay_ways_out(program, base)
        lot = _lot_ways_out(program, base, bay) if lot is None else lot
        return cls(
            program=program, base=base, lot=lot, bay=bay, into_bay=_offers(program, base, lot)
        )

    def duals(self, given: Floats) -> Floats:
        """The given duals with the prices of these paths; no reduced cost is negative."""
        found = given.copy()
        found[self.program.rows[Rows.LOT].slice] = self.lot
        found[self.program.rows[Rows.BAY].slice] = self.bay
        return found

    def slack(self) -> Floats:
        """Of every column: what its cheapest whole path costs above the worth of its lot."""
        program, found = self.program, self.base.copy()
        into, out = program.columns[Columns.INTO], program.columns[Columns.OUT]
        found[program.columns[Columns.SHIP].slice] -= self.lot[lot_nodes(program, Columns.SHIP)]
        entry = bay_nodes(program, Columns.INTO)
        found[into.slice] += self.bay[entry] - self.lot[lot_nodes(program, Columns.INTO)]
        found[out.slice] -= self.into_bay[bay_nodes(program, Columns.OUT)]
        hold = lot_nodes(program, Columns.HOLD)
        found[program.columns[Columns.HOLD].slice] += self.lot[hold + 1] - self.lot[hold]
        stock = bay_nodes(program, Columns.STOCK)
        found[program.columns[Columns.STOCK].slice] += self.bay[stock + 1] - self.into_bay[stock]
        return found

    def helping(self, duals: Floats) -> Ints:
        """Columns of the cheapest paths of the lots that `duals` hold to be dearer."""
        program, slack = self.program, self.slack()
        is_losing = self.lot < duals[program.rows[Rows.LOT].slice] - LOSS
        helps = np.zeros(len(slack), dtype=bool)
        for family in (Columns.SHIP, Columns.INTO):
            block = program.columns[family]
            helps[block.slice] = is_losing[lot_nodes(program, family)] & (slack[block.slice] < NEAR)
        wanted = np.zeros(len(self.bay), dtype=bool)
        wanted[bay_nodes(program, Columns.INTO)[helps[program.columns[Columns.INTO].slice]]] = True
        self._follow(wanted, helps)
        return np.flatnonzero(helps)

    def _follow(self, wanted: Flags, helps: Flags) -> None:
        """Mark the cheapest ways out of the bays that are entered, periods in order."""
        program = self.program
        stock, out = program.columns[Columns.STOCK], program.columns[Columns.OUT]
        nodes, order, ends = _by_period(program, Columns.STOCK)
        cost = self.base[stock.slice]
        for rows in np.split(order, ends):
            node = nodes[rows]
            is_way = wanted[node] & (cost[rows] + self.bay[node + 1] - self.bay[node] < NEAR)
            wanted[node[is_way] + 1] = True
            helps[stock.start + rows[is_way]] = True
        node = bay_nodes(program, Columns.OUT)
        helps[out.slice] = wanted[node] & (self.base[out.slice] - self.bay[node] < NEAR)


def lot_nodes(program: Program, family: Columns) -> Ints:
    """Lot node that every column of a family leaves."""
    return _nodes(program, program.arrays.lots, family, "lot")


def bay_nodes(program: Program, family: Columns) -> Ints:
    """Bay node that every column of a family leaves, or enters for INTO."""
    return _nodes(program, program.arrays.bays, family, "bay")


def _nodes(program: Program, windows: Windows, family: Columns, name: str) -> Ints:
    keys = program.columns[family].keys
    return windows.node(keys[name].astype(np.int64), keys["period"].astype(np.int64))


def _by_period(program: Program, family: Columns) -> tuple[Ints, Ints, Ints]:
    """Nodes of the stocks of a family, their order by period, where each period ends."""
    nodes = (lot_nodes if family is Columns.HOLD else bay_nodes)(program, family)
    period = program.columns[family].keys["period"].astype(np.int64)
    counts = np.bincount(period, minlength=program.arrays.periods)
    return nodes, np.argsort(period, kind="stable"), np.cumsum(counts)[:-1]


def _backwards(program: Program, family: Columns, base: Floats, value: Floats) -> None:
    """Let a tonne wait when the next period is cheaper, last period first."""
    nodes, order, ends = _by_period(program, family)
    cost = base[program.columns[family].slice]
    for rows in reversed(np.split(order, ends)):
        node = nodes[rows]
        value[node] = np.minimum(value[node], cost[rows] + value[node + 1])


def _bay_ways_out(program: Program, base: Floats) -> Floats:
    value = np.full(program.arrays.bays.size, np.inf)
    out = program.columns[Columns.OUT]
    np.minimum.at(value, bay_nodes(program, Columns.OUT), base[out.slice])
    _backwards(program, Columns.STOCK, base, value)
    # A bay without a way out: a price that keeps everybody away.
    value[np.isinf(value)] = 1.0 + 2.0 * float(np.abs(base).max(initial=0.0))
    return value


def _lot_ways_out(program: Program, base: Floats, bay: Floats) -> Floats:
    lots = program.arrays.lots
    value = np.full(lots.size, np.inf)
    left = program.columns[Columns.UNSERVED]
    lot = left.keys["lot"].astype(np.int64)
    value[lots.node(lot, lots.last[lot])] = base[left.slice]
    ship, into = program.columns[Columns.SHIP], program.columns[Columns.INTO]
    np.minimum.at(value, lot_nodes(program, Columns.SHIP), base[ship.slice])
    price = base[into.slice] + bay[bay_nodes(program, Columns.INTO)]
    np.minimum.at(value, lot_nodes(program, Columns.INTO), price)
    _backwards(program, Columns.HOLD, base, value)
    return value


def _offers(program: Program, base: Floats, lot: Floats) -> Floats:
    """The most that a lot would pay for its tonne to be in a bay, then waiting there."""
    into = program.columns[Columns.INTO]
    value = np.full(program.arrays.bays.size, -np.inf)
    worth = lot[lot_nodes(program, Columns.INTO)] - base[into.slice]
    np.maximum.at(value, bay_nodes(program, Columns.INTO), worth)
    nodes, order, ends = _by_period(program, Columns.STOCK)
    cost = base[program.columns[Columns.STOCK].slice]
    for rows in np.split(order, ends):
        node = nodes[rows]
        value[node + 1] = np.maximum(value[node + 1], value[node] - cost[rows])
    return value
