"""What one region does alone: against prices of the shared rows, or within its share of them."""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from essor.engines.terres.planning.pairs import Floats, Ints
from essor.engines.terres.regions.blocks import Region
from essor.engines.terres.regions.linear import Linear, solve_linear

FREE = np.zeros(0)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Proposal:
    """A plan of one region, as a column of the master.

    value : its cost less what the prices pay ; cost : its cost alone
    usage : tonnes in each shared row ; duals : of its own rows
    places, tonnes : its non-zero columns, by their number in the region
    """

    value: float
    cost: float
    usage: Floats
    places: Ints
    tonnes: Floats
    duals: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Share:
    """Part of the shared rows left to a region, lower and upper bound of each."""

    lower: Floats
    upper: Floats


def respond(region: Region, prices: Floats) -> Proposal:
    """Return the cheapest plan of a region when each shared row has a price per tonne.

    prices : duals of the shared rows, at or below zero for a capacity, above for a need
    Raises InfeasibleError when the region has no plan, whatever the others do.
    """
    problem = Linear(
        cost=region.cost - region.shared.T @ prices,
        matrix=region.matrix,
        lower=region.lower,
        upper=region.upper,
    )
    found = solve_linear(problem)
    return _proposal(region, found.x, found.value, found.duals)


def stay_within(region: Region, share: Share) -> Proposal:
    """Return the cheapest plan of a region within its share. Raises InfeasibleError."""
    problem = Linear(
        cost=region.cost,
        matrix=sparse.vstack([region.matrix, region.shared], format="csc"),
        lower=np.concatenate([region.lower, share.lower]),
        upper=np.concatenate([region.upper, share.upper]),
    )
    found = solve_linear(problem)
    return _proposal(region, found.x, found.value, found.duals[: len(region.rows)])


def _proposal(region: Region, x: Floats, value: float, duals: Floats) -> Proposal:
    x = np.maximum(x, 0.0)  # the solver allows itself some 1e-9 of a tonne
    places = np.flatnonzero(x)
    return Proposal(
        value=value,
        cost=float(region.cost @ x),
        usage=region.shared @ x,
        places=places,
        tonnes=x[places],
        duals=duals,
    )
