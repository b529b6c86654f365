import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essor.foundations.french_holidays import (
    easter,
    next_working_day,
    public_holidays,
    quiet_reason,
)

years = st.integers(1900, 2199)


@pytest.mark.parametrize(
    "day",
    ["1943-04-25", "1954-04-18", "2000-04-23", "2024-03-31", "2025-04-20", "2026-04-05",
     "2027-03-28", "2038-04-25", "2285-03-22"],
)  # fmt: skip
def test_easter_of_known_years(day: str):
    known = dt.date.fromisoformat(day)
    assert easter(known.year) == known


@given(years)
def test_easter_is_a_sunday_of_spring(year: int):
    sunday = easter(year)
    assert sunday.weekday() == 6
    assert dt.date(year, 3, 22) <= sunday <= dt.date(year, 4, 25)


def easter_of_gauss(year: int) -> dt.date:
    """The slow and obvious judge: the Gregorian computus in its original words."""
    a, b, c = year % 19, year % 4, year % 7
    k = year // 100
    m = (15 - (13 + 8 * k) // 25 + k - k // 4) % 30
    n = (4 + k - k // 4) % 7
    d = (19 * a + m) % 30
    e = (2 * b + 4 * c + 6 * d + n) % 7
    if d == 29 and e == 6:
        return dt.date(year, 4, 19)
    if d == 28 and e == 6 and (11 * m + 11) % 30 < 19:
        return dt.date(year, 4, 18)
    return dt.date(year, 3, 22) + dt.timedelta(days=d + e)


@given(years)
def test_two_ways_to_easter_agree(year: int):
    assert easter(year) == easter_of_gauss(year)


def test_the_eleven_public_holidays_of_2026():
    found = [f"{day:%d/%m}" for day in public_holidays(2026)]
    assert found == [
        "01/01", "06/04", "01/05", "08/05", "14/05", "25/05",
        "14/07", "15/08", "01/11", "11/11", "25/12",
    ]  # fmt: skip


@given(st.dates(dt.date(1900, 1, 1), dt.date(2199, 1, 1)))
def test_the_next_working_day_is_soon_and_not_quiet(day: dt.date):
    found = next_working_day(day)
    assert not quiet_reason(found)
    assert 0 <= (found - day).days <= 5
    assert all(quiet_reason(day + dt.timedelta(days=n)) for n in range((found - day).days))
