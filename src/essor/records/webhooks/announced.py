"""What one operation has to say to one subscriber: objects that she may read, nothing of them."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from essor.records.accounts.permissions import Access
from essor.records.accounts.roles import Capability
from essor.records.journal.models import Event, Verb
from essor.records.plans.models import Action, Axe
from essor.records.plans.permissions import readable_levels, visible_actions
from essor.records.webhooks.told import BY_KIND, Told

CHUNK = 500
CODED = frozenset({"plans.action", "indicateurs.indicateur"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """One object that an operation wrote; ``code`` is what people call it, if it has one."""

    told: Told
    verb: Verb
    object_id: uuid.UUID
    root_id: uuid.UUID
    code: str


def events_told(operation_id: uuid.UUID, familles: Collection[str]) -> list[Event]:
    """Return the events of an operation that belong to these families, in order."""
    kinds = [kind for kind, told in BY_KIND.items() if told.famille in familles]
    found = Event.objects.filter(operation_id=operation_id, object_kind__in=kinds)
    return list(found.order_by("id"))


def announced(events: Iterable[Event], by: Access) -> list[Announced]:
    """Keep what this person may read now; one line per object, whatever was done to it."""
    whole: dict[uuid.UUID, list[Event]] = {}
    for event in events:
        whole.setdefault(event.object_id, []).append(event)
    kept = {key: rows for key, rows in whole.items() if not _came_and_went(rows)}
    codes = _readable(kept, by)
    gone = _readable_deletions([rows[-1] for rows in kept.values()], by)
    return [
        Announced(
            told=BY_KIND[rows[-1].object_kind],
            verb=_verb(rows),
            object_id=key,
            root_id=rows[-1].root_id,
            code=codes[key] if key in codes else gone[key],
        )
        for key, rows in kept.items()
        if key in codes or key in gone
    ]


def _came_and_went(rows: list[Event]) -> bool:
    return rows[0].verb == Verb.CREATE and rows[-1].verb == Verb.DELETE


def _verb(rows: list[Event]) -> Verb:
    if rows[-1].verb == Verb.DELETE:
        return Verb.DELETE
    return Verb.CREATE if rows[0].verb == Verb.CREATE else Verb.CHANGE


def _readable(whole: dict[uuid.UUID, list[Event]], by: Access) -> dict[uuid.UUID, str]:
    """Return the objects that exist and that she may read, with their codes."""
    kinds: dict[str, list[uuid.UUID]] = {}
    for key, rows in whole.items():
        if rows[-1].verb != Verb.DELETE:
            kinds.setdefault(rows[-1].object_kind, []).append(key)
    found: dict[uuid.UUID, str] = {}
    for kind, keys in kinds.items():
        model: Any = BY_KIND[kind].model
        rows_of = model._default_manager.filter(BY_KIND[kind].visible(by))
        for start in range(0, len(keys), CHUNK):
            here = rows_of.filter(pk__in=keys[start : start + CHUNK])
            if kind in CODED:
                found |= dict(here.values_list("pk", "code"))
            else:
                found |= dict.fromkeys(here.values_list("pk", flat=True), "")
    return found


def _readable_deletions(last: list[Event], by: Access) -> dict[uuid.UUID, str]:
    """Return the deletions that she may hear of: of what was surely open to her, no other."""
    deleted = [event for event in last if event.verb == Verb.DELETE]
    if not deleted:
        return {}
    actions = {event.root_id for event in deleted} | {_parent(event) for event in deleted}
    wanted = [key for key in actions if key is not None]
    visible = Action.objects.filter(visible_actions(by), pk__in=wanted)
    open_actions = set(visible.values_list("pk", flat=True))
    return {
        event.object_id: str(_before(event, "code") or "")
        for event in deleted
        if _was_readable(event, by, open_actions)
    }


def _was_readable(event: Event, by: Access, open_actions: set[uuid.UUID]) -> bool:
    if by.can(Capability.VIEW_RESTRICTED):
        return True
    told = BY_KIND[event.object_kind]
    if told.model is Axe:
        return True
    if told.model is Action:
        parent = _parent(event)
        is_open = _before(event, "confidentialite") in readable_levels(by)
        return is_open and (parent is None or parent in open_actions)
    if told.is_for_members and not by.can(Capability.VIEW_INTERNAL):
        return False
    return told.is_of_action and event.root_id in open_actions


def _before(event: Event, name: str) -> object:
    pair = event.changes.get(name)
    return pair[0] if pair else None


def _parent(event: Event) -> uuid.UUID | None:
    value = _before(event, "parent_id")
    return uuid.UUID(str(value)) if value else None
