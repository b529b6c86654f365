"""Intervals of which the truth is one point: what may be said of it, and of two of them."""

from dataclasses import dataclass
from math import inf
from typing import Protocol


class HasBounds(Protocol):
    """A value of a place, or one read across places."""

    @property
    def value(self) -> float | None:
        """What is known, None when only bounds are."""

    @property
    def low(self) -> float | None:
        """Lower bound."""

    @property
    def high(self) -> float | None:
        """Upper bound."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """An interval that holds the truth; an unknown end is infinite."""

    low: float
    high: float

    @property
    def is_exact(self) -> bool:
        """Whether the truth is known."""
        return self.low == self.high

    def is_above(self, other: "Bounds") -> bool:
        """Whether the truth is surely greater than the other."""
        return self.low > other.high

    def parted_from(self, other: "Bounds") -> bool:
        """Whether the two intervals do not overlap."""
        return self.is_above(other) or other.is_above(self)

    def ratio(self, other: "Bounds") -> "Bounds | None":
        """Return this over the other, both at least zero; None when the other may be zero."""
        if other.low <= 0 or self.low < 0:
            return None
        return Bounds(_over(self.low, other.high), _over(self.high, other.low))

    def scaled(self, factor: float, shift: float = 0.0) -> "Bounds":
        """Return `factor` (above zero) times this, plus `shift`."""
        return Bounds(self.low * factor + shift, self.high * factor + shift)

    def minus(self, other: "Bounds") -> "Bounds":
        """Return the difference, the two truths being free of each other."""
        return Bounds(self.low - other.high, self.high - other.low)


def _over(top: float, under: float) -> float:
    return 0.0 if under == inf else top / under


def bounds_of(value: HasBounds | None) -> Bounds | None:
    """Return what is known of a value; None when nothing is."""
    if value is None:
        return None
    known = value.value
    low = value.low if value.low is not None else known
    high = value.high if value.high is not None else known
    if low is None and high is None:
        return None
    return Bounds(-inf if low is None else low, inf if high is None else high)


def change(before: Bounds, after: Bounds) -> Bounds | None:
    """Return the change in per cent; None when it began at zero."""
    found = after.ratio(before)
    return found.scaled(100, -100) if found else None


def share(part: Bounds, whole: Bounds) -> Bounds | None:
    """Return a part of a whole in per cent, never above 100; None when the whole may be zero."""
    found = part.ratio(whole)
    return Bounds(min(100 * found.low, 100), min(100 * found.high, 100)) if found else None
