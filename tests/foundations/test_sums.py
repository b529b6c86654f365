from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essor.foundations.absence import Absence
from essor.foundations.errors import UserFault
from essor.foundations.sourced import Confidence, Source, SourcedValue
from essor.foundations.sums import sum_values

SOURCE = Source(
    title="Communiqué", href="https://example.org", licence="citation", read_on=date(2026, 11, 1)
)
NUMBERS = st.integers(-1000, 1000).map(Decimal)


def item(unit="EUR", **parts):
    return SourcedValue(
        unit=unit,
        source=SOURCE,
        confidence=Confidence.HAUTE,
        observed_on=date(2026, 1, 1),
        **parts,
    )


ITEMS = st.one_of(
    NUMBERS.map(lambda number: item(value=number)),
    st.tuples(NUMBERS, NUMBERS).map(lambda pair: item(low=min(pair), high=max(pair))),
    NUMBERS.map(lambda number: item(low=number)),
    st.sampled_from(Absence).map(lambda kind: item(absence=kind)),
)


@given(st.lists(ITEMS, max_size=8))
def test_sum_agrees_with_the_obvious_judge(items):
    total = sum_values(items, unit="EUR")
    added = [one for one in items if one.absence is None]
    assert total.terms == len(added)
    lows = [one.value if one.low is None else one.low for one in added]
    assert total.low == (sum(lows) if lows else None)
    assert total.excluded == sum(one.absence is Absence.SANS_OBJET for one in items)
    assert sum(total.missing.values()) + total.excluded + total.terms == len(items)
    for kind, count in total.missing.items():
        assert count == sum(one.absence is kind for one in items) > 0
    if added and all(one.value is not None for one in added):
        assert total.value == sum(one.value for one in added)
    else:
        assert total.value is None


@given(st.lists(NUMBERS, min_size=1, max_size=6), st.integers(1, 3))
def test_an_absence_never_counts_as_zero(numbers, count):
    items = [item(value=number) for number in numbers]
    with_absences = sum_values(items + [item(absence=Absence.NON_PUBLIE)] * count, unit="EUR")
    assert with_absences.value == sum(numbers)
    assert not with_absences.is_complete
    assert f"{count} valeur" in with_absences.label()


def test_nothing_known_is_not_zero():
    total = sum_values([item(absence=Absence.SECRET)], unit="EUR")
    assert total.value is None
    assert total.label() == "aucune valeur connue (1 valeur couverte par le secret)"


def test_empty_sum_is_not_zero():
    assert sum_values([], unit="EUR").value is None


def test_true_zero_is_shown():
    assert sum_values([item(value=Decimal(0))], unit="EUR").label() == "0\u00a0€"


def test_sans_objet_is_not_missing():
    total = sum_values([item(value=Decimal(5)), item(absence=Absence.SANS_OBJET)], unit="EUR")
    assert total.is_complete
    assert total.excluded == 1


def test_secret_with_bounds_is_added_by_its_bounds():
    secret = item(absence=Absence.SECRET, low=Decimal(0), high=Decimal(5))
    total = sum_values([item(value=Decimal(10)), secret], unit="EUR")
    assert (total.value, total.low, total.high) == (None, 10, 15)
    assert total.is_complete
    assert total.label() == "entre 10 et 15\u00a0€"


def test_self_declared_term_makes_the_sum_say_so():
    declared = item(value=Decimal(1), is_self_declared=True)
    total = sum_values([item(value=Decimal(1)), declared], unit="EUR")
    assert total.is_self_declared
    assert "déclarés" in total.label()
    assert total.as_dict()["is_self_declared"] is True


def test_open_bound_opens_the_sum():
    total = sum_values([item(value=Decimal(1)), item(low=Decimal(170))], unit="EUR")
    assert (total.low, total.high) == (171, None)
    assert total.label() == "au moins 171\u00a0€"


@pytest.mark.parametrize(
    ("parts", "label"),
    [
        (
            {"value": Decimal(10), "low": Decimal(8), "high": Decimal(12)},
            "10\u00a0€, entre 8 et 12\u00a0€",
        ),
        ({"value": Decimal(10), "low": Decimal(8)}, "10\u00a0€, au moins 8\u00a0€"),
        ({"high": Decimal(12)}, "au plus 12\u00a0€"),
        ({"low": Decimal(8), "high": Decimal(12)}, "entre 8 et 12\u00a0€"),
    ],
)
def test_label_shows_value_and_bounds(parts, label):
    assert sum_values([item(**parts)], unit="EUR").label() == label


def test_as_dict_keeps_decimals_as_text_and_absences_by_kind():
    items = [item(value=Decimal("0.10"), low=Decimal(0)), item(absence=Absence.SECRET)]
    data = sum_values(items, unit="EUR").as_dict()
    assert (data["value"], data["low"], data["high"]) == ("0.10", "0", None)
    assert data["missing"] == {"secret": 1}
    assert data["is_complete"] is False


def test_other_units_are_refused_all_at_once():
    items = [
        item(value=Decimal(1)),
        item(unit="m2", value=Decimal(1)),
        item(unit="t", value=Decimal(1)),
    ]
    with pytest.raises(UserFault) as caught:
        sum_values(items, unit="EUR")
    assert [fault.value for fault in caught.value.faults] == ["m2", "t"]


def test_same_source_is_cited_once():
    total = sum_values([item(value=Decimal(1))] * 3, unit="EUR")
    assert total.sources == (SOURCE,)
