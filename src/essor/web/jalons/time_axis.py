"""From days to pixels: the scale that both charts share."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from essor.foundations.french_formats import MONTHS

MANY_YEARS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeAxis:
    """Days from ``first`` to ``last``, laid from pixel ``low`` to pixel ``high``."""

    first: dt.date
    last: dt.date
    low: float
    high: float

    @classmethod
    def around(cls, days: Iterable[dt.date], *, low: float, high: float) -> "TimeAxis":
        """Return the axis of whole years that holds every day. Raises ValueError without day."""
        found = sorted(days)
        if not found:
            raise ValueError("no day to show")
        first, last = dt.date(found[0].year, 1, 1), dt.date(found[-1].year, 12, 31)
        return cls(first=first, last=last, low=low, high=high)

    def at(self, day: dt.date) -> float:
        """Return the pixel of a day."""
        share = (day - self.first).days / max(1, (self.last - self.first).days)
        return self.low + share * (self.high - self.low)

    def ticks(self) -> Iterator[tuple[float, str]]:
        """Yield pixel and label: years, or quarters when there are few years."""
        years = range(self.first.year, self.last.year + 1)
        step = 1 + len(years) // MANY_YEARS
        if len(years) <= 2:
            for year in years:
                for month in (1, 4, 7, 10):
                    label = f"{MONTHS[month - 1][:4]} {year}" if month == 1 else MONTHS[month - 1]
                    yield self.at(dt.date(year, month, 1)), label
            return
        for year in years[::step]:
            yield self.at(dt.date(year, 1, 1)), str(year)


def px(value: float) -> str:
    """Write a pixel for SVG: a point, never the French comma."""
    return f"{value:.1f}"
