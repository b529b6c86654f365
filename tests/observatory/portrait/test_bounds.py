"""Whatever the truths are inside two intervals, what is computed of them holds."""

from hypothesis import given
from hypothesis import strategies as st

from essor.observatory.portrait.bounds import Bounds, change, share

POSITIVE = st.floats(0.001, 1e6)


@st.composite
def around(draw: st.DrawFn) -> tuple[float, Bounds]:
    """Give a truth and an interval that holds it."""
    truth = draw(POSITIVE)
    low = truth * draw(st.floats(0.05, 1))
    return truth, Bounds(low, truth * draw(st.floats(1, 20)))


def holds(found: Bounds, truth: float) -> bool:
    slack = 1e-9 * max(1.0, abs(truth))
    return found.low - slack <= truth <= found.high + slack


@given(around(), around())
def test_what_is_computed_holds_the_truth(
    one: tuple[float, Bounds], two: tuple[float, Bounds]
) -> None:
    (truth, bounds), (other, others) = one, two
    ratio, moved, part = bounds.ratio(others), change(others, bounds), share(bounds, others)
    assert ratio is not None
    assert moved is not None
    assert part is not None
    assert holds(ratio, truth / other)
    assert holds(moved, 100 * truth / other - 100)
    assert holds(bounds.minus(others), truth - other)
    assert holds(part, min(100 * truth / other, 100))
    if bounds.is_above(others):
        assert truth > other
    assert bounds.parted_from(others) == (bounds.is_above(others) or others.is_above(bounds))


def test_nothing_is_divided_by_what_may_be_zero() -> None:
    assert Bounds(1, 2).ratio(Bounds(0, 3)) is None
    assert share(Bounds(1, 2), Bounds(0, 3)) is None
