"""Who may do what with milestones: managers build the schedule, pilots say where it stands."""

from essor.records.accounts.permissions import Access, Forbidden
from essor.records.accounts.roles import Capability
from essor.records.jalons.models import Jalon
from essor.records.plans.permissions import can_edit_action, can_edit_plan, can_view


def can_announce(by: Access, jalon: Jalon) -> bool:
    """Tell whether this person may say when a milestone is expected, or that it is reached.

    Managers; pilots of its action; whoever is named responsible for it, if she may edit at all
    and reads the action.
    """
    if can_edit_action(by, jalon.action):
        return True
    is_hers = by.user_id is not None and jalon.responsable_id == by.user_id
    return is_hers and by.can(Capability.EDIT_PILOTED) and can_view(by, jalon.action)


def can_build(by: Access, jalon: Jalon) -> bool:
    """Tell whether this person may add, change, link or delete milestones of this plan."""
    return can_edit_plan(by, jalon.action.plan)


def require_announce(by: Access, jalon: Jalon) -> None:
    """Raise Forbidden unless this person may speak for the milestone."""
    if not can_announce(by, jalon):
        raise Forbidden.single(
            "Vous ne pouvez annoncer de date que pour les jalons dont vous êtes responsable "
            "ou pour ceux des actions dont vous êtes pilote.",
            expected="demander au chef de projet de vous désigner responsable de ce jalon",
        )
