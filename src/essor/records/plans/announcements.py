"""Announcements of one subject, in the order they were made: how often the date slipped."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from essor.foundations.french import format_eur, format_number
from essor.foundations.periods import Period
from essor.foundations.units import unit_label
from essor.records.plans.choices import NatureAnnonce, Precision
from essor.records.plans.models import Annonce

NBSP = "\u00a0"
MILLION = Decimal(1_000_000)
# A date still to come when it was said, and a thing done on a day: only the first may slip.
DATED = (NatureAnnonce.DATE, NatureAnnonce.FAIT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """What was said of one subject, oldest first; what bears no date of announcement comes first.

    slips : times a date announced later falls wholly after the one announced just before it;
    « 2024 » then « mars 2024 » is more precise, not later
    is_ordered : every announcement bears a date; else `slips` is a number « at least »
    """

    sujet: str
    nature: NatureAnnonce
    annonces: tuple[Annonce, ...]
    slips: int = 0
    is_ordered: bool = True

    @property
    def latest(self) -> Annonce:
        """The last announcement, the one that stands."""
        return self.annonces[-1]

    def is_deadline(self) -> bool:
        """Tell whether the latest date was still to come when it was announced."""
        due, said = period_of(self.latest), announced_period(self.latest)
        if self.nature != NatureAnnonce.DATE or due is None:
            return False
        return said is None or due.end > said.end

    def is_overdue(self, today: dt.date) -> bool:
        """Tell whether the latest deadline is past and nothing was announced since."""
        due = period_of(self.latest)
        return self.is_deadline() and due is not None and due.end < today

    @property
    def steps(self) -> tuple[str, ...]:
        """Each successive wording, repetitions left out: « 2022 », « 2024 », « 2027 »."""
        said = [said_label(annonce) for annonce in self.annonces]
        return tuple(
            text for index, text in enumerate(said) if index == 0 or text != said[index - 1]
        )


def gather_series(annonces: Iterable[Annonce]) -> tuple[Series, ...]:
    """Group announcements by subject and kind, subjects in the order of their first `ordre`."""
    groups: dict[tuple[str, str], list[Annonce]] = defaultdict(list)
    for annonce in annonces:
        groups[annonce.sujet, annonce.nature].append(annonce)
    ordered = sorted(groups.items(), key=lambda item: (min(one.ordre for one in item[1]), item[0]))
    return tuple(_series(sujet, nature, group) for (sujet, nature), group in ordered)


def period_of(annonce: Annonce) -> Period | None:
    """Return the days that an announced date may mean, None when no date was announced."""
    return period_at(annonce.value_on, annonce.value_precision)


def announced_period(annonce: Annonce) -> Period | None:
    """Return the days on which the announcement may have been made, None when unknown."""
    return period_at(annonce.announced_on, annonce.announced_precision)


def said_label(annonce: Annonce) -> str:
    """Write what was announced: « 2027 », « 250 M€ », « 700 emplois (2030) », or the text."""
    period = period_of(annonce)
    if annonce.nature in DATED and period is not None:
        return period.label()
    numbers = _numbers(annonce)
    if numbers and period is not None:
        return f"{numbers} ({period.label()})"
    return numbers or annonce.texte


def short_eur(amount: Decimal) -> str:
    """Write « 250 M€ » when that says the amount exactly, else every digit."""
    millions = amount / MILLION
    if abs(millions) >= 1 and millions == round(millions, 2):
        return f"{format_number(millions)}{NBSP}M€"
    return format_eur(amount)


def count_slips(periods: Iterable[Period]) -> int:
    """Count the announcements that fall wholly after the one before them."""
    slips, before = 0, None
    for period in periods:
        if before is not None and period.start > before.end:
            slips += 1
        before = period
    return slips


def _series(sujet: str, nature: str, group: list[Annonce]) -> Series:
    ordered = sorted(group, key=lambda one: (one.announced_on or dt.date.min, one.ordre))
    dated = [period_of(one) for one in ordered if one.announced_on is not None]
    return Series(
        sujet=sujet,
        nature=NatureAnnonce(nature),
        annonces=tuple(ordered),
        slips=count_slips(period for period in dated if period is not None),
        is_ordered=all(one.announced_on is not None for one in ordered),
    )


def period_at(day: dt.date | None, precision: str) -> Period | None:
    """Return the days that a date may mean, from its first day and its fineness."""
    if day is None:
        return None
    if precision == Precision.ANNEE:
        return Period.year(day.year)
    if precision == Precision.TRIMESTRE:
        return Period.quarter(day.year, (day.month + 2) // 3)
    if precision == Precision.MOIS:
        return Period.month(day.year, day.month)
    return Period.day(day)


def _numbers(annonce: Annonce) -> str:
    parts = []
    if annonce.value is not None:
        parts.append(_amount(annonce.value, annonce.unit))
    if annonce.low is not None and annonce.high is not None:
        low, high = _amount(annonce.low, annonce.unit), _amount(annonce.high, annonce.unit)
        parts.append(f"entre {low} et {high}")
    elif annonce.low is not None:
        parts.append(f"au moins {_amount(annonce.low, annonce.unit)}")
    elif annonce.high is not None:
        parts.append(f"au plus {_amount(annonce.high, annonce.unit)}")
    return ", ".join(parts)


def _amount(value: Decimal, unit: str) -> str:
    if unit in ("EUR", "€"):
        return short_eur(value)
    return f"{format_number(value)}{NBSP}{unit_label(unit)}".strip()
