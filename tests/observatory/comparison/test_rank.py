import math
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essor.observatory.comparison.distribution import quantiles, strip
from essor.observatory.comparison.measured import Measured, measured
from essor.observatory.comparison.rank import rank_all

# Few distinct numbers, so that ties and shared bounds happen all the time.
NUMBERS = st.integers(0, 6).map(float)


@st.composite
def figure(draw: st.DrawFn, code: str) -> Measured:
    kind = draw(st.sampled_from(["point", "interval", "unknown"]))
    if kind == "unknown":
        return measured(code)
    low = draw(NUMBERS)
    if kind == "point":
        return measured(code, value=low)
    return measured(code, low=low, high=low + draw(NUMBERS))


@st.composite
def figures(draw: st.DrawFn) -> list[Measured]:
    return [draw(figure(f"p{n}")) for n in range(draw(st.integers(1, 6)))]


def judged(places: list[Measured], code: str) -> tuple[int, int]:
    """Try every end of every interval; an equal figure stands above, then below."""
    known = [one for one in places if one.is_known]
    own = next(n for n, one in enumerate(known) if one.code == code)
    ranks = []
    for drawn in product(*((one.low, one.high) for one in known)):
        others = [one for n, one in enumerate(drawn) if n != own]
        ranks.append(1 + sum(one > drawn[own] for one in others))
        ranks.append(1 + sum(one >= drawn[own] for one in others))
    return min(ranks), max(ranks)


@given(figures())
def test_the_range_is_what_trying_every_end_finds(places: list[Measured]) -> None:
    found = rank_all(places)
    for one in places:
        rank = found[one.code]
        if one.is_known:
            assert (rank.best, rank.worst) == judged(places, one.code)
        else:
            assert (rank.best, rank.worst, rank.worst_of_all) == (None, None, None)
        assert rank.known + rank.unknown == len(places)


def test_ties_share_a_range_and_unknowns_stay_apart() -> None:
    found = rank_all([
        measured("a", value=9), measured("b", value=5), measured("c", value=5),
        measured("d", value=0), measured("e"), measured("f", low=4, high=6),
    ])  # fmt: skip
    assert (found["a"].best, found["a"].worst, found["a"].is_sure) == (1, 1, True)
    assert (found["b"].best, found["b"].worst, found["b"].equal) == (2, 4, 1)
    assert (found["d"].best, found["d"].worst) == (5, 5), "zero is a figure, last of the known"
    assert (found["a"].known, found["a"].unknown, found["d"].worst_of_all) == (5, 1, 6)
    assert found["e"].best is None


def test_an_open_bound_may_be_anywhere_beyond() -> None:
    found = rank_all([measured("a", low=3), measured("b", value=9), measured("c", value=1)])
    assert (found["a"].best, found["a"].worst) == (1, 2)
    with pytest.raises(ValueError, match="not in"):
        measured("a", value=1, low=2, high=3)


@given(figures(), st.floats(0, 1))
def test_a_quantile_holds_whatever_the_intervals_hide(places: list[Measured], part: float) -> None:
    known = [one for one in places if one.is_known]
    found = quantiles(places, parts=[part])
    if len(known) < 5:
        assert found == ()
        return
    drawn = quantiles([measured(one.code, value=one.middle) for one in known], parts=[part])
    assert found[0].low - 1e-9 <= drawn[0].low <= found[0].high + 1e-9


def test_quantiles_of_points_are_the_usual_ones() -> None:
    places = [measured(str(n), value=n) for n in (1, 2, 3, 4, 10)]
    assert [(one.low, one.high) for one in quantiles(places, parts=[0, 0.25, 0.5, 1])] == [
        (1, 1), (2, 2), (3, 3), (10, 10),
    ]  # fmt: skip


@given(figures())
def test_a_strip_places_each_known_place_once_and_never_two_on_one_spot(
    places: list[Measured],
) -> None:
    dots = strip(places, columns=4)
    assert {one.code for one in dots} == {one.code for one in places if one.is_known}
    ends = [one.at for one in dots]
    width = (max(ends) - min(ends)) / 4 if len(ends) > 1 else 1
    for one, other in product(dots, dots):
        if one.code < other.code and one.across == other.across:
            assert abs(one.at - other.at) > 0 or width == 0 or math.isclose(one.at, other.at)
    spots = [(one.at, one.across) for one in dots]
    assert len(set(spots)) == len(spots)
