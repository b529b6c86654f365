"""Stretches of time, as plans and statistics name them."""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Self

from essor.foundations.errors import UserFault
from essor.foundations.french_dates import month_number, parse_date_fr
from essor.foundations.french_formats import MONTHS, format_date
from essor.foundations.text import fold
from essor.foundations.vintages import Vintage, vintage_at

__all__ = ["Period", "Vintage", "parse_period_fr", "vintage_at"]

EXPECTED_PERIOD = "une période comme 2026, 2023-2027, T1 2026, mars 2026 ou une date"


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


def parse_period_fr(text: str) -> Period:
    """Read a day, « mars 2026 », « T1 2026 », « 2026 », « 2023-2027 » or « du … au … ».

    What `Period.label` and `Period.iso` write reads back. Anything else raises UserFault.
    """
    folded = fold(text)
    for shape, build in _SHAPES:
        if match := shape.fullmatch(folded):
            period = build(*match.groups())
            if period is not None:
                return period
    try:
        return Period.day(parse_date_fr(text))
    except UserFault as error:
        raise UserFault.single(
            "la période ne se lit pas",
            value=text,
            expected=EXPECTED_PERIOD,
            code="periode_illisible",
        ) from error


def _month(month: str, year: str) -> Period | None:
    number = int(month) if month.isdigit() else month_number(month)
    return Period.month(int(year), number) if number and number <= 12 else None


def _years(first: str, last: str) -> Period:
    return Period.years(int(first), int(last))


def _between(start: str, end: str) -> Period:
    return Period(parse_date_fr(start), parse_date_fr(end))


# Years are kept to the reach of `parse_date_fr`: 1800 to 2199.
_YEAR = r"(1[89]\d\d|2[01]\d\d)"
_SHAPES: tuple[tuple[re.Pattern[str], Callable[..., Period | None]], ...] = (
    (re.compile(_YEAR, re.ASCII), lambda year: Period.year(int(year))),
    (re.compile(rf"{_YEAR} ?- ?{_YEAR}", re.ASCII), _years),
    (
        re.compile(rf"(?:t([1-4])|([1-4])(?:er?|eme) trimestre) {_YEAR}", re.ASCII),
        lambda short, long, year: Period.quarter(int(year), int(short or long)),
    ),
    (re.compile(rf"([a-z]+\.?) {_YEAR}", re.ASCII), _month),
    (re.compile(rf"(\d\d?)/{_YEAR}", re.ASCII), _month),
    (re.compile(r"du (.+) au (.+)"), _between),
    (re.compile(r"(\d{4}-\d\d-\d\d)/(\d{4}-\d\d-\d\d)", re.ASCII), _between),
)
