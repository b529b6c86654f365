"""From rows to the schedule engine and back."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import date

from essor.engines.calendrier.inputs import (
    INSTANT,
    Link,
    LinkKind,
    Milestone,
    Network,
    Spread,
    Triangular,
)
from essor.records.jalons.models import Dependance, Jalon, Prevision

Standing = Mapping[uuid.UUID, Prevision]


def network_of(
    jalons: Iterable[Jalon], standing: Standing, dependances: Iterable[Dependance]
) -> Network:
    """Return the engine's network of the milestones given; links to others are left out.

    standing : milestone -> the forecast that holds. Raises CircleError.
    """
    milestones = [milestone_of(jalon, standing.get(jalon.pk)) for jalon in jalons]
    known = {one.key for one in milestones}
    links = [link_of(dependance) for dependance in dependances]
    return Network(
        milestones, [link for link in links if link.before in known and link.after in known]
    )


def milestone_of(jalon: Jalon, prevision: Prevision | None) -> Milestone:
    """Translate one milestone: a date given in words is held on its last day."""
    due = due_on(jalon, prevision)
    return Milestone(
        key=str(jalon.pk),
        due_on=due,
        due_spread=_range_of(prevision, due),
        duration=_duration_of(jalon),
        reached_on=jalon.actual.end if jalon.actual else None,
    )


def due_on(jalon: Jalon, prevision: Prevision | None) -> date | None:
    """Return the last day of what is expected, else of what was promised."""
    if prevision is not None:
        return prevision.expected.end
    return jalon.baseline.end if jalon.baseline else None


def link_of(dependance: Dependance) -> Link:
    """Translate one dependency."""
    return Link(
        before=str(dependance.avant_id),
        after=str(dependance.apres_id),
        kind=LinkKind(dependance.nature),
        lag_days=dependance.lag_days,
    )


def _range_of(prevision: Prevision | None, due: date | None) -> Spread:
    if prevision is None or due is None:
        return INSTANT
    first, last = prevision.plus_tot_on, prevision.plus_tard_on
    if first is None or last is None:
        return INSTANT
    return Triangular((first - due).days, 0, (last - due).days)


def _duration_of(jalon: Jalon) -> Spread:
    low, likely, high = jalon.duree_min_days, jalon.duree_days, jalon.duree_max_days
    if low is None or likely is None or high is None:
        return INSTANT
    return Triangular(low, likely, high)
