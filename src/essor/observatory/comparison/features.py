"""What places are compared by: features of one scale, whatever their unit."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from essor.observatory.comparison.measured import Measured

Array = NDArray[np.float64]
MAD_TO_SIGMA = 1.4826  # of a normal law
IQR_TO_SIGMA = 1.349


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """One number by place.

    is_size : spread over orders of magnitude and never negative: compared by ratio
    values : place -> figure; a place that is not there is unknown, never guessed
    words : where the figure is read, for the page (« zone d'emploi principale »)
    """

    id: str
    label: str
    unit: str
    words: str = ""
    is_size: bool = False
    values: Mapping[str, Measured] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """How a whole is shared out in each place (jobs of industry by branch); shares add up to 1."""

    id: str
    label: str
    words: str = ""
    shares: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


def matrix(features: Sequence[Feature], codes: Sequence[str]) -> tuple[Array, Array]:
    """Return the low and the high bounds, shape (places, features), NaN where unknown.

    A figure with an open bound does not tell where the place stands: it is unknown here.
    """
    low = np.full((len(codes), len(features)), np.nan)
    high = low.copy()
    for column, feature in enumerate(features):
        for row, code in enumerate(codes):
            one = feature.values.get(code)
            if one is not None and math.isfinite(one.low) and math.isfinite(one.high):
                low[row, column], high[row, column] = one.low, one.high
    return low, high


def scaled(values: Array, *, is_size: Sequence[bool]) -> Array:
    """Return robust scores: 0 for the median place, 1 for a usual gap to it.

    values : shape (..., places, features), NaN where unknown
    A size is first turned into asinh(x / median), nearly a logarithm, which accepts zero. Then
    (x - median) / (1.4826 × MAD); when more than half of the places are equal the spread is
    IQR / 1.349, and when even that is zero every score is 0. No unit changes a score.
    """
    middle = _median(values)
    sizes = np.asarray(is_size, dtype=bool)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.arcsinh(np.where(middle > 0, values / middle, values))
    turned: Array = np.where(sizes, ratio, values)
    middle = _median(turned)
    spread = MAD_TO_SIGMA * _median(np.abs(turned - middle))
    quarters = _quantiles(turned, (0.25, 0.75))
    spread = np.where(spread > 0, spread, (quarters[1] - quarters[0]) / IQR_TO_SIGMA)
    with np.errstate(divide="ignore", invalid="ignore"):
        scores: Array = np.where(spread > 0, (turned - middle) / spread, 0 * turned)
    return scores


def profile_gaps(profile: Profile, codes: Sequence[str]) -> Array:
    """Return the dissimilarity of each pair, 0 (same shares) to 1, NaN where one is unknown.

    Half of the sum of the gaps between shares (Duncan and Duncan, 1955).
    """
    parts = sorted({part for shares in profile.shares.values() for part in shares})
    rows = np.full((len(codes), len(parts)), np.nan)
    for row, code in enumerate(codes):
        if (shares := profile.shares.get(code)) is not None:
            rows[row] = [shares.get(part, 0.0) for part in parts]
    gaps: Array = 0.5 * np.abs(rows[:, None, :] - rows[None, :, :]).sum(axis=2)
    return gaps


def _median(values: Array) -> Array:
    middle: Array = _quantiles(values, (0.5,))[0]
    return middle


def _quantiles(values: Array, parts: Sequence[float]) -> Array:
    """Quantiles over the places, the unknown left out; NaN where all are unknown."""
    ordered = np.sort(values, axis=-2)  # NaN last
    count = (~np.isnan(values)).sum(axis=-2, keepdims=True)
    found = []
    for part in parts:
        place = np.maximum(part * (count - 1), 0)
        below = np.floor(place).astype(int)
        above = np.minimum(below + 1, np.maximum(count - 1, 0))
        left = np.take_along_axis(ordered, below, axis=-2)
        right = np.take_along_axis(ordered, above, axis=-2)
        found.append(left + (place - below) * (right - left))
    return np.stack(found)
