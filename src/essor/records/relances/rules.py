"""Who receives what, and when: pure functions of what is known and of the day.

Nothing here knows the database or the clock: the preview and the sending ask the same function.
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from essor.foundations.french_holidays import quiet_reason
from essor.records.relances.kinds import Nature

# These are counted back from their day; the others are counted on from it.
BEFORE = frozenset(
    {Nature.JALON_PROCHE, Nature.FICHE_SANS_REPONSE, Nature.ETAPE_BLOCAGE, Nature.DECISION}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How one kind is sent in one territory.

    days : before the day of the thing, or after it, as the kind says
    every_days : days between two reminders of one thing, 0 for one only; most : at most so many
    """

    nature: Nature
    is_on: bool
    days: int
    every_days: int = 0
    most: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """One thing that concerns one person.

    anchor : its day; a date given as a month or a year counts by its last day
    """

    nature: Nature
    user_id: int
    territoire_id: int
    object_id: uuid.UUID
    anchor: dt.date
    texte: str
    path: str

    @property
    def key(self) -> tuple[int, Nature, uuid.UUID]:
        """Return what is the same from one reminder to the next."""
        return self.user_id, self.nature, self.object_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A reminder that left, or was handed over to leave."""

    user_id: int
    nature: Nature
    object_id: uuid.UUID
    anchor: dt.date
    day: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What is known: things, rules, refusals, the past.

    mailed : (person, day) pairs that have their mail: one a day, whatever happens
    """

    watched: tuple[Watched, ...]
    rules: Mapping[tuple[int, Nature], Rule]
    unsubscribed: frozenset[tuple[int, Nature]]
    sent: tuple[Sent, ...] = ()
    mailed: frozenset[tuple[int, dt.date]] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One reminder of a mail; ``occurrence`` keeps it from leaving twice."""

    watched: Watched
    occurrence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """All that one person receives on one day."""

    user_id: int
    day: dt.date
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPlan:
    """One day: its mails, or why there is none (``quiet``)."""

    day: dt.date
    quiet: str
    mails: tuple[Mail, ...]


def first_day(rule: Rule, anchor: dt.date) -> dt.date:
    """Return the first day on which a reminder may leave."""
    if rule.nature in BEFORE:
        return anchor - dt.timedelta(days=rule.days)
    if rule.nature is Nature.DEMANDE:
        return anchor
    return anchor + dt.timedelta(days=max(1, rule.days))


def is_over(nature: Nature, anchor: dt.date, day: dt.date) -> bool:
    """Tell whether it is too late to say it: « expected soon » is false once the day is past."""
    return nature is Nature.JALON_PROCHE and day > anchor


def occurrence_on(
    *, rule: Rule, anchor: dt.date, past: Iterable[dt.date], day: dt.date
) -> str | None:
    """Return the key of the reminder due on a day, None when none is.

    past : days on which this thing, with this very date, was reminded already
    """
    days = sorted(past)
    if not rule.is_on or day < first_day(rule, anchor) or is_over(rule.nature, anchor, day):
        return None
    if days:
        waited = (day - days[-1]).days
        if not rule.every_days or waited < rule.every_days or len(days) >= rule.most:
            return None
    return f"{anchor.isoformat()}:{len(days)}"


def plan_day(state: State, day: dt.date) -> DayPlan:
    """Return the mails of one day, given what left before."""
    quiet = quiet_reason(day)
    if quiet:
        return DayPlan(day=day, quiet=quiet, mails=())
    lines: dict[int, list[Line]] = {}
    for one, occurrence in _due(state, day):
        lines.setdefault(one.user_id, []).append(Line(watched=one, occurrence=occurrence))
    mails = tuple(
        Mail(user_id=user_id, day=day, lines=tuple(sorted(found, key=_order)))
        for user_id, found in sorted(lines.items())
        if (user_id, day) not in state.mailed
    )
    return DayPlan(day=day, quiet="", mails=mails)


def plan_days(state: State, *, first: dt.date, last: dt.date) -> tuple[DayPlan, ...]:
    """Return the mails of each day from one to another, if nothing changes meanwhile.

    What a day sends is past for the next, exactly as when it is really sent.
    """
    plans = []
    day = first
    while day <= last:
        found = plan_day(state, day)
        plans.append(found)
        state = after(state, found)
        day += dt.timedelta(days=1)
    return tuple(plans)


def after(state: State, plan: DayPlan) -> State:
    """Return what is known once the mails of a day have left."""
    if not plan.mails:
        return state
    sent = tuple(
        Sent(
            user_id=mail.user_id,
            nature=line.watched.nature,
            object_id=line.watched.object_id,
            anchor=line.watched.anchor,
            day=plan.day,
        )
        for mail in plan.mails
        for line in mail.lines
    )
    mailed = {(mail.user_id, plan.day) for mail in plan.mails}
    return replace(state, sent=state.sent + sent, mailed=state.mailed | mailed)


def _due(state: State, day: dt.date) -> Iterator[tuple[Watched, str]]:
    past: dict[tuple[object, ...], list[dt.date]] = {}
    for sent in state.sent:
        key = (sent.user_id, sent.nature, sent.object_id, sent.anchor)
        past.setdefault(key, []).append(sent.day)
    for one in state.watched:
        rule = state.rules.get((one.territoire_id, one.nature))
        if rule is None or (one.user_id, one.nature) in state.unsubscribed:
            continue
        occurrence = occurrence_on(
            rule=rule, anchor=one.anchor, past=past.get((*one.key, one.anchor), ()), day=day
        )
        if occurrence is not None:
            yield one, occurrence


def _order(line: Line) -> tuple[int, int, dt.date, str]:
    kinds = list(Nature)
    one = line.watched
    return one.territoire_id, kinds.index(one.nature), one.anchor, one.texte
