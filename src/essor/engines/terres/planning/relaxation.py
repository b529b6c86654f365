"""The program without its side rows: a pure network, solved by the network simplex.

Gives a flow and a dual for every row, the side rows' being zero. For a program without side rows
this is the optimum; for the others it is a bound and the prices that guide column generation.
"""

from dataclasses import dataclass

import numpy as np

from essor.engines.terres.network.simplex import Transport
from essor.engines.terres.network.splitting import SplitNetwork, fit, grid_of
from essor.engines.terres.planning.blocks import Columns, Program, Rows
from essor.engines.terres.planning.doors import Doors
from essor.engines.terres.planning.pairs import Flags, Floats, Ints
from essor.engines.terres.planning.paths import Paths, bay_nodes, lot_nodes

# Price of a tonne missing from a need that cannot be bought: dearer than any detour.
SHORT_FACTOR = 1000.0
HELPS = -1e-7  # EUR a tonne: a bay below is worth opening
MOST_OPENINGS = 3  # networks solved before all the bays enter


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Relaxed:
    """Flow of every column, dual of every row, tonnes missing from the hard needs.

    slack : of every column, what its cheapest whole path costs above the worth of its lot
    """

    x: Floats
    duals: Floats
    missing_t: float
    slack: Floats


def solve_relaxation(program: Program, *, kept: Flags | None = None) -> Relaxed:
    """Solve the pure network; raises NotSolvedError when the network simplex gives up.

    kept : columns allowed to flow, all when None; the duals of the others are then a guess
    Most bays serve nobody. They are left out, then priced at the value of their cheapest way out;
    those that a lot would enter at this price come in, and the network is solved again.
    """
    bays = len(program.arrays.bay_group)
    opened = np.zeros(bays, dtype=bool)
    into = program.columns[Columns.INTO]
    bay = into.keys["bay"].astype(np.int64)
    for _ in range(MOST_OPENINGS):
        relaxed = _Relaxation(program, kept, opened).solve()
        called = np.zeros(bays, dtype=bool)
        called[bay[relaxed.slack[into.slice] < HELPS]] = True
        if not (called & ~opened).any():
            return relaxed
        opened |= called
        if 2 * opened.sum() > bays:
            break
    return _Relaxation(program, kept, np.ones(bays, dtype=bool)).solve()


