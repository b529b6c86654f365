"""What is to be placed, week by week; a date asks for no guess."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from essor.records.terres.models import Lot
from essor.records.terres.writing import monday

WEEK = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """Tonnes dug in the week that starts on a Monday."""

    starts_on: dt.date
    tonnes: Decimal


def weeks_of(lot: Lot) -> Iterator[Week]:
    """Yield the weeks of a lot, nothing when its first week is unknown."""
    if lot.debut_on is None:
        return
    first = monday(lot.debut_on)
    for rank, tonnes in enumerate(lot.tonnes_hebdo):
        yield Week(starts_on=first + rank * WEEK, tonnes=Decimal(str(tonnes)))


def tonnes_from(lot: Lot, day: dt.date) -> Decimal | None:
    """Return the tonnes of a lot dug from the week of a day on; None when nobody published any."""
    if not lot.tonnes_hebdo or lot.debut_on is None:
        return None
    since = monday(day)
    return sum((one.tonnes for one in weeks_of(lot) if one.starts_on >= since), Decimal(0))


def last_day(lots: Iterable[Lot]) -> dt.date | None:
    """Return the last day on which a lot is dug, None when none is dated."""
    ends = [
        one.starts_on + WEEK - dt.timedelta(days=1)
        for lot in lots
        for one in weeks_of(lot)
        if one.tonnes
    ]
    return max(ends, default=None)
