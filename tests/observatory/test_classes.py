"""Classes of a map: all known values, once each, equal ones together."""

from hypothesis import given, settings
from hypothesis import strategies as st

from essor.observatory.across import PlaceValue
from essor.observatory.classes import Trame, classify

NUMBERS = st.floats(-1e6, 1e6, allow_nan=False) | st.integers(-3, 3).map(float)


def known(*numbers: float) -> list[PlaceValue]:
    return [
        PlaceValue(code=str(rank), nom="", value=one, low=one, high=one, status="connu")
        for rank, one in enumerate(numbers)
    ]


@settings(max_examples=80)
@given(st.lists(NUMBERS, max_size=60))
def test_every_known_value_is_in_the_one_class_that_holds_it(numbers: list[float]):
    drawn = classify(known(*numbers))
    assert len(drawn.classes) <= 5
    assert sum(one.places for one in drawn.classes) == len(numbers)
    lows = [one.low for one in drawn.classes]
    assert lows == sorted(lows)
    by_tone = {one.tone: one for one in drawn.classes}
    assert len(by_tone) == len(drawn.classes)
    for mark in drawn.marks:
        classe = by_tone[mark.tone]
        assert mark.value.value is not None
        assert classe.low <= mark.value.value <= classe.high
    assert all(
        one.high < other.low for one, other in zip(drawn.classes, drawn.classes[1:], strict=False)
    )


def test_classes_are_of_the_same_size_when_values_differ():
    drawn = classify(known(*range(1, 184)))
    assert [one.places for one in drawn.classes] == [37, 37, 36, 37, 36]


def test_zero_parts_what_falls_from_what_grows():
    drawn = classify(known(-4, -3, -2, -1, 0, 0, 5, 6))
    assert drawn.is_signed
    assert [(one.tone, one.low, one.high) for one in drawn.classes] == [
        ("n2", -4, -3), ("n1", -2, -1), ("z0", 0, 0), ("p1", 5, 5), ("p2", 6, 6),
    ]  # fmt: skip


def test_an_interval_is_never_taken_for_its_middle():
    inside = PlaceValue(code="dedans", nom="", low=1, high=2, status="intervalle")
    across = PlaceValue(code="entre", nom="", low=1, high=90, status="intervalle")
    secret = PlaceValue(code="tu", nom="", status="secret")
    nothing = PlaceValue(code="rien", nom="", status="sans_donnee")
    drawn = classify([*known(*range(1, 101)), inside, across, secret, nothing])
    marks = {one.value.code: one for one in drawn.marks}
    assert (marks["dedans"].trame, marks["dedans"].tone) == (Trame.CLASSE, "s1")
    assert (marks["entre"].trame, marks["entre"].tone) == (Trame.INTERVALLE, "")
    assert marks["tu"].trame is Trame.SECRET
    assert marks["rien"].trame is Trame.INCONNU
    assert drawn.classes[0].places == 21
