"""Probability laws, by their quantile function: a uniform number in, a value out."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy.special import ndtri

from essor.engines.friches.quantities import FloatArray


class Law(Protocol):
    """What every law can do."""

    def quantile(self, u: FloatArray) -> FloatArray:
        """Value below which a share `u` of the draws fall, 0 < u < 1."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Uniform:
    """Any value between two bounds, equally."""

    low: float
    high: float

    def quantile(self, u: FloatArray) -> FloatArray:
        """Straight line between the bounds."""
        return self.low + (self.high - self.low) * u


@dataclass(frozen=True, slots=True, kw_only=True)
class Triangular:
    """Between two bounds, most often near the mode."""

    low: float
    mode: float
    high: float

    def quantile(self, u: FloatArray) -> FloatArray:
        """Inverse of the two-piece quadratic distribution."""
        width = self.high - self.low
        if width == 0:
            return np.full_like(u, self.mode)
        left = np.sqrt(u * width * (self.mode - self.low))
        right = np.sqrt((1 - u) * width * (self.high - self.mode))
        is_left = u < (self.mode - self.low) / width
        return np.where(is_left, self.low + left, self.high - right)


@dataclass(frozen=True, slots=True, kw_only=True)
class Normal:
    """Bell curve."""

    mean: float
    standard_deviation: float

    def quantile(self, u: FloatArray) -> FloatArray:
        """Mean plus the standard normal quantile times the deviation."""
        scores: FloatArray = ndtri(u)
        return self.mean + self.standard_deviation * scores


@dataclass(frozen=True, slots=True, kw_only=True)
class LogNormal:
    """Positive values whose logarithm is normal: costs that can double or halve.

    geometric_standard_deviation : 2 means that one draw in three is beyond twice or half
    """

    median: float
    geometric_standard_deviation: float

    def quantile(self, u: FloatArray) -> FloatArray:
        """Median times the deviation to the power of the standard normal quantile."""
        scores: FloatArray = ndtri(u)
        return self.median * np.power(self.geometric_standard_deviation, scores)


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncertain:
    """An uncertain quantity: its path, its law, the group it is correlated with."""

    name: str
    law: Law
    group: str | None = None


def fit_log_normal(values: FloatArray) -> LogNormal:
    """Fit a log-normal law on observed positive values (mean and deviation of logarithms).

    Zeros and negative values are left out: nothing was spent. Needs two values at least.
    """
    logs = np.log(values[values > 0])
    return LogNormal(
        median=float(np.exp(np.mean(logs))),
        geometric_standard_deviation=float(np.exp(np.std(logs, ddof=1))),
    )


# Ratio of the interquartile range to the standard deviation of a normal law.
QUARTILES_PER_DEVIATION = 1.3489795003921634


def residuals(values: FloatArray, known: FloatArray) -> FloatArray:
    """What the known facts of each site leave unexplained of the logarithm of positive values.

    values : shape (n,), positive; known : shape (n, k), what is known beforehand, a constant
    column included. Returns shape (n,), by ordinary least squares.
    """
    logs = np.log(values)
    weights, *_ = np.linalg.lstsq(known, logs, rcond=None)
    left: FloatArray = logs - known @ weights
    return left


def robust_geometric_deviation(left: FloatArray) -> float:
    """Geometric standard deviation whose normal law has the same middle half as the residuals.

    Declared amounts hold errors of unit, which a plain standard deviation would follow.
    """
    low, high = np.quantile(left, [0.25, 0.75])
    return float(np.exp((high - low) / QUARTILES_PER_DEVIATION))
