import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from essor.engines.calendrier.drift import Said, drift, drift_between, gather, standing_on
from essor.foundations.periods import Period

days = st.dates(dt.date(2000, 1, 1), dt.date(2060, 1, 1))
periods = st.one_of(
    days.map(Period.day),
    days.map(lambda day: Period.year(day.year)),
    days.map(lambda day: Period.month(day.year, day.month)),
)


def test_years_announced_by_hand() -> None:
    found = drift(Period.year(2022), Period.year(2024))
    assert found is not None
    assert (found.days, found.low_days, found.high_days) == (731, 366, 1095)
    assert found.is_later


def test_a_more_precise_date_is_not_later() -> None:
    found = drift(Period.year(2024), Period.month(2024, 3))
    assert found is not None
    assert not found.is_later
    assert found.days < 0  # a promise for 2024 held in March is not late


@given(periods, periods)
def test_bounds_hold_every_reading(before: Period, after: Period) -> None:
    found = drift(before, after)
    assert found is not None
    assert found.low_days <= found.days <= found.high_days
    for first in (before.start, before.end):
        for second in (after.start, after.end):
            assert found.low_days <= (second - first).days <= found.high_days


@given(periods)
def test_nothing_drifts_from_itself(period: Period) -> None:
    found = drift(period, period)
    assert found is not None
    assert found.days == 0
    assert not found.is_later
    assert not found.is_earlier


def test_unknown_stays_unknown() -> None:
    assert drift(None, Period.year(2024)) is None
    assert gather([(None, 1.0)]).mean_days is None
    assert gather([]).worst_days is None


def test_a_group_by_hand() -> None:
    one = drift(Period.day(dt.date(2026, 1, 1)), Period.day(dt.date(2026, 1, 31)))
    two = drift(Period.day(dt.date(2026, 1, 11)), Period.day(dt.date(2026, 1, 1)))
    found = gather([(one, 3.0), (two, 1.0), (None, 5.0)])
    assert found.mean_days == (30 * 3 - 10) / 4
    assert (found.worst_days, found.later, found.earlier, found.unknown) == (30, 1, 1, 1)
    assert found.known == 2


def test_what_stood_on_a_day() -> None:
    said = [
        Said(expected=Period.year(2022), announced=Period.year(2016)),
        Said(expected=Period.year(2024), announced=Period.month(2017, 12)),
        Said(expected=Period.year(2026), announced=Period.month(2023, 9)),
    ]
    assert standing_on(said, dt.date(2016, 6, 1)) is None  # said some day of 2016: not yet sure
    assert standing_on(said, dt.date(2017, 1, 1)) == Period.year(2022)
    assert standing_on(said, dt.date(2024, 1, 1)) == Period.year(2026)
    moved = drift_between(said, since=dt.date(2017, 1, 1), until=dt.date(2024, 1, 1))
    assert moved is not None
    assert moved.days == (dt.date(2026, 12, 31) - dt.date(2022, 12, 31)).days
