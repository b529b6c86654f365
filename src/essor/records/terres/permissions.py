"""Who reads and writes the soils: levels as for actions; managers, and the pilot of the site."""

from django.db.models import Q

from essor.records.accounts.permissions import Access, Forbidden
from essor.records.plans.models import Plan
from essor.records.plans.permissions import (
    can_edit_action,
    can_edit_plan,
    readable_levels,
    require_edit_action,
    require_edit_plan,
)
from essor.records.terres.models import Chantier, Lot

ATTACHED = frozenset({"terres"})


def visible_places(by: Access) -> Q:
    """Return the filter of the sites, outlets or platforms that this person may read."""
    return Q(plan__territoire_id=by.territoire_id, confidentialite__in=readable_levels(by))


def visible_lots(by: Access) -> Q:
    """Return the filter of the lots: those of the sites that this person may read."""
    return Q(
        plan__territoire_id=by.territoire_id, chantier__confidentialite__in=readable_levels(by)
    )


def visible_analyses(by: Access) -> Q:
    """Return the filter of the laboratory reports: those of the lots she may read."""
    return Q(
        lot__plan__territoire_id=by.territoire_id,
        lot__chantier__confidentialite__in=readable_levels(by),
    )


def visible_daps(by: Access) -> Q:
    """Return the filter of the acceptances: their outlet and their site are both readable."""
    levels = readable_levels(by)
    return Q(
        exutoire__plan__territoire_id=by.territoire_id,
        exutoire__confidentialite__in=levels,
        chantier__confidentialite__in=levels,
    )


def can_write(by: Access, plan: Plan) -> bool:
    """Tell whether this person may add sites, outlets, platforms and costs."""
    return can_edit_plan(by, plan)


def can_write_chantier(by: Access, chantier: Chantier) -> bool:
    """Tell whether this person may change a site, its lots and analyses."""
    if can_edit_plan(by, chantier.plan):
        return True
    return chantier.action is not None and can_edit_action(by, chantier.action)


def require_write(by: Access, plan: Plan) -> None:
    """Raise Forbidden unless this person may write on the soils of a plan."""
    require_edit_plan(by, plan)


def require_write_chantier(by: Access, chantier: Chantier) -> None:
    """Raise Forbidden unless this person may change a site: manager, or pilot of its action."""
    if chantier.action is None or can_edit_plan(by, chantier.plan):
        require_edit_plan(by, chantier.plan)
        return
    if by.territoire_id != chantier.plan.territoire_id:
        raise Forbidden.single(
            "Ce chantier appartient à un autre territoire.",
            expected="ouvrir le territoire dont vous êtes membre",
        )
    require_edit_action(by, chantier.action, ATTACHED)


def require_write_lot(by: Access, lot: Lot) -> None:
    """Raise Forbidden unless this person may change a lot."""
    require_write_chantier(by, lot.chantier)
