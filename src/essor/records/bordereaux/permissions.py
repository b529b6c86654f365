"""Who reads and writes slips: members read, contributors add, managers correct and open links."""

from django.db.models import Q

from essor.records.accounts.permissions import Access, require_same_territoire
from essor.records.accounts.roles import Capability
from essor.records.plans.models import Plan
from essor.records.plans.permissions import can_edit_plan, readable_levels, require_edit_plan
from essor.records.terres.models import Chantier

PLACES = ("chantier", "depot", "exutoire", "plateforme")


def can_read_bordereaux(by: Access) -> bool:
    """Tell whether this person reads slips: plates and carriers are not for the public."""
    return by.can(Capability.VIEW_INTERNAL)


def visible_bordereaux(by: Access) -> Q:
    """Return the filter of the slips that this person may read: both ends must be open to her."""
    if not can_read_bordereaux(by):
        return Q(pk__in=[])
    levels = readable_levels(by)
    found = Q(plan__territoire_id=by.territoire_id)
    for name in PLACES:
        found &= Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__confidentialite__in": levels})
    return found


def visible_places(by: Access) -> Q:
    """Return the filter of the sites, outlets or platforms that this person may read."""
    return Q(plan__territoire_id=by.territoire_id, confidentialite__in=readable_levels(by))


def can_add_bordereau(by: Access, plan: Plan) -> bool:
    """Tell whether this person may type a slip."""
    return by.territoire_id == plan.territoire_id and by.can(Capability.COMMENT)


def can_manage_bordereaux(by: Access, plan: Plan) -> bool:
    """Tell whether this person may import, correct and cancel slips, and open links of sites."""
    return can_edit_plan(by, plan)


def require_read_bordereaux(by: Access) -> None:
    """Raise Forbidden unless this person reads slips."""
    by.require(Capability.VIEW_INTERNAL)


def require_add_bordereau(by: Access, plan: Plan) -> None:
    """Raise Forbidden unless this person may type a slip."""
    require_same_territoire(by, plan.territoire_id)
    by.require(Capability.COMMENT)


def require_manage_bordereaux(by: Access, plan: Plan) -> None:
    """Raise Forbidden unless this person may correct slips and open links."""
    require_edit_plan(by, plan)


def require_undo_import(by: Access, plan: Plan) -> None:
    """Raise Forbidden unless this person may take back a whole file."""
    require_same_territoire(by, plan.territoire_id)
    by.require(Capability.RESTORE)


def can_read_chantier(by: Access, chantier: Chantier) -> bool:
    """Tell whether this person may read a site."""
    return (
        chantier.plan.territoire_id == by.territoire_id
        and chantier.confidentialite in readable_levels(by)
    )
