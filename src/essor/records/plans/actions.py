"""Every write on a plan and its actions. Each one is atomic and leaves its trace."""

from collections.abc import Mapping
from typing import Any

from essor.foundations.errors import UserFault
from essor.foundations.text import fold
from essor.records.accounts.permissions import Access, Forbidden
from essor.records.accounts.roles import Capability
from essor.records.journal.actions import OpenOperation, lock, operation, revert_operation
from essor.records.journal.models import Event, Operation, Verb
from essor.records.journal.snapshots import tracked_fields
from essor.records.plans.models import Action, Axe, Plan
from essor.records.plans.parts import (
    PartValues,
    delete_below,
    delete_parts,
    refuse_stale_parts,
    write_parts,
)
from essor.records.plans.permissions import require_edit_action, require_edit_plan
from essor.records.territoires.models import Territoire

# Whose operations the history page may undo: the plan, the committees that steer it, the
# convention that binds it.
TABLES_OF_THE_PLAN = (
    "plans.", "comites.", "conventions.", "entreprises.", "indicateurs.", "relances.demande",
    "projets.",
)  # fmt: skip


def create_plan(*, by: Access, territoire: Territoire, titre: str, **values: Any) -> Plan:
    """Create the plan of a territory. Raises Forbidden, or UserFault if it has one already."""
    plan = Plan(territoire=territoire, titre=titre.strip(), **values)
    require_edit_plan(by, plan)
    if Plan.objects.filter(territoire=territoire).exists():
        raise UserFault.single(
            "Ce territoire a déjà un plan pour cette phase du programme.",
            expected="modifier le plan existant",
        )
    with operation(kind="plan.creer", author=by, territoire_code=by.territoire_code) as op:
        return op.create(plan)


def change_plan(
    *, by: Access, plan: Plan, expected_version: int | None = None, reason: str = "", **values: Any
) -> Plan:
    """Change fields of the plan. Raises Forbidden, Conflict, UserFault."""
    require_edit_plan(by, plan)
    with operation(
        kind="plan.modifier", author=by, territoire_code=by.territoire_code, reason=reason
    ) as op:
        return op.change(plan, expected_version=expected_version, **values)


def create_axe(
    *, by: Access, plan: Plan, titre: str, parent: Axe | None = None, **values: Any
) -> Axe:
    """Add a heading. Raises Forbidden, or UserFault if its parent already has that title."""
    require_edit_plan(by, plan)
    with operation(kind="plan.axe.creer", author=by, territoire_code=by.territoire_code) as op:
        return new_axe(op, plan=plan, titre=titre, parent=parent, **values)


def new_axe(
    op: OpenOperation, *, plan: Plan, titre: str, parent: Axe | None = None, **values: Any
) -> Axe:
    """Add a heading inside an open operation."""
    siblings = list(Axe.objects.filter(plan=plan, parent=parent).order_by("ordre"))
    if any(fold(axe.titre) == fold(titre) for axe in siblings):
        raise UserFault.single(
            "Un axe porte déjà ce titre au même endroit.", value=titre, field="titre"
        )
    values.setdefault("ordre", 1 + max((axe.ordre for axe in siblings), default=0))
    return op.create(Axe(plan=plan, parent=parent, titre=titre.strip(), **values))


def change_axe(*, by: Access, axe: Axe, expected_version: int | None = None, **values: Any) -> Axe:
    """Change a heading. Raises Forbidden, Conflict, UserFault."""
    require_edit_plan(by, axe.plan)
    with operation(kind="plan.axe.modifier", author=by, territoire_code=by.territoire_code) as op:
        return op.change(axe, expected_version=expected_version, **values)


def delete_axe(*, by: Access, axe: Axe) -> None:
    """Delete an empty heading. Raises Forbidden, or UserFault if something is filed under it."""
    require_edit_plan(by, axe.plan)
    if axe.actions.exists() or axe.enfants.exists():
        raise UserFault.single(
            f"L'axe « {axe.titre} » contient encore des actions ou des sous-axes.",
            expected="les déplacer ou les supprimer d'abord",
        )
    with operation(kind="plan.axe.supprimer", author=by, territoire_code=by.territoire_code) as op:
        delete_below(op, axe)
        op.delete(axe)


def create_action(
    *, by: Access, plan: Plan, titre: str, parts: PartValues | None = None, **values: Any
) -> Action:
    """Add an action, or a sub-action when ``parent`` is given.

    The code is the next free one of the plan unless given; codes are never reused.
    Raises Forbidden, UserFault.
    """
    require_edit_plan(by, plan)
    with operation(kind="plan.action.creer", author=by, territoire_code=by.territoire_code) as op:
        return new_action(op, plan=plan, titre=titre, parts=parts, **values)


def new_action(
    op: OpenOperation,
    *,
    plan: Plan,
    titre: str,
    parts: PartValues | None = None,
    **values: Any,
) -> Action:
    """Add an action inside an open operation. Raises UserFault."""
    code = values.pop("code", "") or next_code(plan)
    action = Action(plan=plan, titre=titre.strip(), code=code, **values)
    if action.parent_id is not None and action.parent is not None:
        action.axe = action.parent.axe
    refuse_duplicate_title(action)
    if not action.ordre:
        last = Action.objects.filter(plan=plan).order_by("-ordre").first()
        action.ordre = 1 + (last.ordre if last else 0)
    op.create(action)
    if parts is not None:
        write_parts(op, action=action, parts=parts)
    return action


