"""A measured quantity is an interval: « < 0,05 » is anything from 0 to 0,05, never a zero."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from essor.engines.terres.compatibility.logic import Truth
from essor.foundations.french_formats import NBSP, format_number
from essor.foundations.units import unit_label

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What is known of a quantity, in the unit of its parameter.

    low, high : bounds, both included; high is None when nothing bounds it from above
    lq : limit of quantification of the laboratory, when it says so
    """

    low: Decimal
    high: Decimal | None
    lq: Decimal | None = None

    @classmethod
    def exact(cls, value: Decimal, *, lq: Decimal | None = None) -> "Measure":
        """A quantified value."""
        return cls(low=value, high=value, lq=lq)

    @classmethod
    def below(cls, limit: Decimal | None) -> "Measure":
        """« < limit »: from 0 to the limit; with no limit said, anything from 0."""
        return cls(low=ZERO, high=limit, lq=limit)

    @property
    def is_exact(self) -> bool:
        """Whether the value is quantified."""
        return self.low == self.high

    @property
    def is_below_lq(self) -> bool:
        """Whether it is only known to be below a limit."""
        return self.low == 0 and not self.is_exact

    def at_most(self, limit: Decimal) -> Truth:
        """Whether the quantity is at or under a limit; None when the interval straddles it."""
        if self.low > limit:
            return False
        return True if self.high is not None and self.high <= limit else None

    def at_least(self, limit: Decimal) -> Truth:
        """Whether the quantity is at or over a limit; None when the interval straddles it."""
        if self.high is not None and self.high < limit:
            return False
        return True if self.low >= limit else None

    def scaled(self, times: Decimal) -> "Measure":
        """The measure in another unit."""
        return Measure(
            low=self.low * times,
            high=None if self.high is None else self.high * times,
            lq=None if self.lq is None else self.lq * times,
        )

    def label(self, unit: str = "") -> str:
        """« 0,3 mg/kg », « < 0,05 mg/kg », « entre 2 et 5 mg/kg »."""
        if self.high is None and self.low == 0:
            return "sous une limite non dite"
        return f"{self._numbers()}{NBSP}{unit_label(unit)}".strip()

    def _numbers(self) -> str:
        if self.high is None:
            return f">{NBSP}{_shown(self.low)}"
        if self.is_exact:
            return _shown(self.low)
        if self.low == 0:
            return f"<{NBSP}{_shown(self.high)}"
        return f"entre {_shown(self.low)} et {_shown(self.high)}"


def _shown(value: Decimal) -> str:
    return format_number(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One sample of a lot: measures by code (« eluat.as »)."""

    id: str
    values: Mapping[str, Measure]
    sampled_on: date | None = None


def total(parts: Iterable[Measure]) -> Measure:
    """Sum of intervals: the bounds add up."""
    found = list(parts)
    highs = [part.high for part in found if part.high is not None]
    return Measure(
        low=sum((part.low for part in found), ZERO),
        high=sum(highs, ZERO) if len(highs) == len(found) else None,
    )


def largest(measures: Iterable[Measure]) -> Measure:
    """The interval of the largest of several quantities."""
    found = list(measures)
    highs = [one.high for one in found if one.high is not None]
    return Measure(
        low=max(one.low for one in found),
        high=max(highs) if len(highs) == len(found) else None,
    )


def completed(samples: Iterable[Sample]) -> tuple[Sample, ...]:
    """Each sample, what it did not measure taken at the largest of the other samples.

    A quantity that no sample measured stays missing.
    """
    found = tuple(samples)
    by_code: dict[str, list[Measure]] = {}
    for sample in found:
        for code, measure in sample.values.items():
            by_code.setdefault(code, []).append(measure)
    envelope = {code: largest(measures) for code, measures in by_code.items()}
    return tuple(
        Sample(id=one.id, values=envelope | dict(one.values), sampled_on=one.sampled_on)
        for one in found
    )
