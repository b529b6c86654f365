"""The restricted master: the best mixture of the plans that the regions proposed so far.

A mixture of plans of a region is a plan of that region (the programs are linear), so the master
gives a plan that may be carried out as soon as its rows hold without makeweight; its duals are
the next prices of the shared outlets. Source: G. Dantzig, P. Wolfe, Decomposition Principle for
Linear Programs, Operations Research 8 (1960).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import highspy
import numpy as np

from essor.engines.terres.planning.pairs import Floats
from essor.engines.terres.regions.blocks import Split
from essor.engines.terres.regions.linear import TOLERANCE, read_optimum
from essor.engines.terres.regions.pricing import Proposal

# A tonne of makeweight costs this many times the dearest tonne: only when nothing else serves.
MAKEWEIGHT = 1e4
UNSERVED_T = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Mixture:
    """What the master answers.

    value : cost of the mixture, makeweight included ; is_feasible : whether there is none
    prices : duals of the shared rows ; entries : dual of each region's « one plan in all »
    weights : of every proposal of each region ; common : tonnes of the common columns
    """

    value: float
    is_feasible: bool
    prices: Floats
    entries: Floats
    weights: tuple[Floats, ...]
    common: Floats


class Master:
    """Grows by proposals; solved again from where it stood."""

    def __init__(self, parts: Split) -> None:
        self._n_rows, self._n_regions = len(parts.common.rows), len(parts.regions)
        self._proposals: list[list[Proposal]] = [[] for _ in parts.regions]
        self._columns: list[list[int]] = [[] for _ in parts.regions]
        self._highs = highspy.Highs()
        self._highs.setOptionValue("output_flag", False)
        for name in ("primal_feasibility_tolerance", "dual_feasibility_tolerance"):
            self._highs.setOptionValue(name, TOLERANCE)
        self._lay_rows(parts)
        self._lay_common(parts)

    def _lay_rows(self, parts: Split) -> None:
        lower = np.concatenate([parts.common.lower, np.ones(self._n_regions)])
        upper = np.concatenate([parts.common.upper, np.ones(self._n_regions)])
        none = np.zeros(0, dtype=np.int32)
        starts = np.zeros(len(lower), dtype=np.int32)
        self._highs.addRows(len(lower), lower, upper, 0, starts, none, np.zeros(0))

    def _lay_common(self, parts: Split) -> None:
        """Add the columns of no region, then a makeweight for each need of the shared rows."""
        common = parts.common
        for number, cost in enumerate(common.cost):
            column = common.matrix[:, [number]].tocoo()
            self._add(float(cost), column.row, column.data)
        self._common = len(common.cost)
        costs = [np.abs(region.cost).max(initial=1.0) for region in parts.regions]
        dear = MAKEWEIGHT * float(max([1.0, *costs, np.abs(common.cost).max(initial=0.0)]))
        needy = np.flatnonzero(common.lower > 0)
        for row in needy:
            self._add(dear, np.array([row]), np.ones(1))
        self._first_proposal = self._common + len(needy)

    def _add(self, cost: float, rows: Floats, values: Floats) -> None:
        self._highs.addCol(
            cost, 0.0, highspy.kHighsInf, len(rows), rows.astype(np.int32), values.astype(float)
        )

    def add(self, region: int, proposal: Proposal) -> None:
        """Let a plan of a region take part in the mixture."""
        rows = np.flatnonzero(proposal.usage)
        self._columns[region].append(self._highs.getNumCol())
        self._proposals[region].append(proposal)
        self._add(
            proposal.cost,
            np.append(rows, self._n_rows + region),
            np.append(proposal.usage[rows], 1.0),
        )

    def proposals(self, region: int) -> Sequence[Proposal]:
        """Return the plans of a region so far."""
        return self._proposals[region]

    def solve(self) -> Mixture:
        """Return the best mixture. Raises UnsolvedError."""
        self._highs.run()
        found = read_optimum(self._highs)
        makeweight = found.x[self._common : self._first_proposal]
        return Mixture(
            value=found.value,
            is_feasible=bool(makeweight.sum() <= UNSERVED_T),
            prices=found.duals[: self._n_rows],
            entries=found.duals[self._n_rows :],
            weights=tuple(np.maximum(found.x[columns], 0.0) for columns in self._columns),
            common=np.maximum(found.x[: self._common], 0.0),
        )
