"""Who may read and change a plan of soils: its confidentiality, and the project it serves."""

from django.db.models import Q

from essor.records.accounts.permissions import Access, require_same_territoire
from essor.records.accounts.roles import Capability
from essor.records.plans.models import Action, Plan
from essor.records.plans.permissions import (
    can_edit_action,
    can_edit_plan,
    readable_levels,
    require_edit_action,
    require_edit_plan,
    visible_actions,
)
from essor.records.terres_plans.models import PlanTerres

ATTACHED = frozenset({"plans_terres"})


def visible_plans_terres(access: Access) -> Q:
    """Return the filter of the plans of soils that this person may read, in her territory only.

    A plan that serves an action closed to her stays hidden, whatever its own level.
    """
    actions = Action.objects.filter(visible_actions(access)).values("pk")
    return (
        Q(plan__territoire_id=access.territoire_id)
        & Q(confidentialite__in=readable_levels(access))
        & (Q(action__isnull=True) | Q(action__in=actions))
    )


def can_create_plan_terres(access: Access, plan: Plan) -> bool:
    """Tell whether this person may add a plan of soils."""
    return can_edit_plan(access, plan)


def can_edit_plan_terres(access: Access, plan_terres: PlanTerres) -> bool:
    """Tell whether this person may change and compute it: manager, or pilot of its project."""
    if can_edit_plan(access, plan_terres.plan):
        return True
    return plan_terres.action is not None and can_edit_action(access, plan_terres.action)


def require_create_plan_terres(access: Access, plan: Plan) -> None:
    """Raise Forbidden unless this person may add a plan of soils."""
    require_edit_plan(access, plan)


def require_edit_plan_terres(access: Access, plan_terres: PlanTerres) -> None:
    """Raise Forbidden unless this person may change and compute the plan of soils."""
    if plan_terres.action is not None and not can_edit_plan(access, plan_terres.plan):
        require_same_territoire(access, plan_terres.plan.territoire_id)
        require_edit_action(access, plan_terres.action, ATTACHED)
        return
    require_edit_plan(access, plan_terres.plan)


def require_restore_plan_terres(access: Access, plan: Plan) -> None:
    """Raise Forbidden unless this person may bring back what was deleted."""
    require_same_territoire(access, plan.territoire_id)
    access.require(Capability.RESTORE)
