"""The schedule of a plan as one person reads it: promised, expected, reached, and the drift."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from essor.engines.calendrier.critical import last_milestone, slack_days
from essor.engines.calendrier.drift import (
    Drift,
    GroupDrift,
    Said,
    drift,
    drift_between,
    gather,
)
from essor.engines.calendrier.propagate import Placed, propagate
from essor.foundations.periods import Period
from essor.records.jalons.models import Dependance, Jalon, Prevision
from essor.records.jalons.schedule import network_of
from essor.records.plans.models import Action


@dataclass(frozen=True, slots=True, kw_only=True)
class JalonRow:
    """One milestone with all that was said of it.

    previsions : oldest first, cancelled ones included
    current : days reached, else expected, dependencies included; None when nobody said
    pushed_by : the milestone that makes it later than its own forecast
    drift : from the promise to ``current``; once that is past and nothing reached, to the day
    it is read for, and it is at least that; moved : between the two days asked for
    slack : days it may slip before its action does; None when that makes no sense
    """

    jalon: Jalon
    action: Action
    previsions: tuple[Prevision, ...]
    standing: Prevision | None
    current: Period | None
    pushed_by: Jalon | None
    drift: Drift | None
    moved: Drift | None
    slack: int | None
    days_late: int

    @property
    def is_reached(self) -> bool:
        """Tell whether it is reached."""
        return self.jalon.actual_on is not None

    @property
    def is_drift_at_least(self) -> bool:
        """Tell whether the drift still grows: its date is past and nothing else was announced."""
        return self.days_late > 0

    @property
    def is_critical(self) -> bool:
        """Tell whether a day more here is a day more at the end of the action."""
        return self.slack == 0

    @property
    def kept(self) -> tuple[Prevision, ...]:
        """What was said and not taken back, oldest first."""
        return tuple(one for one in self.previsions if not one.is_cancelled)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionCalendar:
    """The milestones of one action, in their order.

    inside : dependencies between these milestones
    progress : share of the weights that is reached, 0 to 1; None without milestone
    """

    action: Action
    rows: tuple[JalonRow, ...]
    inside: tuple[Dependance, ...]
    drift: GroupDrift

    @property
    def progress(self) -> float | None:
        """Weighted share that is reached."""
        total = sum(row.jalon.poids for row in self.rows)
        done = sum(row.jalon.poids for row in self.rows if row.is_reached)
        return done / total if total else None


@dataclass(frozen=True, slots=True, kw_only=True)
class AxeCalendar:
    """The actions of one axis that have milestones; ``titre`` is empty outside any axis."""

    titre: str
    actions: tuple[ActionCalendar, ...]
    drift: GroupDrift


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanCalendar:
    """The whole plan; ``today`` is the day it is read for."""

    today: dt.date
    axes: tuple[AxeCalendar, ...]
    drift: GroupDrift

    def rows(self) -> list[JalonRow]:
        """Return every milestone, in plan order."""
        return [row for axe in self.axes for action in axe.actions for row in action.rows]

    def of_action(self, action: Action) -> ActionCalendar:
        """Return the milestones of one action, perhaps none."""
        for axe in self.axes:
            for found in axe.actions:
                if found.action.pk == action.pk:
                    return found
        return ActionCalendar(action=action, rows=(), inside=(), drift=gather(()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """What the calendar is made of; actions in plan order, each with its axis title."""

    actions: Sequence[tuple[Action, str]]
    jalons: Sequence[Jalon]
    previsions: Sequence[Prevision]
    dependances: Sequence[Dependance]


def build_calendar(rows: Rows, *, today: dt.date, since: dt.date | None = None) -> PlanCalendar:
    """Place every milestone and count every drift. Pure.

    since : the day from which ``moved`` is counted, none when not asked for
    """
    said: dict[uuid.UUID, list[Prevision]] = {}
    for prevision in rows.previsions:
        said.setdefault(prevision.jalon_id, []).append(prevision)
    for previsions in said.values():
        previsions.sort(key=lambda one: one.announced_on or dt.date.min)
    inside = _inside(rows)
    placed, slack = _placed(rows, said, inside)
    by_id = {jalon.pk: jalon for jalon in rows.jalons}
    mine: dict[uuid.UUID, list[JalonRow]] = {}
    actions = {action.pk: action for action, _ in rows.actions}
    for jalon in rows.jalons:
        if jalon.action_id in actions:
            row = _row(
                jalon=jalon,
                action=actions[jalon.action_id],
                previsions=said.get(jalon.pk, []),
                placed=placed[str(jalon.pk)],
                by_id=by_id,
                slack=slack.get(str(jalon.pk)),
                today=today,
                since=since,
            )
            mine.setdefault(jalon.action_id, []).append(row)
    return _plan(rows.actions, mine, inside, today)


def standing_of(previsions: Iterable[Prevision]) -> Prevision | None:
    """Return the last forecast that was not taken back."""
    kept = [one for one in previsions if not one.is_cancelled]
    return kept[-1] if kept else None


def group_drift(rows: Iterable[JalonRow]) -> GroupDrift:
    """Sum up the drifts of milestones, each with its weight."""
    return gather((row.drift, float(row.jalon.poids)) for row in rows)


Links = Mapping[uuid.UUID, list[Dependance]]  # action -> dependencies between its milestones


def _placed(
    rows: Rows, said: Mapping[uuid.UUID, Sequence[Prevision]], inside: Links
) -> tuple[dict[str, Placed], dict[str, int]]:
    standing = {
        key: found
        for key, previsions in said.items()
        if (found := standing_of(previsions)) is not None
    }
    network = network_of(rows.jalons, standing, rows.dependances)
    return propagate(network), _slack(rows, standing, inside)


def _inside(rows: Rows) -> Links:
    """Return the dependencies that stay within one action."""
    home = {jalon.pk: jalon.action_id for jalon in rows.jalons}
    links: dict[uuid.UUID, list[Dependance]] = {}
    for one in rows.dependances:
        action_id = home.get(one.apres_id)
        if action_id is not None and home.get(one.avant_id) == action_id:
            links.setdefault(action_id, []).append(one)
    return links


def _slack(rows: Rows, standing: Mapping[uuid.UUID, Prevision], links: Links) -> dict[str, int]:
    """Return the slack of each milestone before the last one of its own action."""
    jalons: dict[uuid.UUID, list[Jalon]] = {}
    for jalon in rows.jalons:
        if jalon.action_id in links:
            jalons.setdefault(jalon.action_id, []).append(jalon)
    slack: dict[str, int] = {}
    for action_id, mine in jalons.items():
        inside = network_of(mine, standing, links[action_id])
        if target := last_milestone(inside):
            slack |= slack_days(inside, target=target)
    return slack


def _row(
    *,
    jalon: Jalon,
    action: Action,
    previsions: Sequence[Prevision],
    placed: Placed,
    by_id: Mapping[uuid.UUID, Jalon],
    slack: int | None,
    today: dt.date,
    since: dt.date | None,
) -> JalonRow:
    standing = standing_of(previsions)
    pushed_by = by_id[uuid.UUID(placed.pushed_by)] if placed.pushed_by else None
    current = _current(jalon, standing, placed)
    is_open = jalon.actual_on is None
    late = (today - current.end).days if is_open and current and current.end < today else 0
    return JalonRow(
        jalon=jalon,
        action=action,
        previsions=tuple(previsions),
        standing=standing,
        current=current,
        pushed_by=pushed_by,
        drift=drift(jalon.baseline, Period.day(today) if late else current),
        moved=_moved(previsions, since, today) if since else None,
        slack=slack,
        days_late=late,
    )


def _current(jalon: Jalon, standing: Prevision | None, placed: Placed) -> Period | None:
    if jalon.actual is not None:
        return jalon.actual
    if placed.pushed_by is not None and placed.on is not None:
        return Period.day(placed.on)
    return standing.expected if standing else jalon.baseline


def _moved(previsions: Sequence[Prevision], since: dt.date, today: dt.date) -> Drift | None:
    said = [
        Said(expected=one.expected, announced=one.announced)
        for one in previsions
        if not one.is_cancelled
    ]
    return drift_between(said, since=since, until=today)


def _plan(
    actions: Sequence[tuple[Action, str]],
    mine: Mapping[uuid.UUID, list[JalonRow]],
    inside: Links,
    today: dt.date,
) -> PlanCalendar:
    groups: dict[str, list[ActionCalendar]] = {}
    for action, titre in actions:
        rows = mine.get(action.pk)
        if rows:
            calendar = ActionCalendar(
                action=action,
                rows=tuple(rows),
                inside=tuple(inside.get(action.pk, ())),
                drift=group_drift(rows),
            )
            groups.setdefault(titre, []).append(calendar)
    axes = tuple(
        AxeCalendar(
            titre=titre,
            actions=tuple(group),
            drift=group_drift(row for one in group for row in one.rows),
        )
        for titre, group in groups.items()
    )
    everything = [row for axe in axes for one in axe.actions for row in one.rows]
    return PlanCalendar(today=today, axes=axes, drift=group_drift(everything))
