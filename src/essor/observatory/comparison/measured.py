"""What is known of a place for a comparison: a point, an interval, or nothing."""

import math
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One figure of one place.

    low, high : bounds, each possibly infinite; NaN on both sides when nothing is known
    value : the producer's own figure, which need not be the middle of the bounds
    """

    code: str
    value: float | None
    low: float
    high: float

    @property
    def is_known(self) -> bool:
        """Tell whether the figure says anything at all."""
        return not math.isnan(self.low)

    @property
    def is_point(self) -> bool:
        """Tell whether the figure is one number."""
        return self.low == self.high

    @property
    def middle(self) -> float:
        """Return the figure, else the middle of its bounds; the finite bound when one is not."""
        if self.value is not None:
            return self.value
        if math.isinf(self.low) or math.isinf(self.high):
            return self.high if math.isinf(self.low) else self.low
        return (self.low + self.high) / 2


def measured(
    code: str, *, value: float | None = None, low: float | None = None, high: float | None = None
) -> Measured:
    """Read a figure as the observatory writes it: a bare value is its own bounds.

    A missing bound is infinite: what lies beyond is not known. Raises ValueError when the value
    is outside its bounds.
    """
    if value is None and low is None and high is None:
        return Measured(code=code, value=None, low=math.nan, high=math.nan)
    bottom = value if low is None and value is not None else low
    top = value if high is None and value is not None else high
    found = Measured(
        code=code,
        value=value,
        low=-math.inf if bottom is None else bottom,
        high=math.inf if top is None else top,
    )
    if found.low > found.high or (value is not None and not found.low <= value <= found.high):
        raise ValueError(f"{code}: {value} is not in [{found.low}; {found.high}]")
    return found


def known_of(places: Iterable[Measured]) -> list[Measured]:
    """Return the places of which something is known."""
    return [one for one in places if one.is_known]
