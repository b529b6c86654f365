"""How the figures of all places are spread: quantiles with their bounds, places of the points."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from essor.observatory.comparison.measured import Measured, known_of

PARTS = (0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0)
LEAST_FOR_QUANTILES = 5
LOPSIDED = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantile:
    """The figure below which lies `part` of the places; low < high when intervals leave room."""

    part: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """One place of a strip: `across` counts rows from the axis, on either side in turn."""

    code: str
    at: float
    low: float
    high: float
    across: int


def quantiles(
    places: Sequence[Measured], *, parts: Sequence[float] = PARTS
) -> tuple[Quantile, ...]:
    """Return quantiles of the known places, nothing below five of them.

    A quantile never falls when a figure rises: its bounds are the quantile of the low bounds and
    that of the high bounds, exactly. Between two places the line is straight (Hyndman and Fan,
    type 7). An open bound makes an infinite quantile.
    """
    known = known_of(places)
    if len(known) < LEAST_FOR_QUANTILES:
        return ()
    lows = sorted(one.low for one in known)
    highs = sorted(one.high for one in known)
    return tuple(
        Quantile(part=part, low=_between(lows, part), high=_between(highs, part)) for part in parts
    )


def _between(numbers: Sequence[float], part: float) -> float:
    place = part * (len(numbers) - 1)
    below = math.floor(place)
    left, right = numbers[below], numbers[min(below + 1, len(numbers) - 1)]
    rest = place - below
    return left if rest == 0 or left == right else left + rest * (right - left)


def is_lopsided(places: Sequence[Measured]) -> bool:
    """Tell whether figures spread over orders of magnitude: a strip of ratios shows them better.

    All must be positive, and the largest more than fifty times the smallest.
    """
    ends = [end for one in known_of(places) for end in (one.low, one.high) if math.isfinite(end)]
    return bool(ends) and min(ends) > 0 and max(ends) > LOPSIDED * min(ends)


def strip(
    places: Sequence[Measured], *, columns: int = 60, is_ratio: bool = False
) -> tuple[Dot, ...]:
    """Place every known place on a strip, those of one column above and below one another.

    columns : into how many parts the range is cut, by ratio when asked, every figure positive.
    Open bounds are drawn at the edge.
    """
    known = sorted(known_of(places), key=lambda one: (one.middle, one.code))
    if not known:
        return ()
    ends = [end for one in known for end in (one.low, one.high, one.middle) if math.isfinite(end)]
    low, high = min(ends), max(ends)
    turn = math.log if is_ratio else float
    first, width = turn(low), (turn(high) - turn(low)) / columns or 1.0
    taken: dict[int, int] = {}
    dots = []
    for one in known:
        column = min(int((turn(one.middle) - first) / width), columns - 1)
        rank = taken[column] = taken.get(column, -1) + 1
        dots.append(
            Dot(
                code=one.code,
                at=one.middle,
                low=float(np.clip(one.low, low, high)),
                high=float(np.clip(one.high, low, high)),
                across=(rank + 1) // 2 * (1 if rank % 2 else -1),
            )
        )
    return tuple(dots)
