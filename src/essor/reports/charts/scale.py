"""From amounts to places on the drawing, with round graduations."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from essor.foundations.french import format_number

STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
MILLION = 1_000_000
THOUSAND = 1_000
NBSP = "\u00a0"
ALMOST = 1 - 1e-9
CARRY = 0.9995
"""From this part of a unit on, three figures round up to it: 999,7 k€ is 1 M€."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """A straight scale from [low, high] to [start, stop]."""

    low: float
    high: float
    start: float
    stop: float

    def at(self, value: float) -> float:
        """Place of a value."""
        part = (value - self.low) / (self.high - self.low)
        return self.start + part * (self.stop - self.start)

    def ticks(self, count: int = 5) -> list[float]:
        """Round values of the scale, about `count` of them."""
        step = _step((self.high - self.low) / count)
        first, last = math.ceil(self.low / step * ALMOST), math.floor(self.high / step / ALMOST)
        return [number * step for number in range(first, last + 1)]


def scale_of(values: Iterable[float], *, start: float, stop: float) -> Scale:
    """Scale that holds every value and zero, widened to round ends."""
    found = [0.0, *values]
    low, high = min(found), max(found)
    step = _step((high - low) / 5 or 1.0)
    low, high = math.floor(low / step) * step, math.ceil(high / step) * step
    return Scale(low=low, high=high if high > low else low + step, start=start, stop=stop)


def _step(rough: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough))
    return next(step * power for step in STEPS if step * power >= rough * ALMOST)


def short_eur(value: float) -> str:
    """« 12,4 M€ », « 350 k€ », « 80 € »: three significant figures, for charts and sentences."""
    for unit, size in (("M€", MILLION), ("k€", THOUSAND)):
        if abs(value) >= size * CARRY:
            return f"{_three(value / size)}{NBSP}{unit}"
    return f"{format_number(round(value) + 0)}{NBSP}€"


def _three(value: float) -> str:
    size = abs(value)
    decimals = 2 if size < 9.995 else 1 if size < 99.95 else 0
    shown = format_number(round(value, decimals), decimals=decimals)
    return shown.rstrip("0").rstrip(",") if "," in shown else shown
