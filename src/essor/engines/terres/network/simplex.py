"""The sparse network simplex of POT on a bipartite transport problem: flows and duals.

Only this module imports POT. Its own docstrings raise a SyntaxWarning when they are compiled for
the first time, hence the narrow filter.
"""

import warnings
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", category=SyntaxWarning)
    warnings.filterwarnings("ignore", category=DeprecationWarning)
    import ot

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
LEAST_PIVOTS = 10_000_000
PIVOTS_PER_ARC = 100


class NotSolvedError(Exception):
    """The network simplex stopped before the optimum; the caller takes another way."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Transport:
    """Flow of every arc, and potentials such that cost − source − sink ≥ 0, 0 where it flows."""

    flow: Floats
    source_price: Floats
    sink_price: Floats


def solve_transport(
    *, supply: Floats, demand: Floats, source: Ints, sink: Ints, cost: Floats
) -> Transport:
    """Ship every supply to the demands at least cost.

    supply, demand : above zero, on a binary grid fine enough that both sums are exact and equal
    source, sink, cost : of every arc; no two arcs join the same pair
    Raises NotSolvedError when the simplex stops early or finds no flow.
    """
    if float(supply.sum()) != float(demand.sum()):
        raise ValueError("supplies and demands must have exactly the same sum")
    shape = (len(supply), len(demand))
    # Arcs of one sink side by side: the block search of the simplex is about twice as fast.
    keys = sink.astype(np.int64) * shape[0] + source
    order = np.argsort(keys, kind="stable")
    # A COO array keeps explicit zeros: a free arc stays an arc.
    ends = (source[order], sink[order])
    costs = sparse.coo_array((cost[order].astype(np.float64), ends), shape=shape)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=UserWarning)  # said again in the log, read below
        found, log = ot.emd(
            supply,
            demand,
            costs,
            numItermax=max(LEAST_PIVOTS, PIVOTS_PER_ARC * len(cost)),
            log=True,
            center_dual=False,
            check_marginals=False,
        )
    if log["warning"] is not None:
        raise NotSolvedError(str(log["warning"]))
    return Transport(
        flow=_by_arc(found, keys, order),
        source_price=np.asarray(log["u"], dtype=np.float64),
        sink_price=np.asarray(log["v"], dtype=np.float64),
    )


def _by_arc(found: sparse.coo_array, keys: Ints, order: Ints) -> Floats:
    """Flows in the order of the arcs; the simplex returns only the positive ones."""
    wanted = found.col.astype(np.int64) * found.shape[0] + found.row
    flow = np.zeros(len(keys))
    flow[order[np.searchsorted(keys, wanted, sorter=order)]] = found.data
    return flow
