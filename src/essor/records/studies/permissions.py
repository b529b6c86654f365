"""Who may read and change a study: its own confidentiality, and the action it hangs from."""

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
from essor.records.studies.models import Study

ATTACHED = frozenset({"etudes"})


def visible_studies(access: Access) -> Q:
    """Return the filter of the studies that this person may read, in her territory only.

    A study about an action that she may not read stays hidden, whatever its own level.
    """
    actions = Action.objects.filter(visible_actions(access)).values("pk")
    return (
        Q(plan__territoire_id=access.territoire_id)
        & Q(confidentialite__in=readable_levels(access))
        & (Q(action__isnull=True) | Q(action__in=actions))
    )


def can_create_study(access: Access, plan: Plan) -> bool:
    """Tell whether this person may add a study to the plan."""
    return can_edit_plan(access, plan)


def can_edit_study(access: Access, study: Study) -> bool:
    """Tell whether this person may change the study: manager, or pilot of its action."""
    if can_edit_plan(access, study.plan):
        return True
    return study.action is not None and can_edit_action(access, study.action)


def require_create_study(access: Access, plan: Plan) -> None:
    """Raise Forbidden unless this person may add a study to the plan."""
    require_edit_plan(access, plan)


def require_edit_study(access: Access, study: Study) -> None:
    """Raise Forbidden unless this person may change the study."""
    if study.action is not None and not can_edit_plan(access, study.plan):
        require_same_territoire(access, study.plan.territoire_id)
        require_edit_action(access, study.action, ATTACHED)
        return
    require_edit_plan(access, study.plan)


def require_restore_study(access: Access, plan: Plan) -> None:
    """Raise Forbidden unless this person may bring back what was deleted."""
    require_same_territoire(access, plan.territoire_id)
    access.require(Capability.RESTORE)
