"""Who may do what with milestones: managers build the schedule, pilots say where it stands."""

import uuid
from collections.abc import Iterable

from essor.records.accounts.permissions import Access, Forbidden
from essor.records.accounts.roles import Capability
from essor.records.jalons.models import Jalon
from essor.records.plans.models import Action
from essor.records.plans.permissions import can_edit_action, can_view


def can_announce(by: Access, jalon: Jalon) -> bool:
    """Tell whether this person may say when a milestone is expected, or that it is reached.

    Managers; pilots of its action; whoever is named responsible for it, if she may edit at all
    and reads the action.
    """
    if can_edit_action(by, jalon.action):
        return True
    is_hers = by.user_id is not None and jalon.responsable_id == by.user_id
    return is_hers and by.can(Capability.EDIT_PILOTED) and can_view(by, jalon.action)


def announceable(by: Access, action: Action, jalons: Iterable[Jalon]) -> set[uuid.UUID]:
    """Return which milestones of an action that she reads this person may speak for."""
    if can_edit_action(by, action):
        return {jalon.pk for jalon in jalons}
    if by.user_id is None or not by.can(Capability.EDIT_PILOTED):
        return set()
    return {jalon.pk for jalon in jalons if jalon.responsable_id == by.user_id}


def require_announce(by: Access, jalon: Jalon) -> None:
    """Raise Forbidden unless this person may speak for the milestone."""
    if not can_announce(by, jalon):
        raise Forbidden.single(
            "Vous ne pouvez annoncer de date que pour les jalons dont vous êtes responsable "
            "ou pour ceux des actions dont vous êtes pilote.",
            expected="demander au chef de projet de vous désigner responsable de ce jalon",
        )
