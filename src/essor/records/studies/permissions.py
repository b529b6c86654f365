"""Who may read and change a study: its own confidentiality, and the action it hangs from."""

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
from essor.records.studies.models import Study

PART = "etudes"


def visible_studies(access: Access) -> Q:
    """Return the filter of the studies that this person may read, in her territory only."""
    return visible_attached(access)


def can_create_study(access: Access, plan: Plan) -> bool:
    """Tell whether this person may add one."""
    return can_edit_plan(access, plan)


def can_edit_study(access: Access, study: Study) -> bool:
    """Tell whether this person may change and compute it: manager, or pilot of its action."""
    return can_edit_attached(access, study.plan, study.action)


def require_create_study(access: Access, plan: Plan) -> None:
    """Raise Forbidden unless this person may add one."""
    require_edit_plan(access, plan)


def require_edit_study(access: Access, study: Study) -> None:
    """Raise Forbidden unless this person may change and compute it."""
    require_edit_attached(access, study.plan, study.action, PART)


def require_restore_study(access: Access, plan: Plan) -> None:
    """Raise Forbidden unless this person may bring back what was deleted."""
    require_restore_attached(access, plan)
