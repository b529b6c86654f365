"""Stretches of time, and vintages (millésimes) of reference data."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Self

from essor.foundations.errors import UserFault
from essor.foundations.french_formats import MONTHS, format_date


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From one day to another, both included; ordered by beginning, then by end."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise UserFault.single(
                "la période finit avant de commencer",
                value=f"{self.start.isoformat()} → {self.end.isoformat()}",
                expected="une fin le jour du début ou après",
                code="periode_inverse",
            )

    @classmethod
    def day(cls, day: date) -> Self:
        """One day."""
        return cls(day, day)

    @classmethod
    def month(cls, year: int, month: int) -> Self:
        """One calendar month."""
        return cls(date(year, month, 1), date(year, month, monthrange(year, month)[1]))

    @classmethod
    def quarter(cls, year: int, quarter: int) -> Self:
        """One calendar quarter, 1 to 4."""
        if not 1 <= quarter <= 4:
            raise ValueError(f"a year has quarters 1 to 4, not {quarter}")
        last = 3 * quarter
        return cls(date(year, last - 2, 1), date(year, last, monthrange(year, last)[1]))

    @classmethod
    def year(cls, year: int) -> Self:
        """One calendar year."""
        return cls.years(year, year)

    @classmethod
    def years(cls, first: int, last: int) -> Self:
        """Whole calendar years, both included."""
        return cls(date(first, 1, 1), date(last, 12, 31))

    @property
    def days(self) -> int:
        """Number of days, at least one."""
        return (self.end - self.start).days + 1

    def contains(self, other: "date | Period") -> bool:
        """Whether the day or the whole period lies inside."""
        inner = other if isinstance(other, Period) else Period.day(other)
        return self.start <= inner.start and inner.end <= self.end

    def overlaps(self, other: "Period") -> bool:
        """Whether one day at least is common."""
        return self.start <= other.end and other.start <= self.end

    def label(self) -> str:
        """« mars 2024 », « T1 2024 », « 2024 », « 2023-2027 », or the two dates in full."""
        first, last = self.start.year, self.end.year
        if self == Period.years(first, last):
            return str(first) if first == last else f"{first}-{last}"
        month = self.start.month
        if self == Period.month(first, month):
            return f"{MONTHS[month - 1]}\u00a0{first}"
        quarter = (month + 2) // 3
        if self == Period.quarter(first, quarter):
            return f"T{quarter}\u00a0{first}"
        if self.start == self.end:
            return format_date(self.start)
        return f"du {format_date(self.start)} au {format_date(self.end)}"

    def iso(self) -> str:
        """ISO 8601 interval, « 2024-01-01/2024-03-31 »."""
        return f"{self.start.isoformat()}/{self.end.isoformat()}"

    @classmethod
    def from_iso(cls, text: str) -> Self:
        """Read what `iso` wrote; raises UserFault on anything else."""
        start, slash, end = text.partition("/")
        try:
            bounds = date.fromisoformat(start), date.fromisoformat(end)
        except ValueError:
            slash = ""
        if not slash:
            raise UserFault.single(
                "la période ne se lit pas",
                value=text,
                expected="deux dates comme 2024-01-01/2024-03-31",
                code="periode_illisible",
            )
        return cls(*bounds)


@dataclass(frozen=True, slots=True)
class Vintage:
    """One edition of a reference dataset, valid from its reference day.

    dataset : short name, « COG », « liste des Territoires d'industrie »
    reference_on : first day it describes
    until_on : first day it no longer describes; None while it is the last edition
    Editions of two datasets have no order between them: comparing them raises ValueError.
    """

    dataset: str
    reference_on: date
    until_on: date | None = None

    def __post_init__(self) -> None:
        if self.until_on is not None and self.until_on <= self.reference_on:
            raise UserFault.single(
                "le millésime cesse avant d'avoir commencé",
                value=f"{self.reference_on.isoformat()} → {self.until_on.isoformat()}",
                expected="une date de fin après la date de référence",
                code="millesime_inverse",
            )

    def contains(self, day: date) -> bool:
        """Whether this edition describes that day."""
        return self.reference_on <= day and (self.until_on is None or day < self.until_on)

    def label(self) -> str:
        """« COG 2026 » for an edition of 1 January, else « … au 4 juillet 2024 »."""
        if (self.reference_on.month, self.reference_on.day) == (1, 1):
            return f"{self.dataset}\u00a0{self.reference_on.year}"
        return f"{self.dataset} au {format_date(self.reference_on)}"

    def __lt__(self, other: "Vintage") -> bool:
        if self.dataset != other.dataset:
            raise ValueError(f"no order between {self.dataset!r} and {other.dataset!r}")
        return self.reference_on < other.reference_on


def vintage_at(vintages: Iterable[Vintage], day: date) -> Vintage:
    """The edition that describes a day; raises UserFault when none does, never the nearest."""
    candidates = [vintage for vintage in vintages if vintage.contains(day)]
    if not candidates:
        raise UserFault.single(
            f"aucun millésime ne décrit le {format_date(day)}",
            value=day.isoformat(),
            expected="une date couverte par un millésime chargé",
            code="millesime_absent",
        )
    return max(candidates, key=lambda vintage: vintage.reference_on)
