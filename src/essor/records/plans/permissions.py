"""Who may see and change what in a plan: the role table, plus what depends on the action."""

from django.db.models import Q

from essor.records.accounts.permissions import Access, Forbidden
from essor.records.accounts.roles import Capability
from essor.records.plans.choices import Confidentialite, ParticipantRole
from essor.records.plans.models import Action, Participant, Plan

# A pilot reports on her action; where it stands in the plan and who reads it is not hers.
NOT_FOR_PILOTS = frozenset(
    {"code", "axe", "parent", "ordre", "plan", "confidentialite", "is_grand_projet"}
    | {"sortie", "sortie_on"}
)


def piloted_by(access: Access) -> Q:
    """Return the filter of the actions that this person pilots, or whose parent she pilots.

    Asked from her side, a few rows that an index gives, never from that of all actions.
    """
    if access.user_id is None:
        return Q(pk__in=[])
    hers = Participant.objects.filter(
        role=ParticipantRole.PERSONNE_PILOTE, user_id=access.user_id
    ).values("action_id")
    return Q(pk__in=hers) | Q(parent_id__in=hers)


def visible_actions(access: Access) -> Q:
    """Return the filter of the actions that this person may read, in her territory only."""
    return Q(plan__territoire_id=access.territoire_id) & visible_levels(access)


def visible_levels(access: Access) -> Q:
    """Return the filter on confidentiality: of the action and, if any, of its parent."""
    levels = readable_levels(access)
    allowed = Q(confidentialite__in=levels) & (
        Q(parent__isnull=True) | Q(parent__confidentialite__in=levels)
    )
    if access.user_id is not None and access.can(Capability.EDIT_PILOTED):
        return allowed | piloted_by(access)
    return allowed


def readable_levels(access: Access) -> list[str]:
    """Return the confidentiality levels that the role alone opens."""
    pairs = (
        (Capability.VIEW_PUBLIC, Confidentialite.PUBLIC),
        (Capability.VIEW_INTERNAL, Confidentialite.INTERNE),
        (Capability.VIEW_RESTRICTED, Confidentialite.RESTREINT),
    )
    return [level.value for capability, level in pairs if access.can(capability)]


def can_view(access: Access, action: Action) -> bool:
    """Tell whether this person may read the action."""
    return Action.objects.filter(visible_actions(access), pk=action.pk).exists()


def can_edit_plan(access: Access, plan: Plan) -> bool:
    """Tell whether this person may change the whole plan."""
    return access.territoire_id == plan.territoire_id and access.can(Capability.EDIT_PLAN)


def can_edit_action(access: Access, action: Action) -> bool:
    """Tell whether this person may change the action, as manager or as its pilot."""
    if can_edit_plan(access, action.plan):
        return True
    if access.user_id is None or not access.can(Capability.EDIT_PILOTED):
        return False
    return Action.objects.filter(
        piloted_by(access), pk=action.pk, plan__territoire_id=access.territoire_id
    ).exists()


def can_comment(access: Access, action: Action) -> bool:
    """Tell whether this person may add a note to the action."""
    return access.can(Capability.COMMENT) and can_view(access, action)


def require_edit_plan(access: Access, plan: Plan) -> None:
    """Raise Forbidden unless this person may change the whole plan."""
    if access.territoire_id != plan.territoire_id:
        raise _elsewhere()
    access.require(Capability.EDIT_PLAN)


def require_edit_action(access: Access, action: Action, fields: frozenset[str]) -> None:
    """Raise Forbidden unless this person may change these fields of the action."""
    if can_edit_plan(access, action.plan):
        return
    if not can_edit_action(access, action):
        raise Forbidden.single(
            "Vous ne pouvez modifier que les actions dont vous êtes pilote.",
            expected="demander au chef de projet de vous désigner pilote de cette action",
        )
    if refused := fields & NOT_FOR_PILOTS:
        names = ", ".join(sorted(_label(name) for name in refused))
        raise Forbidden.single(
            f"Seul le chef de projet peut modifier : {names}.",
            expected="lui demander ce changement",
        )


def _label(name: str) -> str:
    return str(Action._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _elsewhere() -> Forbidden:
    return Forbidden.single(
        "Cet élément appartient à un autre territoire.",
        expected="ouvrir le territoire dont vous êtes membre",
    )
