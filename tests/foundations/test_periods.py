from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essor.foundations.errors import UserFault
from essor.foundations.periods import Period, Vintage, parse_period_fr, vintage_at

DAYS = st.dates(date(2000, 1, 1), date(2040, 12, 31))
PERIODS = st.tuples(DAYS, DAYS).map(lambda pair: Period(min(pair), max(pair)))
SHORT = st.tuples(st.dates(date(2024, 1, 1), date(2024, 3, 1)), st.integers(0, 40)).map(
    lambda pair: Period(pair[0], pair[0] + timedelta(days=pair[1]))
)


def all_days(period):
    return {period.start + timedelta(days=rank) for rank in range(period.days)}


@given(SHORT, SHORT)
def test_containment_and_overlap_agree_with_sets_of_days(one, other):
    assert one.contains(other) == (all_days(one) >= all_days(other))
    assert one.overlaps(other) == bool(all_days(one) & all_days(other))
    assert all(one.contains(day) for day in all_days(one))
    assert not one.contains(one.end + timedelta(days=1))


@given(PERIODS)
def test_iso_and_label_read_back(period):
    assert Period.from_iso(period.iso()) == period
    assert parse_period_fr(period.label()) == period


@pytest.mark.parametrize(
    ("period", "label"),
    [
        (Period.year(2024), "2024"),
        (Period.years(2023, 2027), "2023-2027"),
        (Period.quarter(2024, 1), "T1\u00a02024"),
        (Period.quarter(2024, 4), "T4\u00a02024"),
        (Period.month(2024, 3), "mars\u00a02024"),
        (Period.month(2024, 1), "janvier\u00a02024"),
        (Period.day(date(2026, 3, 1)), "1er\u00a0mars\u00a02026"),
        (
            Period(date(2024, 1, 15), date(2024, 2, 3)),
            "du 15\u00a0janvier\u00a02024 au 3\u00a0février\u00a02024",
        ),
    ],
)
def test_label(period, label):
    assert period.label() == label


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("t2 2025", Period.quarter(2025, 2)),
        ("2e trimestre 2025", Period.quarter(2025, 2)),
        ("1er trimestre 2025", Period.quarter(2025, 1)),
        ("2025", Period.year(2025)),
        ("2023 – 2027", Period.years(2023, 2027)),
        ("Févr. 2024", Period(date(2024, 2, 1), date(2024, 2, 29))),
        ("03/2026", Period.month(2026, 3)),
        ("12/2026", Period.month(2026, 12)),
        ("décembre 2026", Period.month(2026, 12)),
        ("01/03/2026", Period.day(date(2026, 3, 1))),
        ("du 01/03/2026 au 2026-04-15", Period(date(2026, 3, 1), date(2026, 4, 15))),
        ("2024-01-01/2024-03-31", Period.quarter(2024, 1)),
    ],
)
def test_parse_period(text, period):
    assert parse_period_fr(text) == period


@pytest.mark.parametrize(
    "text", ["", "T5 2024", "2027-2023", "13/2026", "bientôt", "12/14/20", "du 31/02/2026 au 1"]
)
def test_parse_period_refuses_the_rest(text):
    with pytest.raises(UserFault) as caught:
        parse_period_fr(text)
    assert all(fault.expected for fault in caught.value.faults)


def test_period_order_is_by_beginning_then_end():
    periods = [Period.year(2024), Period.quarter(2024, 1), Period.year(2023)]
    assert sorted(periods) == [Period.year(2023), Period.quarter(2024, 1), Period.year(2024)]


def test_period_backwards_is_refused():
    with pytest.raises(UserFault):
        Period(date(2024, 1, 2), date(2024, 1, 1))


@pytest.mark.parametrize("quarter", [0, 5])
def test_quarter_out_of_range_is_our_bug(quarter):
    with pytest.raises(ValueError, match="quarters"):
        Period.quarter(2024, quarter)


class TestVintage:
    COG_2025 = Vintage("COG", date(2025, 1, 1), date(2026, 1, 1))
    COG_2026 = Vintage("COG", date(2026, 1, 1))

    def test_order_and_containment(self):
        first, last = sorted([self.COG_2026, self.COG_2025])
        assert first is self.COG_2025
        assert last is self.COG_2026
        assert self.COG_2025.contains(date(2025, 1, 1))
        assert self.COG_2025.contains(date(2025, 12, 31))
        assert not self.COG_2025.contains(date(2026, 1, 1))
        assert self.COG_2026.contains(date(2099, 1, 1))

    def test_two_datasets_have_no_order(self):
        with pytest.raises(ValueError, match="no order"):
            sorted([self.COG_2025, Vintage("EPCI", date(2026, 1, 1))])

    def test_label(self):
        assert self.COG_2026.label() == "COG\u00a02026"
        assert Vintage("Liste", date(2024, 7, 4)).label() == "Liste au 4\u00a0juillet\u00a02024"

    def test_at_finds_the_edition_of_a_day(self):
        both = [self.COG_2026, self.COG_2025]
        assert vintage_at(both, date(2025, 6, 1)) is self.COG_2025
        assert vintage_at(both, date(2026, 6, 1)) is self.COG_2026

    def test_at_never_takes_the_nearest(self):
        with pytest.raises(UserFault):
            vintage_at([self.COG_2025, self.COG_2026], date(2024, 12, 31))

    def test_backwards_is_refused(self):
        with pytest.raises(UserFault):
            Vintage("COG", date(2026, 1, 1), date(2026, 1, 1))
