"""Values that are due: by the rhythm of the indicator, and on the day of each target. Pure."""

import datetime as dt
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from essor.foundations.periods import Period

MONTHS_A_YEAR = 12
DAY = dt.timedelta(days=1)


class Raison(StrEnum):
    """Why a value is due."""

    JAMAIS = "jamais"
    PERIODE = "periode"
    CIBLE = "cible"


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One value that is due since a day; ``periode`` is the one it should speak of, if known."""

    since: dt.date
    raison: Raison
    periode: Period | None = None


def due_of(
    *,
    ends: Iterable[dt.date],
    periodicite_months: int | None,
    born_on: dt.date,
    targets: Sequence[dt.date],
    on: dt.date,
) -> Due | None:
    """Return the oldest value that a series owes on a day, None when it owes nothing.

    ends : last days of its live values and of the reference; born_on : when the indicator was
    made, nobody owes anything before. An indicator without rhythm owes its first value, then
    only what its targets ask.
    """
    last = max(ends, default=None)
    if last is None:
        return Due(since=born_on, raison=Raison.JAMAIS) if born_on <= on else None
    asked = [
        Due(since=target, raison=Raison.CIBLE, periode=Period.day(target))
        for target in sorted(targets)
        if last < target <= on
    ][:1]
    if periodicite_months is not None:
        end = add_months(last, periodicite_months)
        if end <= on:
            periode = Period(last + DAY, end)
            asked.append(Due(since=end, raison=Raison.PERIODE, periode=periode))
    return min(asked, key=lambda one: one.since, default=None)


def add_months(day: dt.date, months: int) -> dt.date:
    """Add calendar months; the last day of a month stays a last day."""
    index = day.year * MONTHS_A_YEAR + day.month - 1 + months
    year, month = index // MONTHS_A_YEAR, index % MONTHS_A_YEAR + 1
    length = monthrange(year, month)[1]
    is_last = day.day == monthrange(day.year, day.month)[1]
    return dt.date(year, month, length if is_last else min(day.day, length))
