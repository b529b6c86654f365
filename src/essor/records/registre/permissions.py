"""Who reads and keeps the register: members read, managers write; a hidden site hides its lines."""

from django.db.models import Q

from essor.records.accounts.permissions import Access
from essor.records.accounts.roles import Capability
from essor.records.plans.models import Plan
from essor.records.plans.permissions import can_edit_plan, readable_levels, require_edit_plan


def can_read(by: Access) -> bool:
    """Tell whether this person reads the register: firms and plates are not for the public."""
    return by.can(Capability.VIEW_INTERNAL)


def visible_lignes(by: Access) -> Q:
    """Return the filter of the lines that this person may read."""
    if not can_read(by):
        return Q(pk__in=[])
    levels = readable_levels(by)
    return Q(plan__territoire_id=by.territoire_id) & (
        Q(lot__isnull=True) | Q(lot__chantier__confidentialite__in=levels)
    )


def can_write(by: Access, plan: Plan) -> bool:
    """Tell whether this person may keep the register of a plan."""
    return can_edit_plan(by, plan)


def require_read(by: Access) -> None:
    """Raise Forbidden unless this person reads the register."""
    by.require(Capability.VIEW_INTERNAL)


def require_write(by: Access, plan: Plan) -> None:
    """Raise Forbidden unless this person may keep the register of a plan."""
    require_edit_plan(by, plan)
