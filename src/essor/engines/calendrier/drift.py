"""Drift: how far what is expected now lies from what was promised.

Dates are given as finely as their source gave them. « 2028 » promises the last day of 2028,
no earlier: the drift is counted from end to end, and its bounds say what the words allow.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from essor.foundations.periods import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """Days between two dates, positive when later.

    days : from the last day of one to the last day of the other
    low_days, high_days : least and most that both wordings allow
    """

    days: int
    low_days: int
    high_days: int

    @property
    def is_later(self) -> bool:
        """Tell whether it slipped, however the two dates are read."""
        return self.low_days > 0

    @property
    def is_earlier(self) -> bool:
        """Tell whether it gained time, however the two dates are read."""
        return self.high_days < 0


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupDrift:
    """Drift of several milestones: an action, an axis, a plan.

    mean_days : mean of the known drifts, each with its weight; None when none is known
    worst_days : the largest of them
    unknown : milestones without one of the two dates; they enter no mean
    """

    mean_days: float | None
    worst_days: int | None
    later: int
    earlier: int
    unchanged: int
    unknown: int

    @property
    def known(self) -> int:
        """Number of milestones whose drift is known."""
        return self.later + self.earlier + self.unchanged


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One announcement: what was expected, and when it was said; None when that is unknown."""

    expected: Period
    announced: Period | None


def drift(before: Period | None, after: Period | None) -> Drift | None:
    """Return the drift between two dates, None when one of them is unknown."""
    if before is None or after is None:
        return None
    return Drift(
        days=(after.end - before.end).days,
        low_days=(after.start - before.end).days,
        high_days=(after.end - before.start).days,
    )


def gather(drifts: Iterable[tuple[Drift | None, float]]) -> GroupDrift:
    """Sum up (drift, weight) pairs. « Later » and « earlier » are by the days counted."""
    pairs = list(drifts)
    known = [(one.days, weight) for one, weight in pairs if one is not None]
    total = sum(weight for _, weight in known)
    return GroupDrift(
        mean_days=sum(days * weight for days, weight in known) / total if total else None,
        worst_days=max((days for days, _ in known), default=None),
        later=sum(days > 0 for days, _ in known),
        earlier=sum(days < 0 for days, _ in known),
        unchanged=sum(days == 0 for days, _ in known),
        unknown=len(pairs) - len(known),
    )


def standing_on(said: Sequence[Said], day: date) -> Period | None:
    """Return what was expected on a day: the last thing said by then, None when nothing was.

    said : oldest first. What bears no date of announcement was always known.
    """
    heard = [one for one in said if one.announced is None or one.announced.end <= day]
    return heard[-1].expected if heard else None


def drift_between(said: Sequence[Said], *, since: date, until: date) -> Drift | None:
    """Return how far the expected date moved between two days."""
    return drift(standing_on(said, since), standing_on(said, until))
