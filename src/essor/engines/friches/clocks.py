"""Yearly weights: discounting, growth of incomes, value of carbon, cleaner cars.

A flow is an amount times a clock: the clock is a product of yearly series, shared by many
flows, so the series are computed once per evaluation whatever the number of impacts.
Series have shape (n_years,) or (n_draws, n_years).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from essor.engines.friches.quantities import FloatArray, Quantity


class Series(StrEnum):
    """Elementary yearly series."""

    DISCOUNT = "actualisation"
    INCOME = "croissance_pib_par_tete"
    CARBON_PRICE = "valeur_carbone"
    CAR_EMISSIONS = "emissions_vehicule"
    CARBON_UPTAKE = "captation_carbone"


Clock = frozenset[Series]
NONE: Clock = frozenset()
DISCOUNTED: Clock = frozenset({Series.DISCOUNT})
GROWING: Clock = frozenset({Series.DISCOUNT, Series.INCOME})
CARBON: Clock = frozenset({Series.DISCOUNT, Series.CARBON_PRICE})
CARBON_UNDISCOUNTED: Clock = frozenset({Series.CARBON_PRICE})
CAR_CARBON: Clock = frozenset({Series.DISCOUNT, Series.CARBON_PRICE, Series.CAR_EMISSIONS})
CAR_TONNES: Clock = frozenset({Series.CAR_EMISSIONS})


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeFrame:
    """Calendar of an evaluation.

    first_year : calendar year of index 0 (the year to which flows are discounted)
    n_years : number of years on the axis
    operations_index : index of the first year of operation; works come before or at it
    """

    first_year: int
    n_years: int
    operations_index: int = 0

    @property
    def years(self) -> FloatArray:
        """Calendar years of the axis, shape (n_years,)."""
        return np.arange(self.first_year, self.first_year + self.n_years, dtype=float)

    def index_of(self, year: int) -> int:
        """Index of a calendar year, kept inside the axis."""
        return min(max(year - self.first_year, 0), self.n_years - 1)


def discount_series(*, rate: Quantity, n_years: int) -> FloatArray:
    """Discount factors (1 + rate)^-i; the year of index 0 is not discounted.

    rate : per year, 0.032 for 3.2 %, or one per draw
    """
    powers = np.arange(n_years, dtype=float)
    factors: FloatArray = np.power(1.0 + np.expand_dims(rate, -1), -powers)
    return factors


def growth_series(*, rate: Quantity, base_year: Quantity, years: FloatArray) -> FloatArray:
    """Growth factors (1 + rate)^(year - base_year)."""
    base: FloatArray = np.expand_dims(np.asarray(base_year, dtype=float), -1)
    factors: FloatArray = np.power(1.0 + np.expand_dims(rate, -1), years - base)
    return factors


def geometric_path(*, anchors: Mapping[int, Quantity], years: FloatArray) -> FloatArray:
    """Interpolate geometrically between anchor years; flat after the last one.

    Before the first anchor the first segment is prolonged backwards, as the reference does.
    """
    knots = sorted(anchors)
    result = np.expand_dims(np.asarray(anchors[knots[-1]], dtype=float), -1) * np.ones_like(years)
    for start, stop in zip(reversed(knots[:-1]), reversed(knots[1:]), strict=True):
        low = np.expand_dims(np.asarray(anchors[start], dtype=float), -1)
        high = np.expand_dims(np.asarray(anchors[stop], dtype=float), -1)
        segment = low * np.power(high / low, (years - start) / (stop - start))
        result = np.where(years < stop, segment, result)
    return result


@dataclass(slots=True)
class Clocks:
    """Products of series and their running sums, each computed once."""

    series: Mapping[Series, FloatArray]
    n_years: int
    _weights: dict[Clock, FloatArray] = field(default_factory=dict)
    _running: dict[Clock, FloatArray] = field(default_factory=dict)

    def weights(self, clock: Clock) -> FloatArray:
        """Yearly weights of a clock, shape (n_years,) or (n_draws, n_years)."""
        if clock not in self._weights:
            product: FloatArray = np.ones(self.n_years)
            for name in sorted(clock):
                product = product * self.series[name]
            self._weights[clock] = product
        return self._weights[clock]

    def window_sum(self, clock: Clock, start: int, stop: int) -> Quantity:
        """Sum of the weights for start <= index < stop."""
        if clock not in self._running:
            weights = self.weights(clock)
            zero = np.zeros((*weights.shape[:-1], 1))
            self._running[clock] = np.concatenate([zero, np.cumsum(weights, axis=-1)], axis=-1)
        running = self._running[clock]
        last = min(stop, self.n_years)
        first = min(start, last)
        return running[..., last] - running[..., first]
