"""The rows of the linear program: balances, capacities, needs, then the side rows."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from essor.engines.terres.inputs import Instance
from essor.engines.terres.planning.arrays import Arrays
from essor.engines.terres.planning.blocks import Block, Columns, Rows
from essor.engines.terres.planning.pairs import Floats, Ints, PairTable


class RowLayer:
    """Lays the rows one family after the other, with their entries."""

    def __init__(
        self,
        instance: Instance,
        pairs: PairTable,
        arrays: Arrays,
        columns: Mapping[Columns, Block],
    ) -> None:
        self.instance, self.pairs, self.arrays, self.columns = instance, pairs, arrays, columns
        self.blocks: dict[Rows, Block] = {}
        self.lower: list[Floats] = []
        self.upper: list[Floats] = []
        self.entries: list[tuple[Ints, Ints, Floats]] = []
        self.size = 0

    def _open(
        self, family: Rows, lower: Floats, upper: Floats, **keys: NDArray[np.generic]
    ) -> None:
        self.blocks[family] = Block(start=self.size, size=len(lower), keys=keys)
        self.lower.append(lower)
        self.upper.append(upper)
        self.size += len(lower)

    def _put(self, family: Columns, rows: Ints, value: float, mask: Ints | None = None) -> None:
        """Give every column of a family (or those of `mask`) its coefficient in a row."""
        block = self.columns[family]
        columns = block.start + (np.arange(block.size) if mask is None else mask)
        self.entries.append((rows, columns, np.full(len(columns), value)))

    def add_rows(self) -> None:
        """Balances, capacities, needs, then the side rows."""
        self._add_lot_balances()
        self._add_bay_balances()
        self._add_outlet_periods()
        self._add_outlet_totals()
        self._add_throughputs()
        self._add_platform_stocks()
        self._add_class_stocks()
        self._add_trucks()

    def _keys(self, family: Columns, *names: str) -> list[Ints]:
        return [self.columns[family].keys[name].astype(np.int64) for name in names]

    def _add_lot_balances(self) -> None:
        """(1) what leaves + what waits − what waited (+ left over, at the end) = what is dug."""
        lots, start = self.arrays.lots, self.size
        supply = self.arrays.supply_t
        self._open(Rows.LOT, supply, supply, lot=lots.owner, period=lots.period)
        for family in (Columns.SHIP, Columns.INTO):
            self._put(family, start + lots.node(*self._keys(family, "lot", "period")), 1.0)
        node = lots.node(*self._keys(Columns.HOLD, "lot", "period"))
        self._put(Columns.HOLD, start + node, 1.0)
        self._put(Columns.HOLD, start + node + 1, -1.0)
        (lot,) = self._keys(Columns.UNSERVED, "lot")
        self._put(Columns.UNSERVED, start + lots.node(lot, lots.last[lot]), 1.0)

    def _add_bay_balances(self) -> None:
        """(2) what leaves a bay + what waits − what waited − what enters = 0."""
        bays, start = self.arrays.bays, self.size
        keys = {"platform": self.arrays.bay_platform[bays.owner], "period": bays.period}
        keys["group"] = self.arrays.bay_group[bays.owner]
        self._open(Rows.BAY, np.zeros(bays.size), np.zeros(bays.size), **keys)
        self._put(Columns.INTO, start + bays.node(*self._keys(Columns.INTO, "bay", "period")), -1.0)
        self._put(Columns.OUT, start + bays.node(*self._keys(Columns.OUT, "bay", "period")), 1.0)
        node = bays.node(*self._keys(Columns.STOCK, "bay", "period"))
        self._put(Columns.STOCK, start + node, 1.0)
        self._put(Columns.STOCK, start + node + 1, -1.0)

    def _add_outlet_periods(self) -> None:
        """(3) what an outlet receives in a period ≤ its capacity of the period."""
        limit = self.arrays.outlet_limit_t
        self._limit_sums(
            Rows.OUTLET_PERIOD, limit, "outlet", {Columns.SHIP: "outlet", Columns.OUT: "outlet"}
        )

    def _limit_sums(
        self, family: Rows, limit: Floats, name: str, parts: Mapping[Columns, str]
    ) -> None:
        """One row per (place, period) that has a limit and a column: sum of columns ≤ limit."""
        periods = self.arrays.periods
        cells: dict[Columns, Ints] = {}
        for columns, key in parts.items():
            place, period = self._keys(columns, key, "period")
            cells[columns] = place * periods + period
        self._limit_cells(family, limit, name, cells)

    def _limit_cells(
        self, family: Rows, limit: Floats, name: str, cells: Mapping[Columns, Ints]
    ) -> None:
        flat = limit.ravel()
        used = np.zeros(len(flat) + 1, dtype=bool)
        for cell in cells.values():
            used[cell] = True  # cell -1 stands for « no place »: the spare last entry
        wanted = np.flatnonzero(used[:-1] & np.isfinite(flat))
        row_of = np.full(len(flat) + 1, -1, dtype=np.int64)
        row_of[wanted] = self.size + np.arange(len(wanted))
        place, period = np.divmod(wanted, max(self.arrays.periods, 1))
        keys = {name: place, "period": period}
        self._open(family, np.full(len(wanted), -np.inf), flat[wanted], **keys)
        for columns, cell in cells.items():
            rows = row_of[cell]
            mask = np.flatnonzero(rows >= 0)
            self._put(columns, rows[mask], 1.0, mask)

    def _add_outlet_totals(self) -> None:
        """(4) over the horizon: at most the total capacity; with virgin material, the need."""
        total, need = self.arrays.outlet_total_t, self.arrays.outlet_need_t
        for family, wanted, lower, upper in (
            (
                Rows.OUTLET_TOTAL,
                np.flatnonzero(np.isfinite(total)),
                np.full_like(total, -np.inf),
                total,
            ),
            (Rows.NEED, np.flatnonzero(need > 0), need, np.full_like(need, np.inf)),
        ):
            row_of = np.full(len(total), -1, dtype=np.int64)
            row_of[wanted] = self.size + np.arange(len(wanted))
            self._open(family, lower[wanted], upper[wanted], outlet=wanted)
            parts = [Columns.SHIP, Columns.OUT]
            for columns in parts + [Columns.VIRGIN] * (family is Rows.NEED):
                rows = row_of[self._keys(columns, "outlet")[0]]
                mask = np.flatnonzero(rows >= 0)
                self._put(columns, rows[mask], 1.0, mask)

    def _platform_limits(self, values: list[float | None]) -> Floats:
        one = np.array([np.inf if value is None else value for value in values], dtype=float)
        return np.repeat(one[:, None], self.arrays.periods, axis=1)

    def _add_throughputs(self) -> None:
        """What a platform receives in a period ≤ its throughput."""
        limit = self._platform_limits([p.throughput_t_per_period for p in self.instance.platforms])
        self._limit_sums(Rows.THROUGHPUT, limit, "platform", {Columns.INTO: "platform"})

    def _add_platform_stocks(self) -> None:
        """(5) stock of all classes at the end of a period ≤ capacity of the platform."""
        limit = self._platform_limits([p.stock_capacity_t for p in self.instance.platforms])
        self._limit_sums(Rows.PLATFORM_STOCK, limit, "platform", {Columns.STOCK: "platform"})

    def _add_class_stocks(self) -> None:
        """(5 bis) stock of one class at the end of a period ≤ capacity of its bays."""
        names = sorted(set(self.pairs.group_class))
        rank = {name: number for number, name in enumerate(names)}
        class_of = np.array([rank[name] for name in self.pairs.group_class], dtype=np.int64)
        limits = np.full((len(self.instance.platforms), len(names)), np.inf)
        for row, platform in enumerate(self.instance.platforms):
            for name, value in (platform.stock_capacity_t_by_class or {}).items():
                if name in rank:
                    limits[row, rank[name]] = value
        periods = self.arrays.periods
        where, group, period = self._keys(Columns.STOCK, "platform", "group", "period")
        place = where * len(names) + class_of[group] if len(names) else where
        limit = np.repeat(limits.reshape(-1, 1), periods, axis=1)
        cells = {Columns.STOCK: place * periods + period}
        self._limit_cells(Rows.CLASS_STOCK, limit, "place", cells)
        block = self.blocks[Rows.CLASS_STOCK]
        owner, kind = np.divmod(block.keys["place"].astype(np.int64), max(len(names), 1))
        keys = {"platform": owner, "class": kind, "period": block.keys["period"]}
        self.blocks[Rows.CLASS_STOCK] = Block(start=block.start, size=block.size, keys=keys)

    def _add_trucks(self) -> None:
        """(6) what leaves a site in a period ≤ its trucks."""
        periods, site_of = self.arrays.periods, self.arrays.site_of_lot
        cells: dict[Columns, Ints] = {}
        for columns in (Columns.SHIP, Columns.INTO):
            lot, period = self._keys(columns, "lot", "period")
            site = site_of[lot]
            cells[columns] = np.where(site < 0, -1, site * periods + period)
        self._limit_cells(Rows.TRUCKS, self.arrays.site_limit_t, "site", cells)
