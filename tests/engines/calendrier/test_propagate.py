import datetime as dt

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from essor.engines.calendrier.critical import critical_path, last_milestone, slack_days
from essor.engines.calendrier.inputs import (
    CircleError,
    Link,
    LinkKind,
    Milestone,
    Network,
    Triangular,
)
from essor.engines.calendrier.propagate import broken_links, consequences, propagate
from tests.engines.calendrier.networks import DAY, networks, slow_dates


def at(days: int) -> dt.date:
    return DAY + dt.timedelta(days=days)


def chain() -> Network:
    """Études (30 jours) puis travaux (100 jours, 10 jours après) ; concertation à côté."""
    return Network(
        [
            Milestone(key="etudes", due_on=at(30), duration=Triangular.certain(30)),
            Milestone(key="travaux", due_on=at(150), duration=Triangular.certain(100)),
            Milestone(key="concertation", duration=Triangular.certain(20)),
        ],
        [
            Link(before="etudes", after="travaux", lag_days=10),
            Link(before="etudes", after="concertation", kind=LinkKind.DEBUT_DEBUT, lag_days=5),
        ],
    )


def test_dates_by_hand() -> None:
    placed = propagate(chain())
    assert placed["travaux"].on == at(150)  # 30 + 10 + 100 = 140: its own date holds
    assert placed["travaux"].pushed_by is None
    assert placed["concertation"].on == at(25)  # starts 5 days after day 0, lasts 20
    assert placed["concertation"].pushed_by == "etudes"


def test_consequences_by_hand() -> None:
    moved = consequences(chain(), key="etudes", day=at(60))
    assert [(one.key, one.days) for one in moved] == [
        ("etudes", 30),
        ("concertation", 30),
        ("travaux", 20),  # ten days of slack were absorbed
    ]


def test_slack_and_critical_path_by_hand() -> None:
    assert slack_days(chain(), target="travaux") == {"etudes": 10, "travaux": 0}
    assert critical_path(chain(), target="travaux") == ("travaux",)
    assert last_milestone(chain()) == "travaux"
    pushed = chain().with_due("etudes", at(60))
    assert critical_path(pushed, target="travaux") == ("etudes", "travaux")


def test_a_reached_milestone_stays_and_says_what_it_did_not_wait_for() -> None:
    network = Network(
        [Milestone(key="a", due_on=at(50)), Milestone(key="b", due_on=at(60), reached_on=at(20))],
        [Link(before="a", after="b", lag_days=3)],
    )
    assert propagate(network)["b"].on == at(20)
    assert [(link.before, days) for link, days in broken_links(network)] == [("a", 33)]
    assert slack_days(network, target="b") == {}


def test_a_circle_is_refused_and_named() -> None:
    nodes = [Milestone(key=key) for key in "abcd"]
    links = [Link(before=a, after=b) for a, b in ("ab", "bc", "ca", "cd")]
    with pytest.raises(CircleError) as caught:
        Network(nodes, links)
    assert set(caught.value.keys) == {"a", "b", "c"}
    assert caught.value.keys[0] == caught.value.keys[-1]
    assert "« a »" in caught.value.faults[0].message


def test_an_unknown_milestone_is_refused() -> None:
    with pytest.raises(KeyError):
        Network([Milestone(key="a")], [Link(before="a", after="z")])


@given(networks())
def test_dates_agree_with_pushing_until_nothing_moves(network: Network) -> None:
    assert {key: one.on for key, one in propagate(network).items()} == slow_dates(network)


@given(networks(), st.data(), st.integers(-100, 400))
def test_consequences_are_the_difference_of_two_schedules(
    network: Network, data: st.DataObject, shift: int
) -> None:
    key = data.draw(st.sampled_from(sorted(network.milestones)))
    before, after = slow_dates(network), slow_dates(network.with_due(key, at(shift)))
    moved = consequences(network, key=key, day=at(shift))
    expected = {one: (before[one], after[one]) for one in before if before[one] != after[one]}
    assert {one.key: (one.before, one.after) for one in moved} == expected


@given(networks(), st.data())
def test_slack_is_exactly_how_far_a_milestone_may_slip(
    network: Network, data: st.DataObject
) -> None:
    target = last_milestone(network)
    assume(target is not None)
    slack = slack_days(network, target=target)
    key = data.draw(st.sampled_from(sorted(slack)))
    dates = slow_dates(network)
    late = network.with_due(key, dates[key] + dt.timedelta(days=slack[key]))
    assert slow_dates(late)[target] == dates[target]
    later = network.with_due(key, dates[key] + dt.timedelta(days=slack[key] + 1))
    assert slow_dates(later)[target] == dates[target] + dt.timedelta(days=1)


@given(networks())
def test_the_critical_path_ends_at_its_target(network: Network) -> None:
    target = last_milestone(network)
    assume(target is not None)
    path = critical_path(network, target=target)
    assert path[-1] == target
    assert min(slack_days(network, target=target).values()) == 0
