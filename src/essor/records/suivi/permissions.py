"""Who follows an action: members read, managers write everywhere, pilots on their actions."""

from essor.records.accounts.permissions import Access
from essor.records.accounts.roles import Capability
from essor.records.plans.models import Action
from essor.records.plans.permissions import can_edit_action, require_edit_action

FOLLOW_UP = frozenset({"suivi"})


def can_read_suivi(access: Access) -> bool:
    """Tell whether this person may read what blocks the actions that she reads.

    What is expected of named bodies is for the members of the territory, not for the public.
    """
    return access.can(Capability.VIEW_INTERNAL)


def require_read_suivi(access: Access) -> None:
    """Raise Forbidden unless this person may read the follow-up."""
    access.require(Capability.VIEW_INTERNAL)


def can_edit_suivi(access: Access, action: Action) -> bool:
    """Tell whether this person may write the follow-up of an action."""
    return can_edit_action(access, action)


def require_edit_suivi(access: Access, action: Action) -> None:
    """Raise Forbidden unless this person may write the follow-up of an action."""
    require_edit_action(access, action, FOLLOW_UP)
