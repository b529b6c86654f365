"""Small schedules for the tests, and slow obvious judges of the fast engine."""

import datetime as dt
import itertools
from collections.abc import Iterator

from hypothesis import strategies as st

from essor.engines.calendrier.inputs import (
    Discrete,
    Link,
    LinkKind,
    Milestone,
    Network,
    Triangular,
)

DAY = dt.date(2027, 1, 1)


@st.composite
def networks(draw: st.DrawFn, *, discrete: bool = False, largest: int = 6) -> Network:
    """Return a network without circle, some milestones reached, some without a date."""
    size = draw(st.integers(1, largest))
    keys = [f"J{rank}" for rank in range(size)]
    pairs = list(itertools.combinations(keys, 2))
    chosen = draw(st.lists(st.sampled_from(pairs), max_size=6, unique=True)) if pairs else []
    links = [
        Link(
            before=first, after=second,
            kind=draw(st.sampled_from(LinkKind)), lag_days=draw(st.integers(-20, 60)),
        )
        for first, second in chosen
    ]  # fmt: skip
    return Network([draw(milestones(key, discrete=discrete)) for key in keys], links)


@st.composite
def milestones(draw: st.DrawFn, key: str, *, discrete: bool) -> Milestone:
    due = draw(st.none() | st.integers(0, 400))
    reached = draw(st.none() | st.none() | st.integers(0, 400))
    return Milestone(
        key=key,
        due_on=None if due is None else DAY + dt.timedelta(days=due),
        due_spread=draw(coins()) if discrete else Triangular.certain(0),
        duration=draw(coins()) if discrete else Triangular.certain(draw(st.integers(0, 90))),
        reached_on=None if reached is None else DAY + dt.timedelta(days=reached),
    )


@st.composite
def coins(draw: st.DrawFn) -> Discrete:
    values = draw(st.lists(st.integers(0, 60), min_size=1, max_size=2, unique=True))
    chance = draw(st.sampled_from((0.25, 0.5, 0.75)))
    chances = (chance, 1 - chance) if len(values) == 2 else (1.0,)
    return Discrete(tuple(float(value) for value in values), chances)


def worlds(network: Network) -> Iterator[tuple[float, Network]]:
    """Yield every possible outcome of a discrete network with its chance: exact enumeration."""
    keys = list(network.milestones)
    spreads = [
        spread
        for key in keys
        for spread in (network.milestones[key].due_spread, network.milestones[key].duration)
    ]
    outcomes = [list(zip(one.values, one.chances, strict=True)) for one in spreads]
    for outcome in itertools.product(*outcomes):
        chance = 1.0
        for _, share in outcome:
            chance *= share
        values = iter(value for value, _ in outcome)
        certain = [
            fixed(network.milestones[key], shift=next(values), days=next(values)) for key in keys
        ]
        yield chance, Network(certain, network.links)


def fixed(one: Milestone, *, shift: float, days: float) -> Milestone:
    due = None if one.due_on is None else one.due_on + dt.timedelta(days=shift)
    return Milestone(
        key=one.key,
        due_on=due,
        duration=Triangular.certain(days),
        reached_on=one.reached_on,
    )


def slow_dates(network: Network) -> dict[str, dt.date | None]:
    """Push dates until nothing moves: the judge of the topological pass."""
    dates = {key: one.reached_on or one.due_on for key, one in network.milestones.items()}
    while True:
        before = dict(dates)
        for link in network.links:
            push(network, link, dates)
        if dates == before:
            return dates


def push(network: Network, link: Link, dates: dict[str, dt.date | None]) -> None:
    first, second = network.milestones[link.before], network.milestones[link.after]
    day = dates[link.before]
    if day is None or second.reached_on is not None:
        return
    start = day - dt.timedelta(days=first.duration.mode)
    base = day if link.kind is LinkKind.FIN_DEBUT else start
    wanted = base + dt.timedelta(days=link.lag_days + second.duration.mode)
    now = dates[link.after]
    dates[link.after] = wanted if now is None else max(now, wanted)
