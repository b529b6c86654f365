"""What moved in a plan since a date, action by action, as one member may read it.

The public sees no movement at all: who did what and when is for members.
"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from essor.records.accounts.permissions import Access
from essor.records.accounts.roles import Capability
from essor.records.journal.models import Event, Verb
from essor.records.journal.snapshots import kind_of
from essor.records.plans.choices import Statut
from essor.records.plans.models import Action, Plan

# An import may touch every field of every action: beyond this many events the oldest are left out.
MAX_EVENTS = 3000
ACTION = "plans.action"


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """All that happened to one action in the time looked at.

    statut, fin_on : (before, now) when the field moved, else None; an unknown is None inside
    changes : number of events on the action and on what belongs to it
    """

    action: Action
    last_at: dt.datetime
    authors: tuple[str, ...]
    is_new: bool
    statut: tuple[str, str] | None
    fin_on: tuple[dt.date | None, dt.date | None] | None
    changes: int

    @property
    def is_only_new(self) -> bool:
        """Tell whether the action was added and neither its status nor its end moved since."""
        return self.is_new and self.statut is None and self.fin_on is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Movements:
    """What moved since an instant, latest first; `deleted` holds labels, for managers only."""

    since: dt.datetime
    rows: tuple[Movement, ...]
    deleted: tuple[str, ...]
    is_cut: bool


def movements_of(
    *,
    plan: Plan,
    by: Access,
    actions: Sequence[Action],
    since: dt.datetime,
    until: dt.datetime | None = None,
) -> Movements | None:
    """Return the movements of the actions given, None for whoever may not read the history.

    actions : those that this person may read; until : now unless given. At most two queries.
    """
    if not by.can(Capability.VIEW_HISTORY):
        return None
    known = {action.id: action for action in actions}
    recent = (
        Event.objects.filter(
            operation__territoire_code=by.territoire_code,
            operation__at__gte=since,
            root_id__in=list(known),
        )
        .select_related("operation")
        .order_by("-id")
    )
    if until is not None:
        recent = recent.filter(operation__at__lte=until)
    events = list(recent[: MAX_EVENTS + 1])
    readable = _after_opening(events[:MAX_EVENTS], known, by)
    if until is not None and not by.can(Capability.VIEW_RESTRICTED):
        readable = _not_opened_later(readable, known, until)
    rows = [_movement(known[root], group) for root, group in _by_root(readable).items()]
    return Movements(
        since=since,
        rows=tuple(sorted(rows, key=lambda row: (row.last_at, row.action.code), reverse=True)),
        deleted=_deleted(plan, by, since, until),
        is_cut=len(events) > MAX_EVENTS,
    )


def _after_opening(
    events: Sequence[Event], known: Mapping[uuid.UUID, Action], by: Access
) -> list[Event]:
    """Drop what happened to an action before it was opened to more readers.

    Whoever reads restricted actions reads everything; for the others, the last change of
    confidentiality of the action or of its parent is where the story begins.
    """
    if by.can(Capability.VIEW_RESTRICTED):
        return list(events)
    opened: dict[uuid.UUID, int] = {}
    for event in events:  # latest first: the first one met is the last change
        is_change = event.object_kind == ACTION and event.verb == Verb.CHANGE
        if is_change and "confidentialite" in event.changes:
            opened.setdefault(event.object_id, event.id)

    def begins(action: Action) -> int:
        return max(opened.get(action.id, 0), opened.get(action.parent_id or action.id, 0))

    return [event for event in events if event.id > begins(known[event.root_id])]


def _not_opened_later(
    events: Sequence[Event], known: Mapping[uuid.UUID, Action], until: dt.datetime
) -> list[Event]:
    """Drop the actions whose readers changed after the time looked at: same rule, seen later."""
    roots = {event.root_id for event in events}
    above = {known[root].parent_id for root in roots} - {None}
    later = set(
        Event.objects.filter(
            object_kind=ACTION,
            verb=Verb.CHANGE,
            operation__at__gt=until,
            object_id__in=[*roots, *above],
            changes__has_key="confidentialite",
        ).values_list("object_id", flat=True)
    )
    return [
        event
        for event in events
        if event.root_id not in later and known[event.root_id].parent_id not in later
    ]


def _by_root(events: Iterable[Event]) -> dict[uuid.UUID, list[Event]]:
    groups: dict[uuid.UUID, list[Event]] = defaultdict(list)
    for event in events:
        groups[event.root_id].append(event)
    return groups


def _movement(action: Action, events: Sequence[Event]) -> Movement:
    own = [event for event in reversed(events) if event.object_id == action.id]
    statut = _change_of("statut", own)
    fin_on = _change_of("fin_on", own)
    return Movement(
        action=action,
        last_at=events[0].operation.at,
        authors=tuple(dict.fromkeys(event.operation.author_label for event in events)),
        is_new=any(event.verb == Verb.CREATE for event in own),
        statut=(statut[0] or "", statut[1] or "") if statut else None,
        fin_on=(_day(fin_on[0]), _day(fin_on[1])) if fin_on else None,
        changes=len(events),
    )


def _change_of(field: str, oldest_first: Iterable[Event]) -> tuple[str | None, str | None] | None:
    """Return the value before the first change and after the last, None if it came back."""
    changes = [
        event.changes[field]
        for event in oldest_first
        if event.verb == Verb.CHANGE and field in event.changes
    ]
    if not changes or changes[0][0] == changes[-1][1]:
        return None
    return changes[0][0], changes[-1][1]


def _day(iso: str | None) -> dt.date | None:
    return dt.date.fromisoformat(iso) if iso else None


def _deleted(
    plan: Plan, by: Access, since: dt.datetime, until: dt.datetime | None
) -> tuple[str, ...]:
    """Return the labels of the actions deleted since and not restored; empty unless a manager."""
    if not by.can(Capability.VIEW_RESTRICTED):
        return ()
    events = Event.objects.filter(
        operation__territoire_code=by.territoire_code,
        operation__at__gte=since,
        object_kind=kind_of(Action),
        verb=Verb.DELETE,
        changes__plan_id__0=str(plan.id),
    ).order_by("id")
    if until is not None:
        events = events.filter(operation__at__lte=until)
    existing = Action.objects.filter(plan=plan).values("id")
    labels = events.exclude(object_id__in=existing).values_list("object_id", "object_label")
    return tuple(dict(labels).values())


def statut_label(value: str) -> str:
    """Write a status, « non publié » when nobody gave one."""
    return Statut(value).label if value else "non publié"