class _Relaxation:
    """Nodes: lot-periods, bay-periods, doors of outlets, outlets; then one spare source."""

    def __init__(self, program: Program, kept: Flags | None, opened: Flags) -> None:
        self.kept = np.ones(len(program.cost), dtype=bool) if kept is None else kept.copy()
        self.opened = opened
        for family in (Columns.INTO, Columns.OUT, Columns.STOCK):
            block = program.columns[family]
            self.kept[block.slice] &= opened[block.keys["bay"].astype(np.int64)]
        self.program, self.arrays, self.net = program, program.arrays, SplitNetwork()
        arrays = self.arrays
        dug_t = float(arrays.supply_t.sum())
        lot_room, bay_room = self._lot_rooms(), self._bay_rooms()
        self.doors = Doors.of(program, most_t=dug_t + 1)
        weight = dug_t + lot_room.sum() + bay_room.sum() + self.doors.weight_t
        self.grid = grid_of(4 * float(weight) + 4)
        self.supply_t = fit(arrays.supply_t, self.grid)
        self.lot_out, self.lot_in = self.net.add_nodes(
            supply=self.supply_t, room=fit(lot_room, self.grid)
        )
        self.open_nodes = np.flatnonzero(opened[arrays.bays.owner])
        self.bay_out, self.bay_in = (np.zeros(len(bay_room), dtype=np.int64) for _ in range(2))
        self.bay_out[self.open_nodes], self.bay_in[self.open_nodes] = self.net.add_nodes(
            supply=np.zeros(len(self.open_nodes)), room=fit(bay_room[self.open_nodes], self.grid)
        )
        self.blocks: list[tuple[Ints, int]] = []

    def _lot_rooms(self) -> Floats:
        """More than a lot node can hold, so that its free arc always carries something."""
        lots, so_far = self.arrays.lots, np.cumsum(self.arrays.supply_t)
        before = np.concatenate([[0.0], so_far])[lots.offset]
        found: Floats = so_far - before[lots.owner] + 1.0
        return found

    def _bay_rooms(self) -> Floats:
        keys = self.program.columns[Columns.INTO].keys
        once = np.flatnonzero(np.diff(keys["pair"].astype(np.int64), prepend=-1))
        bay, lot = (keys[name][once].astype(np.int64) for name in ("bay", "lot"))
        total = np.ones(len(self.arrays.bay_group))
        np.add.at(total, bay, self.arrays.lot_total_t[lot])
        found: Floats = total[self.arrays.bays.owner]
        return found

    def solve(self) -> Relaxed:
        """Lay the outlets and the arcs, solve, read the flows and the prices."""
        bought = self._lay_outlets()
        self._lay_flows()
        transport, flows = self.net.solve()
        x = np.zeros(len(self.program.cost))
        for columns, number in self.blocks:
            x[columns] = flows[number]
        missing = self.doors.excess_t.copy()
        missing[self.fed] += flows[bought]
        buyers = self.program.columns[Columns.VIRGIN]
        outlet = buyers.keys["outlet"].astype(np.int64)
        x[buyers.slice] = missing[outlet]
        missing[outlet] = 0.0
        duals = self._duals(transport)
        lots, bays = (self.program.rows[family].slice for family in (Rows.LOT, Rows.BAY))
        paths = Paths.of(self.program, duals, lot=duals[lots])
        is_shut = ~self.opened[self.arrays.bays.owner]
        duals[bays][is_shut] = paths.bay[is_shut]
        return Relaxed(x=x, duals=duals, missing_t=float(missing.sum()), slack=paths.slack())

    def _lay_outlets(self) -> int:
        """Sinks of the outlets and the spare source; returns the block of what is bought."""
        doors, net = self.doors, self.net
        free, need = fit(doors.free_t, self.grid), fit(doors.need_t, self.grid)
        room = fit(doors.room_t, self.grid)
        self.open_sink = np.full(len(free), -1, dtype=np.int64)
        self.need_sink = np.full(len(free), -1, dtype=np.int64)
        opened, self.fed = np.flatnonzero(free > 0), np.flatnonzero(need > 0)
        self.open_sink[opened] = net.add_sinks(free[opened])
        self.need_sink[self.fed] = net.add_sinks(need[self.fed])
        self.door_sink = np.full(len(room), -1, dtype=np.int64)
        ends = (room > 0) & ~doors.has_hub[doors.outlet]
        self.door_sink[ends] = net.add_sinks(room[ends])
        self._join_hubs(room)
        most_t = float(self.supply_t.sum()) + 1.0
        self.unserved_sink = int(net.add_sinks(np.array([most_t]))[0])
        idle_t = room[ends].sum() + free.sum() + need.sum() + most_t - self.supply_t.sum()
        self.spare = int(net.add_sources(np.array([float(idle_t)]))[0])
        idle = np.concatenate(
            [self.door_sink[ends], self.open_sink[opened], np.array([self.unserved_sink])]
        )
        net.add_arcs(np.full(len(idle), self.spare), idle, np.zeros(len(idle)))
        fed = self.need_sink[self.fed]
        return net.add_arcs(np.full(len(fed), self.spare), fed, self._prices()[self.fed])

    def _join_hubs(self, room: Floats) -> None:
        passing = np.flatnonzero((room > 0) & self.doors.has_hub[self.doors.outlet])
        sources, self.door_sink[passing] = self.net.add_nodes(
            supply=np.zeros(len(passing)), room=room[passing]
        )
        for sinks in (self.open_sink, self.need_sink):
            sink = sinks[self.doors.outlet[passing]]
            mask = sink >= 0
            self.net.add_arcs(sources[mask], sink[mask], np.zeros(int(mask.sum())))

    def _prices(self) -> Floats:
        """What a tonne of need costs when no soil meets it."""
        buyers, cost = self.program.columns[Columns.VIRGIN], self.program.cost
        price = np.full(
            len(self.doors.need_t), SHORT_FACTOR * (1.0 + float(np.abs(cost).max(initial=0.0)))
        )
        price[buyers.keys["outlet"].astype(np.int64)] = cost[buyers.slice]
        return price

    def _lay_flows(self) -> None:
        arrays, doors = self.arrays, self.doors
        lot = {
            family: arrays.lots.node(*self._keys(family, "lot", "period"))
            for family in (Columns.SHIP, Columns.INTO, Columns.HOLD)
        }
        bay = {
            family: arrays.bays.node(*self._keys(family, "bay", "period"))
            for family in (Columns.INTO, Columns.OUT, Columns.STOCK)
        }
        (left,) = self._keys(Columns.UNSERVED, "lot")
        end = arrays.lots.node(left, arrays.lots.last[left])
        self._lay(Columns.SHIP, self.lot_out[lot[Columns.SHIP]], self.door_sink[doors.of_ship])
        self._lay(Columns.OUT, self.bay_out[bay[Columns.OUT]], self.door_sink[doors.of_out])
        self._lay(Columns.INTO, self.lot_out[lot[Columns.INTO]], self.bay_in[bay[Columns.INTO]])
        for family, node, sources, sinks in (
            (Columns.HOLD, lot[Columns.HOLD], self.lot_out, self.lot_in),
            (Columns.STOCK, bay[Columns.STOCK], self.bay_out, self.bay_in),
        ):
            self._lay(family, sources[node], sinks[node + 1])
        self._lay(Columns.UNSERVED, self.lot_out[end], np.full(len(end), self.unserved_sink))

    def _keys(self, family: Columns, *names: str) -> list[Ints]:
        return [self.program.columns[family].keys[name].astype(np.int64) for name in names]

    def _lay(self, family: Columns, source: Ints, sink: Ints) -> None:
        """One arc per column; a column into a closed door has none."""
        block = self.program.columns[family]
        mask = np.flatnonzero((sink >= 0) & self.kept[block.slice])
        columns = block.start + mask
        number = self.net.add_arcs(source[mask], sink[mask], self.program.cost[columns])
        self.blocks.append((columns, number))

    # Duals

    def _duals(self, transport: Transport) -> Floats:
        """Dual of every row; see « Des potentiels aux prix » in the method page."""
        program, doors = self.program, self.doors
        shift = transport.source_price[self.spare]
        duals = np.zeros(program.matrix.shape[0])
        lots = duals[program.rows[Rows.LOT].slice] = transport.source_price[self.lot_out] - shift
        bays = duals[program.rows[Rows.BAY].slice]
        bays[self.open_nodes] = transport.source_price[self.bay_out[self.open_nodes]] - shift
        least = self._least_slacks(lots, bays)
        sinks = np.append(transport.sink_price + shift, -np.inf)
        worth = np.maximum(sinks[self.open_sink], sinks[self.need_sink])
        worth[~doors.has_hub] = 0.0
        is_shut = np.isneginf(worth)
        cheapest = np.zeros(len(worth))
        np.minimum.at(cheapest, doors.outlet, least)
        worth[is_shut] = cheapest[is_shut]
        bonus = np.where(doors.excess_t > 0, self._prices(), np.maximum(worth, 0.0))
        bonus[doors.need_t + doors.excess_t <= 0] = 0.0
        need, total = program.rows[Rows.NEED], program.rows[Rows.OUTLET_TOTAL]
        duals[need.slice] = bonus[need.keys["outlet"].astype(np.int64)]
        toll = np.minimum(worth - bonus, 0.0)
        duals[total.slice] = toll[total.keys["outlet"].astype(np.int64)]
        period = program.rows[Rows.OUTLET_PERIOD]
        found = np.minimum(least - (toll + bonus)[doors.outlet], 0.0)
        cell = period.keys["outlet"].astype(np.int64), period.keys["period"].astype(np.int64)
        duals[period.slice] = found[doors.number[cell]]
        return duals

    def _least_slacks(self, lots: Floats, bays: Floats) -> Floats:
        """Of every door: the least cost − price of origin among its columns."""
        program, doors = self.program, self.doors
        least = np.full(len(doors.outlet), np.inf)
        ship, out = program.columns[Columns.SHIP], program.columns[Columns.OUT]
        node = lot_nodes(program, Columns.SHIP)
        np.minimum.at(least, doors.of_ship, program.cost[ship.slice] - lots[node])
        used = np.flatnonzero(self.opened[out.keys["bay"].astype(np.int64)])
        node = bay_nodes(program, Columns.OUT)[used]
        np.minimum.at(least, doors.of_out[used], program.cost[out.slice][used] - bays[node])
        return least
