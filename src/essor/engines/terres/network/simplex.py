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
    # A COO array keeps explicit zeros: a free arc stays an arc.
    costs = sparse.coo_array((cost.astype(np.float64), (source, sink)), shape=shape)
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
        flow=_by_arc(found, source, sink, shape[1]),
        source_price=np.asarray(log["u"], dtype=np.float64),
        sink_price=np.asarray(log["v"], dtype=np.float64),
    )


def _by_arc(found: sparse.coo_array, source: Ints, sink: Ints, width: int) -> Floats:
    """Flows in the order of the arcs; the simplex returns only the positive ones."""
    wanted = source.astype(np.int64) * width + sink
    order = np.argsort(wanted, kind="stable")
    keys = found.row.astype(np.int64) * width + found.col
    flow = np.zeros(len(source))
    flow[order[np.searchsorted(wanted, keys, sorter=order)]] = found.data
    return flow
