"""Every figure again by another path: slow loops over the tidy rows, without a line of SQL.

Written from the formulas in words of the indicators, not from their queries. Each function returns
(low, high): equal when the value is known.
"""

import math

from essor.observatory.reading import Value
from tests.observatory.recompute import firms, jobs, money, places
from tests.observatory.recompute.tables import Asked, Bounds, Tables

__all__ = ("FORMULAS", "Tables", "recompute", "recompute_point")
FORMULAS = {**jobs.FORMULAS, **money.FORMULAS, **places.FORMULAS, **firms.FORMULAS}
POINTS = {**jobs.POINTS, **firms.POINTS}


def recompute(tables: Tables, value: Value) -> Bounds:
    """Return the bounds of a figure. KeyError for an indicator that nothing here computes."""
    return FORMULAS[value.indicator.id](Asked(tables, value))


def recompute_point(tables: Tables, value: Value) -> float | None:
    """Return the figure itself: the bounds when they meet, None when only they are known."""
    if value.indicator.id in POINTS:
        return POINTS[value.indicator.id](Asked(tables, value))
    low, high = recompute(tables, value)
    return low if math.isclose(low, high, rel_tol=1e-12) else None
