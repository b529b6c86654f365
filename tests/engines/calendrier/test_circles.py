"""One walk tells a circle; sorting the whole network again judges it."""

from hypothesis import given
from hypothesis import strategies as st

from essor.engines.calendrier.circles import circle_closed_by
from essor.engines.calendrier.inputs import CircleError, Link, Milestone, Network

KEYS = "abcdef"
pairs = st.tuples(st.sampled_from(KEYS), st.sampled_from(KEYS))


def holds_a_circle(edges: list[tuple[str, str]]) -> bool:
    links = [Link(before=before, after=after) for before, after in edges]
    try:
        Network([Milestone(key=key) for key in KEYS], links)
    except CircleError:
        return True
    return False


@given(st.lists(pairs, max_size=14), pairs)
def test_the_walk_agrees_with_the_whole_network(
    wanted: list[tuple[str, str]], last: tuple[str, str]
) -> None:
    edges: list[tuple[str, str]] = []
    for edge in wanted:
        if not holds_a_circle([*edges, edge]):
            edges.append(edge)
    before, after = last
    found = circle_closed_by(edges, before=before, after=after)
    assert bool(found) is holds_a_circle([*edges, last])
    if found:
        assert found[0] == found[-1] == before
        steps = list(zip(found[:-1], found[1:], strict=True))
        assert set(steps) <= {*edges, last}
