import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essor.foundations.absence import Absence
from essor.foundations.errors import UserFault
from essor.foundations.sourced import Confidence, Source, SourcedValue

SOURCE = Source(
    title="La Tribune, 18 avril 2024",
    href="https://example.org/article",
    licence="citation",
    published_on=date(2024, 4, 18),
    read_on=date(2026, 11, 1),
)
DECIMALS = st.decimals(
    allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**9
)


def value(**parts):
    given_parts = {
        "unit": "EUR",
        "source": SOURCE,
        "confidence": Confidence.MOYENNE,
        "observed_on": date(2024, 4, 18),
    }
    return SourcedValue(**(given_parts | parts))


def codes_of(**parts):
    with pytest.raises(UserFault) as caught:
        value(**parts)
    return {fault.code for fault in caught.value.faults}


def test_zero_is_a_value():
    assert value(value=Decimal(0)).absence is None


@pytest.mark.parametrize("kind", list(Absence))
def test_absence_needs_neither_value_nor_date(kind):
    assert value(absence=kind, observed_on=None).value is None


def test_only_a_secret_keeps_bounds():
    assert value(absence=Absence.SECRET, low=Decimal(0), high=Decimal(5)).has_bounds
    assert codes_of(absence=Absence.NON_PUBLIE, low=Decimal(0)) == {"absence_et_bornes"}


def test_value_with_an_absence_is_refused():
    assert codes_of(absence=Absence.SECRET, value=Decimal(1)) == {"absence_et_valeur"}


def test_nothing_at_all_is_refused_with_every_fault():
    assert codes_of(unit=" ", observed_on=None) == {"unite", "vide", "date"}


def test_not_a_number_is_refused():
    assert codes_of(value=Decimal("NaN")) == {"nombre"}


@given(DECIMALS, DECIMALS, DECIMALS)
def test_bounds_must_enclose_the_value(low, middle, high):
    if low <= middle <= high:
        assert value(value=middle, low=low, high=high).lowest == low
    else:
        assert codes_of(value=middle, low=low, high=high) == {"bornes"}


def test_bare_figure_is_its_own_bounds_and_an_open_side_stays_open():
    bare = value(value=Decimal(3))
    assert (bare.lowest, bare.highest) == (3, 3)
    at_least = value(low=Decimal(3))
    assert (at_least.lowest, at_least.highest) == (3, None)


@given(
    st.one_of(
        st.builds(lambda number: {"value": number}, DECIMALS),
        st.builds(lambda a, b: {"low": min(a, b), "high": max(a, b)}, DECIMALS, DECIMALS),
        st.builds(lambda kind: {"absence": kind, "observed_on": None}, st.sampled_from(Absence)),
    ),
    st.booleans(),
    st.sampled_from(Confidence),
)
def test_json_round_trip(parts, is_self_declared, confidence):
    before = value(**parts, is_self_declared=is_self_declared, confidence=confidence)
    assert SourcedValue.from_dict(json.loads(json.dumps(before.as_dict()))) == before


def test_from_dict_gathers_every_fault():
    with pytest.raises(UserFault) as caught:
        SourcedValue.from_dict(
            {
                "unit": 3,
                "value": "beaucoup",
                "confidence": "totale",
                "observed_on": "hier",
                "is_self_declared": "oui",
                "surprise": 1,
                "source": {"title": "x"},
            }
        )
    fields = [fault.place.field for fault in caught.value.faults]
    assert set(fields) == {
        "unit", "value", "confidence", "observed_on", "is_self_declared", "surprise",
        "href", "licence", "read_on",
    }  # fmt: skip
    assert len(fields) == len(set(fields))


def test_from_dict_reads_the_types_of_yaml():
    data = value(value=Decimal("1.5")).as_dict() | {"value": 1.5, "observed_on": date(2024, 4, 18)}
    assert SourcedValue.from_dict(data) == value(value=Decimal("1.5"))


def test_source_gathers_every_fault():
    with pytest.raises(UserFault) as caught:
        replace(SOURCE, title="", href="notes", licence="", read_on=date(2024, 1, 1))
    assert len(caught.value.faults) == 4


def test_source_may_be_read_the_day_it_is_published():
    assert replace(SOURCE, read_on=SOURCE.published_on).read_on == SOURCE.published_on


def test_confidence_labels():
    assert [level.label for level in Confidence] == [
        "confiance haute",
        "confiance moyenne",
        "confiance faible",
    ]
