"""Who reads and writes a big project: managers build its phases, its pilots say where it stands."""

from django.db.models import Q

from essor.foundations.errors import UserFault
from essor.records.accounts.permissions import Access
from essor.records.accounts.roles import Capability
from essor.records.plans.models import Action
from essor.records.plans.permissions import (
    can_edit_action,
    can_edit_plan,
    require_edit_action,
    require_edit_plan,
    visible_actions,
)

FIELDS: frozenset[str] = frozenset()  # none of the fields that only managers may change
NOTHING = Q(pk__in=[])


def can_read_inside(by: Access) -> bool:
    """Tell whether this person reads what is expected of named bodies, reserves, hidden takers.

    Like blocking points and notes, they are for the members of the territory.
    """
    return by.can(Capability.VIEW_INTERNAL)


def of_visible_projets(by: Access) -> Q:
    """Return the filter of what belongs to the big projects that this person may read."""
    readable = Action.objects.filter(visible_actions(by), is_grand_projet=True)
    return Q(action__in=readable.values("pk"))


def visible_phases(by: Access) -> Q:
    """Return the filter of phases whose whole text this person may read: members only."""
    return of_visible_projets(by) if can_read_inside(by) else NOTHING


def visible_photos(by: Access) -> Q:
    """Return the filter of the photos: who is no member sees those that are public."""
    found = of_visible_projets(by)
    return found if can_read_inside(by) else found & Q(is_publique=True)


def can_build(by: Access, action: Action) -> bool:
    """Tell whether this person may add, name, order and remove phases."""
    return can_edit_plan(by, action.plan)


def can_write(by: Access, action: Action) -> bool:
    """Tell whether this person may say where the project stands."""
    return can_edit_action(by, action)


def require_build(by: Access, action: Action) -> None:
    """Raise Forbidden unless she may build the phases; UserFault if it is no big project."""
    require_edit_plan(by, action.plan)
    _refuse_small(action)


def require_write(by: Access, action: Action) -> None:
    """Raise Forbidden unless she may write on the project; UserFault if it is no big project."""
    require_edit_action(by, action, FIELDS)
    _refuse_small(action)


def _refuse_small(action: Action) -> None:
    if not action.is_grand_projet:
        raise UserFault.single(
            "Cette action n'est pas un grand projet.",
            value=action.code,
            expected="répondre « Oui » à « Grand projet » dans la fiche de l'action",
        )
