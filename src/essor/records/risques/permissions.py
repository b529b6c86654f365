"""Who reads and writes risks: the members who read the action; its pilots and the managers."""

from django.db.models import Q

from essor.records.accounts.permissions import Access
from essor.records.accounts.roles import Capability
from essor.records.plans.models import Action
from essor.records.plans.permissions import can_edit_action, require_edit_action, visible_actions

FIELDS: frozenset[str] = frozenset()  # none of the fields that only managers may change


def can_read(by: Access) -> bool:
    """Tell whether this person reads risks at all: like notes, they are for members."""
    return by.can(Capability.VIEW_INTERNAL)


def visible_risques(by: Access) -> Q:
    """Return the filter of the risks of the actions that this person may read."""
    if not can_read(by):
        return Q(pk__in=[])
    return Q(action__in=Action.objects.filter(visible_actions(by)).values("pk"))


def can_write(by: Access, action: Action) -> bool:
    """Tell whether this person may add and change the risks of an action."""
    return can_edit_action(by, action)


def require_read(by: Access) -> None:
    """Raise Forbidden unless this person reads risks."""
    by.require(Capability.VIEW_INTERNAL)


def require_write(by: Access, action: Action) -> None:
    """Raise Forbidden unless this person may change the risks of an action."""
    require_edit_action(by, action, FIELDS)
