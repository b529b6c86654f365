"""What would be done without a planner: the two plans every plan is compared with.

« Au fil de l'eau »: period after period, every lot goes to the cheapest outlet still open to it.
« Tout en décharge »: the same, with landfills only. Both respect every hard rule but the needs:
what a receiver misses is bought when it can be, and counted in `missing_need_t` when it cannot.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from essor.engines.terres.planning.blocks import Columns, Program
from essor.engines.terres.planning.extraction import plan_of
from essor.engines.terres.planning.pairs import Floats, Ints
from essor.engines.terres.results import Plan

TINY_T = 1e-9


class Baseline(StrEnum):
    """The two habits."""

    CHRONOLOGIQUE = "chronologique"
    DECHARGE = "decharge"

    @property
    def label(self) -> str:
        """What is shown, in French."""
        return BASELINE_LABELS[self]


BASELINE_LABELS = {
    Baseline.CHRONOLOGIQUE: "Au fil de l'eau, l'exutoire ouvert le moins cher",
    Baseline.DECHARGE: "Tout en décharge",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A baseline and the tonnes of hard needs it leaves without anything."""

    baseline: Baseline
    plan: Plan
    missing_need_t: float


def baseline_plan(program: Program, baseline: Baseline) -> Comparison:
    """Build the plan of a habit on the columns of a program; platforms are not used."""
    walk = _Walk(program, baseline)
    walk.serve()
    missing_t = walk.buy()
    return Comparison(
        baseline=baseline,
        plan=plan_of(program, walk.x, method=baseline.label),
        missing_need_t=missing_t,
    )


class _Walk:
    """Serves the lots period after period, keeping what is left of every limit."""

    def __init__(self, program: Program, baseline: Baseline) -> None:
        self.program, arrays = program, program.arrays
        self.arrays = arrays
        self.x = np.zeros(len(program.cost))
        self.limit_t = arrays.outlet_limit_t.copy()
        self.total_t = arrays.outlet_total_t.copy()
        self.site_t = np.concatenate([arrays.site_limit_t, np.full((1, arrays.periods), np.inf)])
        block = program.columns[Columns.SHIP]
        self.lot, self.outlet, self.period = (
            block.keys[name].astype(np.int64) for name in ("lot", "outlet", "period")
        )
        self.start = block.start
        self.is_allowed = np.ones(block.size, dtype=bool)
        if baseline is Baseline.DECHARGE:
            buried = np.array([one.kind.is_landfill for one in program.instance.outlets])
            self.is_allowed = buried[self.outlet]

    def serve(self) -> None:
        """Each period, each lot in the order of the file; what cannot leave waits."""
        lots = self.arrays.lots
        choices = self._choices()
        waiting = np.zeros(len(self.arrays.lot_total_t))
        held = self.program.columns[Columns.HOLD]
        holds = dict(
            zip(_pairs(held.keys["lot"], held.keys["period"]), range(held.size), strict=True)
        )
        order = np.lexsort((lots.owner, lots.period))
        for node in order.tolist():
            lot, period = int(lots.owner[node]), int(lots.period[node])
            waiting[lot] += self.arrays.supply_t[node]
            waiting[lot] -= self._ship(choices.get(node), lot, period, float(waiting[lot]))
            if (lot, period) in holds:
                self.x[held.start + holds[lot, period]] = waiting[lot]
            else:
                self.x[self.program.columns[Columns.UNSERVED].start + lot] = waiting[lot]

    def _choices(self) -> dict[int, Ints]:
        """Columns of every lot node, the cheapest first."""
        allowed = np.flatnonzero(self.is_allowed)
        node = self.arrays.lots.node(self.lot[allowed], self.period[allowed])
        order = np.lexsort((self.program.eur[self.start + allowed], node))
        nodes, begins = np.unique(node[order], return_index=True)
        parts = np.split(allowed[order], begins[1:])
        return dict(zip(nodes.tolist(), parts, strict=True)) if len(nodes) else {}

    def _ship(self, columns: Ints | None, lot: int, period: int, tonnes: float) -> float:
        site = int(self.arrays.site_of_lot[lot])
        served = 0.0
        for column in [] if columns is None else columns.tolist():
            outlet = int(self.outlet[column])
            room = min(
                tonnes - served,
                float(self.limit_t[outlet, period]),
                float(self.total_t[outlet]),
                float(self.site_t[site, period]),
            )
            if room > TINY_T:
                self.x[self.start + column] = room
                self.limit_t[outlet, period] -= room
                self.total_t[outlet] -= room
                self.site_t[site, period] -= room
                served += room
            if tonnes - served <= TINY_T:
                break
        return served

    def buy(self) -> float:
        """Quarry material for what the needs miss; returns what cannot be bought."""
        received = np.zeros(len(self.arrays.outlet_need_t))
        np.add.at(received, self.outlet, self.x[self.program.columns[Columns.SHIP].slice])
        missing: Floats = np.maximum(self.arrays.outlet_need_t - received, 0.0)
        block = self.program.columns[Columns.VIRGIN]
        buyers = block.keys["outlet"].astype(np.int64)
        self.x[block.slice] = missing[buyers]
        missing[buyers] = 0.0
        return float(missing.sum())


def _pairs(first: object, second: object) -> list[tuple[int, int]]:
    left, right = np.asarray(first).tolist(), np.asarray(second).tolist()
    return list(zip(left, right, strict=True))
