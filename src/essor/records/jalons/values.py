"""What a person says of a milestone, before it is written."""

import datetime as dt
from dataclasses import dataclass

from essor.foundations.periods import Period
from essor.records.plans.choices import Precision


@dataclass(frozen=True, slots=True, kw_only=True)
class PrevisionValues:
    """One forecast. A source or a person must stand behind it.

    expected : days that the announced date may mean
    announced : days on which it may have been said, None when that is not published
    plus_tot_on, plus_tard_on : range, both or none, the last day of ``expected`` within
    """

    expected: Period
    announced: Period | None
    par_qui: str = ""
    source_title: str = ""
    source_href: str = ""
    motif: str = ""
    plus_tot_on: dt.date | None = None
    plus_tard_on: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preuve:
    """What shows that a milestone is reached: words, a link, or both."""

    texte: str = ""
    href: str = ""


def precision_of(period: Period) -> Precision:
    """Return how finely a period says a date. Raises ValueError for any other stretch."""
    year, month = period.start.year, period.start.month
    named = {
        Precision.JOUR: Period.day(period.start),
        Precision.MOIS: Period.month(year, month),
        Precision.TRIMESTRE: Period.quarter(year, (month + 2) // 3),
        Precision.ANNEE: Period.year(year),
    }
    for precision, candidate in named.items():
        if candidate == period:
            return precision
    raise ValueError(f"not a day, a month, a quarter or a year: {period.label()}")