def change_action(
    *,
    by: Access,
    action: Action,
    expected_version: int | None = None,
    reason: str = "",
    parts: PartValues | None = None,
    expected_parts: Mapping[str, str] | None = None,
    **values: Any,
) -> Action:
    """Change the named fields of an action and, if given, its people, euros and territories.

    expected_parts : list name -> fingerprint that the person read.
    Raises Forbidden, Conflict when somebody else changed the same fields after
    ``expected_version`` or the same lists since ``expected_parts``, UserFault.
    """
    touched = frozenset(values) | (parts.touched() if parts else frozenset())
    require_edit_action(by, action, touched)
    with operation(
        kind="plan.action.modifier", author=by, territoire_code=by.territoire_code, reason=reason
    ) as op:
        lock(action)
        refuse_stale_parts(action, expected_parts or {})
        return edit_action(
            op, action=action, expected_version=expected_version, parts=parts, **values
        )


def edit_action(
    op: OpenOperation,
    *,
    action: Action,
    expected_version: int | None = None,
    parts: PartValues | None = None,
    **values: Any,
) -> Action:
    """Change an action inside an open operation. Raises Conflict, UserFault."""
    before_axe = action.axe_id
    row = op.change(action, expected_version=expected_version, **values)
    if {"titre", "axe", "parent"} & values.keys():
        refuse_duplicate_title(row)
    if row.axe_id != before_axe:
        for child in row.sous_actions.all():
            op.change(child, axe=row.axe)
    if parts is not None:
        write_parts(op, action=row, parts=parts)
    return row


def delete_action(*, by: Access, action: Action, reason: str = "") -> Operation:
    """Delete an action, its sub-actions and all that belongs to them; restorable from the bin.

    Returns the operation, which ``restore_operation`` undoes. Raises Forbidden.
    """
    require_edit_plan(by, action.plan)
    with operation(
        kind="plan.action.supprimer", author=by, territoire_code=by.territoire_code, reason=reason
    ) as op:
        for child in action.sous_actions.order_by("ordre"):
            delete_parts(op, action=child)
            op.delete(child)
        delete_parts(op, action=action)
        op.delete(action)
        return op.row


def restore_operation(*, by: Access, row: Operation, reason: str = "") -> Operation:
    """Undo a whole operation of this territory: a deletion, an import, an edit.

    Raises Forbidden, or UserFault when something moved since. Who is what in the
    territory is not undone from here: it would let a chef de projet take back a role.
    """
    by.require(Capability.RESTORE)
    if row.territoire_code != by.territoire_code:
        raise Forbidden.single("Cette opération appartient à un autre territoire.")
    if _touches_more_than_the_plan(row):
        raise Forbidden.single(
            "Cette opération ne porte pas sur le plan.",
            expected="changer les rôles et les invitations depuis la page des membres",
        )
    return revert_operation(author=by, row=row, reason=reason)


def _touches_more_than_the_plan(row: Operation) -> bool:
    """Tell whether an event is neither of the plan's tables nor of what belongs to an action."""
    ever_actions = Event.objects.filter(object_kind="plans.action").values("object_id")
    others = row.events.all()
    for table in TABLES_OF_THE_PLAN:
        others = others.exclude(object_kind__startswith=table)
    return others.exclude(root_id__in=ever_actions).exists()


def restore_value(*, by: Access, action: Action, event: Event, field: str) -> Action:
    """Give a field of an action the value it had before an event. Raises Forbidden, UserFault."""
    by.require(Capability.RESTORE)
    is_change = event.object_id == action.id and event.verb == Verb.CHANGE
    if not is_change or field not in event.changes:
        raise UserFault.single("Cet évènement ne concerne pas ce champ.", value=field)
    python_field = {item.attname: item for item in tracked_fields(Action)}[field]
    value = python_field.to_python(event.changes[field][0])
    return change_action(
        by=by,
        action=action,
        reason=f"Valeur rétablie depuis l'historique du {event.operation.at:%d/%m/%Y}",
        **{field: value},
    )


def next_code(plan: Plan) -> str:
    """Return the next action code of a plan, ``A07``; a deleted action keeps its code."""
    codes = codes_ever_used(plan)
    numbers = [int(code[1:]) for code in codes if code[:1] == "A" and code[1:].isdecimal()]
    return f"A{1 + max(numbers, default=0):02d}"


def codes_ever_used(plan: Plan) -> list[str]:
    """Return the codes of the plan's actions, deleted ones included: none is given twice."""
    deleted = Event.objects.filter(
        object_kind="plans.action", verb=Verb.DELETE, changes__plan_id__0=str(plan.id)
    )
    now = Action.objects.filter(plan=plan).values_list("code", flat=True)
    return [*now, *(event.changes["code"][0] for event in deleted.order_by("id"))]


def refuse_duplicate_title(action: Action) -> None:
    """Raise UserFault if a sister action of the same axis has the same title."""
    sisters = Action.objects.filter(
        plan=action.plan, axe=action.axe, parent=action.parent, sortie=""
    ).exclude(pk=action.pk)
    for sister in sisters:
        if fold(sister.titre) == fold(action.titre):
            raise UserFault.single(
                f"L'action {sister.code} du même axe porte déjà ce titre.",
                value=action.titre,
                expected="un titre différent, ou modifier l'action existante",
                field="titre",
            )
