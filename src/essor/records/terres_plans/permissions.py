"""Who may read and change a plan of soils: its confidentiality, and the project it serves."""

from django.db.models import Q

from essor.records.accounts.permissions import Access
from essor.records.plans.attached import (
    can_edit_attached,
    require_edit_attached,
    require_restore_attached,
    visible_attached,
)
from essor.records.plans.models import Plan
from essor.records.plans.permissions import can_edit_plan, require_edit_plan
from essor.records.terres_plans.models import PlanTerres

PART = "plans_terres"


def visible_plans_terres(access: Access) -> Q:
    """Return the filter of the plans of soils that this person may read, in her territory only."""
    return visible_attached(access)


def can_create_plan_terres(access: Access, plan: Plan) -> bool:
    """Tell whether this person may add one."""
    return can_edit_plan(access, plan)


def can_edit_plan_terres(access: Access, plan_terres: PlanTerres) -> bool:
    """Tell whether this person may change and compute it: manager, or pilot of its action."""
    return can_edit_attached(access, plan_terres.plan, plan_terres.action)


def require_create_plan_terres(access: Access, plan: Plan) -> None:
    """Raise Forbidden unless this person may add one."""
    require_edit_plan(access, plan)


def require_edit_plan_terres(access: Access, plan_terres: PlanTerres) -> None:
    """Raise Forbidden unless this person may change and compute it."""
    require_edit_attached(access, plan_terres.plan, plan_terres.action, PART)


def require_restore_plan_terres(access: Access, plan: Plan) -> None:
    """Raise Forbidden unless this person may bring back what was deleted."""
    require_restore_attached(access, plan)
