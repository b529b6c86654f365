"""Critical path: by how many days each milestone may slip before the last one does."""

from collections.abc import Iterable
from datetime import date

from essor.engines.calendrier.inputs import Link, LinkKind, Network
from essor.engines.calendrier.propagate import propagate


def slack_days(network: Network, *, target: str) -> dict[str, int]:
    """Return the slack of the target and of what it still rests on, in network order.

    A milestone without date or already reached, or behind one that is reached, has none and
    is left out. Slack 0 is the critical path. Backward pass of the critical path method:
    Kelley and Walker, « Critical-Path Planning and Scheduling », 1959.
    """
    placed = propagate(network)
    latest: dict[str, int] = {}
    end = placed[target].on
    if end is None or network.milestones[target].reached_on:
        return {}
    latest[target] = end.toordinal()
    for key in reversed(network.order):
        if key == target or network.milestones[key].reached_on:
            continue
        bounds = [_bound(network, link, latest) for link in network.out_of[key]]
        known = [bound for bound in bounds if bound is not None]
        if known and placed[key].on is not None:
            latest[key] = min(known)
    return {
        key: latest[key] - day.toordinal()
        for key in network.order
        if key in latest and (day := placed[key].on) is not None
    }


def critical_path(network: Network, *, target: str) -> tuple[str, ...]:
    """Return the milestones that cannot slip a day without the target, in network order."""
    return tuple(key for key, days in slack_days(network, target=target).items() if days == 0)


def last_milestone(network: Network) -> str | None:
    """Return the open milestone that falls last, None when none has a date."""
    placed = propagate(network)
    dated: Iterable[tuple[date, str]] = (
        (day, key)
        for key in network.order
        if (day := placed[key].on) is not None and not network.milestones[key].reached_on
    )
    return max(dated, default=(None, None))[1]


def _bound(network: Network, link: Link, latest: dict[str, int]) -> int | None:
    if link.after not in latest:
        return None
    days = latest[link.after] - link.lag_days - network.milestones[link.after].duration.mode
    if link.kind is LinkKind.DEBUT_DEBUT:
        days += network.milestones[link.before].duration.mode
    return round(days)
