"""Rights on what hangs from a plan and maybe from an action: a study, a plan of soils."""

import uuid
from typing import Any

from django.db.models import Q, QuerySet

from essor.records.accounts.permissions import Access, require_same_territoire
from essor.records.accounts.roles import Capability
from essor.records.journal.models import Event
from essor.records.journal.snapshots import kind_of
from essor.records.plans.models import Action, Plan
from essor.records.plans.permissions import (
    can_edit_action,
    can_edit_plan,
    readable_levels,
    require_edit_action,
    require_edit_plan,
    visible_actions,
)


def visible_attached(access: Access) -> Q:
    """Return the filter of what this person may read, in her territory only.

    What serves an action closed to her stays hidden, whatever its own level.
    """
    actions = Action.objects.filter(visible_actions(access)).values("pk")
    return (
        Q(plan__territoire_id=access.territoire_id)
        & Q(confidentialite__in=readable_levels(access))
        & (Q(action__isnull=True) | Q(action__in=actions))
    )


def can_edit_attached(access: Access, plan: Plan, action: Action | None) -> bool:
    """Tell whether this person may change it: manager, or pilot of its action."""
    return can_edit_plan(access, plan) or (action is not None and can_edit_action(access, action))


def require_edit_attached(access: Access, plan: Plan, action: Action | None, what: str) -> None:
    """Raise Forbidden unless this person may change it.

    what : name of the part of an action that it is, in the sentence of the refusal
    """
    if action is not None and not can_edit_plan(access, plan):
        require_same_territoire(access, plan.territoire_id)
        require_edit_action(access, action, frozenset({what}))
        return
    require_edit_plan(access, plan)


def require_restore_attached(access: Access, plan: Plan) -> None:
    """Raise Forbidden unless this person may bring back what was deleted."""
    require_same_territoire(access, plan.territoire_id)
    access.require(Capability.RESTORE)


def deleted_attached(rows: QuerySet[Any], plan: Plan, by: Access) -> list[Event]:
    """Return the deletions that nothing has undone, latest first. Raises Forbidden.

    rows : those of the plan that exist now
    """
    by.require(Capability.RESTORE)
    events = Event.objects.filter(
        object_kind=kind_of(rows.model),
        verb="delete",
        operation__territoire_code=by.territoire_code,
        changes__plan_id__0=str(plan.id),
    )
    existing = set(rows.values_list("id", flat=True))
    latest: dict[uuid.UUID, Event] = {}
    for event in events.select_related("operation").order_by("id"):
        latest[event.object_id] = event
    return [event for key, event in reversed(latest.items()) if key not in existing]
