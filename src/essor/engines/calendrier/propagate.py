"""Dates through dependencies, and what moves when one of them does."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from essor.engines.calendrier.inputs import Link, LinkKind, Network


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Where a milestone falls.

    on : None when neither it nor what it rests on has a date
    pushed_by : the milestone whose date makes it later than its own, None when its own holds
    """

    key: str
    on: date | None
    pushed_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A milestone before and after; ``days`` is positive when later, None from an unknown date."""

    key: str
    before: date | None
    after: date | None

    @property
    def days(self) -> int | None:
        """Days between the two."""
        if self.before is None or self.after is None:
            return None
        return (self.after - self.before).days


def propagate(network: Network) -> dict[str, Placed]:
    """Return where each milestone falls, in network order, with likeliest durations.

    A milestone falls on its own date, or later if what it rests on demands it:
    fin_debut: date of the first + lag + duration of the second; debut_debut: start of the
    first (its date less its duration) + lag + duration of the second. A reached milestone
    stays on its day. Never earlier than its own date: a gain is passed on by nobody but people.
    """
    placed: dict[str, Placed] = {}
    for key in network.order:
        one = network.milestones[key]
        latest = Placed(key=key, on=one.reached_on or one.due_on, pushed_by=None)
        for link, day in _demands(network, key, placed):
            if latest.on is None or day > latest.on:
                latest = Placed(key=key, on=day, pushed_by=link.before)
        placed[key] = latest
    return placed


def consequences(network: Network, *, key: str, day: date) -> tuple[Moved, ...]:
    """Return every milestone that moves if one is expected on another day, itself included.

    Raises KeyError for an unknown milestone.
    """
    before, after = propagate(network), propagate(network.with_due(key, day))
    return tuple(
        Moved(key=one, before=before[one].on, after=after[one].on)
        for one in network.order
        if before[one].on != after[one].on
    )


def broken_links(network: Network) -> tuple[tuple[Link, int], ...]:
    """Return the links that a reached milestone did not wait for, with the days it was ahead."""
    placed = propagate(network)
    found = []
    for key in network.order:
        reached = network.milestones[key].reached_on
        if reached is None:
            continue
        for link in network.into[key]:
            day = demanded(network, link, placed)
            if day is not None and day > reached:
                found.append((link, (day - reached).days))
    return tuple(found)


def demanded(network: Network, link: Link, placed: Mapping[str, Placed]) -> date | None:
    """Return the first day that a link leaves to its second milestone, None when unknown."""
    first = placed[link.before].on
    if first is None:
        return None
    days = link.lag_days + network.milestones[link.after].duration.mode
    if link.kind is LinkKind.DEBUT_DEBUT:
        days -= network.milestones[link.before].duration.mode
    return first + timedelta(days=round(days))


def _demands(
    network: Network, key: str, placed: Mapping[str, Placed]
) -> Iterator[tuple[Link, date]]:
    for link in network.open_links_into(key):
        day = demanded(network, link, placed)
        if day is not None:
            yield link, day
