"""What drives the result: Sobol indices, tornado, switching values."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq
from scipy.stats import sobol_indices, uniform

from essor.engines.friches.quantities import FloatArray
from essor.engines.friches.uncertainty.distributions import Uncertain
from essor.engines.friches.uncertainty.sampling import EDGE, Draws, values_of

Model = Callable[[Draws], FloatArray]
MEDIAN = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Indices:
    """Share of the variance due to one quantity alone, and with its interactions."""

    name: str
    first: float
    total: float


def variance_indices(
    model: Model, uncertain: Sequence[Uncertain], *, n_base: int, seed: int
) -> list[Indices]:
    """Sobol indices (Saltelli 2010), largest total first.

    n_base : a power of two; the model runs n_base * (number of names + 2) draws
    The quantities are taken as independent: indices have no plain meaning otherwise.
    """
    if not uncertain:
        return []

    def run(u: FloatArray) -> FloatArray:
        return model(values_of(np.clip(u.T, EDGE, 1 - EDGE), uncertain))[None, :]

    found = sobol_indices(
        func=run,
        n=n_base,
        dists=[uniform()] * len(uncertain),
        rng=np.random.default_rng(seed),
    )
    first, whole = np.ravel(found.first_order), np.ravel(found.total_order)
    rows = [
        Indices(name=one.name, first=float(a), total=float(b))
        for one, a, b in zip(uncertain, first, whole, strict=True)
    ]
    return sorted(rows, key=lambda row: -row.total)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar of the tornado: the result when one quantity is low or high, others median."""

    name: str
    low_value: float
    high_value: float
    low_eur: float
    high_eur: float

    @property
    def width_eur(self) -> float:
        """Length of the bar."""
        return abs(self.high_eur - self.low_eur)


def tornado(
    model: Model, uncertain: Sequence[Uncertain], *, low: float = 0.1, high: float = 0.9
) -> list[Bar]:
    """Move one quantity at a time to two of its quantiles; widest bar first."""
    n = len(uncertain)
    u = np.full((2 * n, n), MEDIAN)
    u[np.arange(n), np.arange(n)] = low
    u[n + np.arange(n), np.arange(n)] = high
    draws = values_of(u, uncertain)
    results = model(draws)
    bars = [
        Bar(
            name=one.name,
            low_value=float(draws[one.name][i]),
            high_value=float(draws[one.name][n + i]),
            low_eur=float(results[i]),
            high_eur=float(results[n + i]),
        )
        for i, one in enumerate(uncertain)
    ]
    return sorted(bars, key=lambda bar: -bar.width_eur)


def switching_value(model: Model, uncertain: Sequence[Uncertain], name: str) -> float | None:
    """Value of one quantity at which the result changes sign, others median; None if never.

    Searched between the quantiles 0.001 and 0.999 of its law.
    """
    column = [one.name for one in uncertain].index(name)

    def value_at(share: float) -> Draws:
        u = np.full((1, len(uncertain)), MEDIAN)
        u[0, column] = share
        return values_of(u, uncertain)

    def result(share: float) -> float:
        return float(model(value_at(share))[0])

    low, high = 0.001, 0.999
    if np.sign(result(low)) == np.sign(result(high)):
        return None
    return float(value_at(float(brentq(result, low, high, xtol=1e-10)))[name][0])
