"""A min-cost flow with node capacities, written as a bipartite transport problem.

Every node that passes soil on is split: a source of its supply plus its room B, a sink of demand
B, and a free arc between them that carries the unused room. Sinks that need not be full are fed by
one spare source at no cost. See `docs/methodes/terres-plan.md`.
"""

import math
from dataclasses import dataclass, field

import numpy as np

from essor.engines.terres.network.simplex import Floats, Ints, Transport, solve_transport

MANTISSA_BITS = 52
FINEST_BITS = 30


def grid_of(total: float) -> float:
    """The finest power of two on which amounts up to `total` add up without rounding."""
    bits = MANTISSA_BITS - max(0, math.ceil(math.log2(max(total, 1.0))))
    return 2.0 ** -min(FINEST_BITS, bits)


def fit(amounts: Floats, grid: float) -> Floats:
    """Amounts on the grid, to the nearest."""
    found: Floats = np.round(amounts / grid) * grid
    return found


@dataclass(slots=True)
class SplitNetwork:
    """Collects sources, sinks and arcs by blocks, then solves.

    Weights are tonnes on a common grid (`fit`); every block of arcs is known by its number.
    """

    supply: list[Floats] = field(default_factory=list)
    demand: list[Floats] = field(default_factory=list)
    source: list[Ints] = field(default_factory=list)
    sink: list[Ints] = field(default_factory=list)
    cost: list[Floats] = field(default_factory=list)
    n_sources: int = 0
    n_sinks: int = 0

    def add_sources(self, weights: Floats) -> Ints:
        """Add sources; returns their numbers."""
        numbers = self.n_sources + np.arange(len(weights))
        self.supply.append(weights)
        self.n_sources += len(weights)
        return numbers

    def add_sinks(self, weights: Floats) -> Ints:
        """Add sinks; returns their numbers."""
        numbers = self.n_sinks + np.arange(len(weights))
        self.demand.append(weights)
        self.n_sinks += len(weights)
        return numbers

    def add_nodes(self, *, supply: Floats, room: Floats) -> tuple[Ints, Ints]:
        """Add nodes that pass on at most `room`; returns their sources and sinks."""
        sources, sinks = self.add_sources(supply + room), self.add_sinks(room)
        self.add_arcs(sources, sinks, np.zeros(len(room)))
        return sources, sinks

    def add_arcs(self, source: Ints, sink: Ints, cost: Floats) -> int:
        """Add arcs; returns the number of the block."""
        self.source.append(source)
        self.sink.append(sink)
        self.cost.append(cost)
        return len(self.cost) - 1

    def solve(self) -> tuple[Transport, list[Floats]]:
        """Solve; returns the answer and the flow of every block of arcs."""
        found = solve_transport(
            supply=np.concatenate(self.supply),
            demand=np.concatenate(self.demand),
            source=np.concatenate(self.source),
            sink=np.concatenate(self.sink),
            cost=np.concatenate(self.cost),
        )
        ends = np.cumsum([len(cost) for cost in self.cost])
        return found, np.split(found.flow, ends[:-1])
