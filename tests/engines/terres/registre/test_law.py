"""The law around the register, on its edges."""

import datetime as dt
from decimal import Decimal

import pytest

from essor.engines.terres.registre.law import (
    deadline_of,
    is_below_threshold,
    leaves_site,
    oldest_day,
)
from essor.foundations.errors import UserFault

DAY = dt.date(2026, 11, 23)


@pytest.mark.parametrize(
    ("moved_on", "deadline"),
    [
        ("2026-11-01", "2026-12-31"),
        ("2026-11-30", "2026-12-31"),
        ("2026-12-31", "2027-01-31"),
        ("2027-01-15", "2027-02-28"),
        ("2028-01-31", "2028-02-29"),
    ],
)
def test_the_deadline_is_the_last_day_of_the_next_month(moved_on: str, deadline: str):
    assert deadline_of(dt.date.fromisoformat(moved_on)).isoformat() == deadline


def test_no_deadline_before_the_register():
    with pytest.raises(UserFault):
        deadline_of(dt.date(2021, 12, 31))


@pytest.mark.parametrize(("volume", "is_exempt"), [("499.999", True), ("500", False)])
def test_less_than_500_m3_is_exempt(volume: str, is_exempt: bool):
    assert is_below_threshold(Decimal(volume), on=DAY) is is_exempt


@pytest.mark.parametrize(
    ("is_same", "km", "leaves"), [(True, "30", False), (True, "30.1", True), (False, "1", True)]
)
def test_soil_of_the_same_works_stays_on_site_up_to_30_km(is_same: bool, km: str, leaves: bool):
    assert leaves_site(is_same_emprise=is_same, km=Decimal(km), on=DAY) is leaves


@pytest.mark.parametrize(
    ("today", "months", "oldest"),
    [
        ("2026-11-23", 18, "2025-05-23"),
        ("2026-08-31", 18, "2025-02-28"),
        ("2026-03-31", 1, "2026-02-28"),
    ],
)
def test_months_back_from_a_longer_month(today: str, months: int, oldest: str):
    assert oldest_day(today=dt.date.fromisoformat(today), months=months).isoformat() == oldest
