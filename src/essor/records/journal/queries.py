"""What happened, and how things stood at any instant."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Count, Max, QuerySet

from essor.records.journal.models import Event, Operation, Tracked, Verb
from essor.records.journal.snapshots import kind_of, snapshot

Position = tuple[int, dt.datetime | None]
State = dict[str, Any]
StateByKind = dict[str, dict[uuid.UUID, State]]


def history_of(root_id: uuid.UUID) -> QuerySet[Event]:
    """Return the events of an object and of all that belongs to it, latest first."""
    return Event.objects.filter(root_id=root_id).select_related("operation").order_by("-id")


def operations_of(territoire_code: str) -> QuerySet[Operation]:
    """Return the operations of a territory, latest first."""
    return Operation.objects.filter(territoire_code=territoire_code).order_by("-at", "-id")


def position_of(territoire_code: str) -> Position:
    """Return where the journal of a territory stands: operations so far, instant of the latest.

    It moves with every write, in whatever order two writers end: what was computed at a position
    holds as long as it is the same. One query, answered by an index alone.
    """
    found = Operation.objects.filter(territoire_code=territoire_code).aggregate(
        count=Count("at"), last=Max("at")
    )
    return found["count"], found["last"]


def events_since(territoire_code: str, at: dt.datetime) -> QuerySet[Event]:
    """Return the events of a territory after an instant, oldest first."""
    return (
        Event.objects.filter(operation__territoire_code=territoire_code, operation__at__gt=at)
        .select_related("operation")
        .order_by("id")
    )


def state_as_of(
    *,
    territoire_code: str,
    at: dt.datetime,
    present: Iterable[Tracked],
    kinds: Collection[str] | None = None,
) -> StateByKind:
    """Return how the objects of a territory stood at an instant.

    present : every object of the kinds of interest as they stand now. Later
    events are undone, last first; what was deleted since comes back.
    kinds : the kinds of interest, to read no other event; all of them when None
    """
    found = states_as_of(
        territoire_code=territoire_code, instants=[at], present=present, kinds=kinds
    )
    return found[at]


def states_as_of(
    *,
    territoire_code: str,
    instants: Collection[dt.datetime],
    present: Iterable[Tracked],
    kinds: Collection[str] | None = None,
) -> dict[dt.datetime, StateByKind]:
    """Return how the objects stood at several instants; the events are read once for all."""
    if not instants:
        return {}
    now: StateByKind = {}
    for obj in present:
        now.setdefault(kind_of(obj), {})[obj.id] = snapshot(obj)
    recent = events_since(territoire_code, min(instants))
    if kinds is not None:
        recent = recent.filter(object_kind__in=kinds)
    events = list(recent.order_by("-id"))
    found = {}
    for at in instants:
        states = {kind: {key: dict(state) for key, state in now[kind].items()} for kind in now}
        for event in events:
            if event.operation.at > at:
                _undo(states.setdefault(event.object_kind, {}), event)
        found[at] = states
    return found


def replay(events: Iterable[Event]) -> StateByKind:
    """Return the state that events, oldest first, lead to from nothing.

    Slow and obvious: the judge of ``state_as_of`` in the tests.
    """
    states: StateByKind = {}
    for event in events:
        objects = states.setdefault(event.object_kind, {})
        if event.verb == Verb.DELETE:
            objects.pop(event.object_id, None)
            continue
        state = objects.setdefault(event.object_id, {})
        state.update({name: after for name, (_, after) in event.changes.items()})
    return states


def _undo(objects: dict[uuid.UUID, State], event: Event) -> None:
    if event.verb == Verb.CREATE:
        objects.pop(event.object_id, None)
        return
    state = objects.setdefault(event.object_id, {})
    state.update({name: before for name, (before, _) in event.changes.items()})
