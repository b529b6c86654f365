"""Who reads and writes indicators: their own level, and that of what they are tied to.

An indicator tied only to actions is read by who reads one of them at least; one tied to
nothing is for the managers, so that deleting a restricted action opens nothing.
"""

from django.db.models import Q

from essor.records.accounts.permissions import Access, Forbidden
from essor.records.accounts.roles import Capability
from essor.records.indicateurs.models import Indicateur, Rattachement
from essor.records.plans.models import Action, Plan
from essor.records.plans.permissions import (
    can_edit_action,
    can_edit_plan,
    piloted_by,
    readable_levels,
    require_edit_plan,
    visible_actions,
)


def visible_indicateurs(by: Access) -> Q:
    """Return the filter of the indicators that this person may read, in her territory only."""
    here = Q(plan__territoire_id=by.territoire_id)
    if by.can(Capability.VIEW_RESTRICTED):
        return here
    actions = Action.objects.filter(visible_actions(by)).values("pk")
    ties = Rattachement.objects.filter(Q(axe__isnull=False) | Q(action__in=actions))
    tied = Q(is_du_plan=True) | Q(pk__in=ties.values("indicateur_id"))
    return here & ((Q(confidentialite__in=readable_levels(by)) & tied) | _own(by))


def visible_parts(by: Access) -> Q:
    """Return the filter of the values: those of actions that this person may read, and the rest."""
    actions = Action.objects.filter(visible_actions(by)).values("pk")
    return Q(action__isnull=True) | Q(action__in=actions)


def _own(by: Access) -> Q:
    """Indicators that she answers for, or that follow an action that she pilots."""
    if by.user_id is None or not by.can(Capability.EDIT_PILOTED):
        return Q(pk__in=[])
    piloted = Action.objects.filter(piloted_by(by)).values("pk")
    ties = Rattachement.objects.filter(action__in=piloted).values("indicateur_id")
    return Q(responsable_id=by.user_id) | Q(pk__in=ties)


def can_define(by: Access, plan: Plan) -> bool:
    """Tell whether this person may say what is measured."""
    return can_edit_plan(by, plan)


def require_define(by: Access, plan: Plan) -> None:
    """Raise Forbidden unless this person may say what is measured."""
    require_edit_plan(by, plan)


def can_record(by: Access, indicateur: Indicateur, action: Action | None = None) -> bool:
    """Tell whether this person may say what it is worth, for the whole or for one action."""
    if can_edit_plan(by, indicateur.plan):
        return True
    if indicateur.plan.territoire_id != by.territoire_id or by.user_id is None:
        return False
    if not by.can(Capability.EDIT_PILOTED):
        return False
    if indicateur.responsable_id == by.user_id:
        return True
    if action is not None:
        return can_edit_action(by, action)
    piloted = Action.objects.filter(piloted_by(by), plan_id=indicateur.plan_id).values("pk")
    return Rattachement.objects.filter(indicateur=indicateur, action__in=piloted).exists()


def require_record(by: Access, indicateur: Indicateur, action: Action | None = None) -> None:
    """Raise Forbidden unless this person may say what it is worth."""
    if not can_record(by, indicateur, action):
        raise Forbidden.single(
            "Vous ne pouvez renseigner que les indicateurs dont vous répondez ou qui suivent "
            "une action que vous pilotez.",
            expected="demander au chef de projet de vous en désigner responsable",
        )
