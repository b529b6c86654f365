"""Who reads committees (the members), who prepares them (managers), who follows a decision up."""

from typing import Any

from django.db.models import Q, QuerySet

from essor.records.accounts.permissions import Access, Forbidden, require_same_territoire
from essor.records.accounts.roles import Capability
from essor.records.comites.models import (
    ActionDeDecision,
    ActionDuPoint,
    Decision,
)
from essor.records.plans.models import Action, Plan
from essor.records.plans.permissions import (
    can_edit_plan,
    readable_levels,
    require_edit_plan,
    visible_actions,
)


def can_read(by: Access) -> bool:
    """Tell whether this person reads committees at all: they are for members."""
    return by.can(Capability.VIEW_INTERNAL)


def require_read(by: Access) -> None:
    """Raise Forbidden unless this person reads committees."""
    by.require(Capability.VIEW_INTERNAL)


def visible_comites(by: Access) -> Q:
    """Return the filter of the committees of her territory, if she reads them."""
    if not can_read(by):
        return Q(pk__in=[])
    return Q(plan__territoire_id=by.territoire_id)


def visible_points(by: Access) -> Q:
    """Return the filter of the points of an agenda that this person may read.

    A point about an action that she may not read stays hidden, whatever its own level.
    """
    hidden, readable = _actions(by)
    links = ActionDuPoint.objects
    return _visible(
        by,
        hidden=Q(pk__in=links.filter(action__in=hidden).values("point_id")),
        mine=Q(pk__in=links.filter(action__in=readable).values("point_id")),
    )


def visible_decisions(by: Access) -> Q:
    """Return the filter of the decisions that this person may read, by the same rule."""
    hidden, readable = _actions(by)
    links = ActionDeDecision.objects
    mine = Q(pk__in=links.filter(action__in=readable).values("decision_id"))
    if by.user_id is not None:
        mine |= Q(responsable_id=by.user_id)
    found = _visible(
        by, hidden=Q(pk__in=links.filter(action__in=hidden).values("decision_id")), mine=mine
    )
    readable_points = Q(point__isnull=True) | Q(point__confidentialite__in=readable_levels(by))
    return found & (readable_points | mine)


def can_manage(by: Access, plan: Plan) -> bool:
    """Tell whether this person prepares the committees of a plan."""
    return can_edit_plan(by, plan)


def require_manage(by: Access, plan: Plan) -> None:
    """Raise Forbidden unless this person prepares the committees of a plan."""
    require_edit_plan(by, plan)


def can_follow(by: Access, decision: Decision) -> bool:
    """Tell whether this person may say what became of a decision: managers, and its owner."""
    if can_edit_plan(by, decision.comite.plan):
        return True
    is_hers = by.user_id is not None and decision.responsable_id == by.user_id
    is_here = decision.comite.plan.territoire_id == by.territoire_id
    return is_hers and is_here and by.can(Capability.EDIT_PILOTED)


def require_follow(by: Access, decision: Decision) -> None:
    """Raise Forbidden unless this person may say what became of a decision."""
    require_same_territoire(by, decision.comite.plan.territoire_id)
    if not can_follow(by, decision):
        raise Forbidden.single(
            "Vous ne pouvez suivre que les décisions dont vous êtes responsable.",
            expected="demander au chef de projet de vous en désigner responsable",
        )


def _actions(by: Access) -> "tuple[QuerySet[Any, Any], QuerySet[Any, Any]]":
    """Return the keys of the actions that she may not read, and of those that she may."""
    readable = Action.objects.filter(visible_actions(by)).values("pk")
    hidden = Action.objects.filter(plan__territoire_id=by.territoire_id).exclude(pk__in=readable)
    return hidden.values("pk"), readable


def _visible(by: Access, *, hidden: Q, mine: Q) -> Q:
    if not can_read(by):
        return Q(pk__in=[])
    here = Q(comite__plan__territoire_id=by.territoire_id)
    if by.can(Capability.VIEW_RESTRICTED):
        return here
    return here & ~hidden & (Q(confidentialite__in=readable_levels(by)) | mine)
