"""A small door to HiGHS: maximise a linear gain, with a certificate and the price of limits."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from essor.engines.friches.quantities import FloatArray

GAP = 1e-9


class ImpossibleError(ValueError):
    """No choice satisfies every limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """A maximum and its proof.

    values : chosen quantities; gain : value reached
    bound : no choice can do better; the gap to `gain` is the certificate
    prices : gain of one more unit of each limit, from the relaxed problem
    """

    values: FloatArray
    gain: float
    bound: float
    prices: FloatArray

    @property
    def gap(self) -> float:
        """Relative distance between what is reached and what is proved impossible to beat."""
        return (self.bound - self.gain) / max(abs(self.bound), 1.0)


def maximise(
    gains: FloatArray,
    *,
    limits: FloatArray,
    at_most: FloatArray,
    is_whole: FloatArray,
    highest: FloatArray,
    lowest: FloatArray | None = None,
    equal: FloatArray | None = None,
    equal_to: FloatArray | None = None,
) -> Solution:
    """Maximise gains @ x with limits @ x <= at_most and equal @ x == equal_to.

    limits : shape (n_limits, n); is_whole : 1 where x is a whole number
    Raises ImpossibleError when no x satisfies every limit.
    """
    low = np.zeros_like(gains) if lowest is None else lowest
    constraints = []
    if len(limits):
        constraints.append(LinearConstraint(limits, -np.inf, at_most))
    if equal is not None and equal_to is not None and len(equal):
        constraints.append(LinearConstraint(equal, equal_to, equal_to))
    found = milp(
        -gains,
        constraints=constraints,
        integrality=is_whole,
        bounds=Bounds(low, highest),
        options={"mip_rel_gap": GAP},
    )
    if found.x is None:
        raise ImpossibleError(found.message)
    bound = found.mip_dual_bound if found.mip_dual_bound is not None else found.fun
    return Solution(
        values=_rounded(found.x, is_whole),
        gain=float(-found.fun),
        bound=float(-bound),
        prices=_prices(gains, limits, at_most, low, highest, equal, equal_to),
    )


def _rounded(values: FloatArray, is_whole: FloatArray) -> FloatArray:
    return np.where(is_whole > 0, np.round(values), values)


def _prices(
    gains: FloatArray,
    limits: FloatArray,
    at_most: FloatArray,
    low: FloatArray,
    high: FloatArray,
    equal: FloatArray | None,
    equal_to: FloatArray | None,
) -> FloatArray:
    """Dual prices of the problem without whole numbers."""
    if not len(limits):
        return np.empty(0)
    relaxed = linprog(
        -gains,
        A_ub=limits,
        b_ub=at_most,
        A_eq=equal if equal is not None and len(equal) else None,
        b_eq=equal_to if equal is not None and len(equal) else None,
        bounds=np.column_stack([low, high]),
        method="highs",
    )
    prices: FloatArray = -relaxed.ineqlin.marginals
    return prices
