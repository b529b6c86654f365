"""Writes of the committees and of their agenda. Each one leaves its trace."""

from collections.abc import Mapping, Sequence
from typing import Any

from essor.foundations.errors import UserFault
from essor.records.accounts.models import Membre, User
from essor.records.accounts.permissions import Access
from essor.records.comites.models import (
    ActionDeDecision,
    ActionDuPoint,
    Comite,
    Decision,
    PointOrdreDuJour,
    Presence,
)
from essor.records.comites.permissions import require_manage
from essor.records.journal.actions import OpenOperation, lock, operation
from essor.records.plans.choices import Confidentialite
from essor.records.plans.models import Action, Plan
from essor.records.plans.parts import delete_below

SETTABLE = frozenset(
    {"nature", "titre", "tenu_on", "heure", "lieu", "statut", "participants_texte", "releve"}
)
POINT_SETTABLE = frozenset({"titre", "rapporteur_nom", "texte", "confidentialite"})


def create_comite(
    *,
    by: Access,
    plan: Plan,
    members: Sequence[User] = (),
    is_demonstration: bool = False,
    **values: Any,
) -> Comite:
    """Add a committee, planned or held. Raises Forbidden, UserFault."""
    require_manage(by, plan)
    refuse_unsettable(values, SETTABLE)
    with operation(kind="plan.comite.creer", author=by, territoire_code=by.territoire_code) as op:
        comite = Comite(plan=plan, is_demonstration=is_demonstration, **stripped(values))
        op.create(comite)
        _write_presences(op, comite, members)
        return comite


def change_comite(
    *,
    by: Access,
    comite: Comite,
    expected_version: int | None = None,
    members: Sequence[User] | None = None,
    **values: Any,
) -> Comite:
    """Change a committee, say that it met. Raises Forbidden, Conflict, UserFault."""
    require_manage(by, comite.plan)
    refuse_unsettable(values, SETTABLE)
    with operation(
        kind="plan.comite.modifier", author=by, territoire_code=by.territoire_code
    ) as op:
        row = op.change(comite, expected_version=expected_version, **stripped(values))
        if members is not None:
            _write_presences(op, row, members)
        return row


def delete_comite(*, by: Access, comite: Comite, reason: str = "") -> None:
    """Delete a committee and all that belongs to it; the journal can bring it back whole."""
    require_manage(by, comite.plan)
    with operation(
        kind="plan.comite.supprimer", author=by, territoire_code=by.territoire_code, reason=reason
    ) as op:
        delete_below(op, comite)
        op.delete(comite)


def add_point(
    *, by: Access, comite: Comite, actions: Sequence[Action] = (), **values: Any
) -> PointOrdreDuJour:
    """Put a point on the agenda, last. Raises Forbidden, UserFault."""
    require_manage(by, comite.plan)
    refuse_unsettable(values, POINT_SETTABLE)
    with operation(
        kind="plan.comite.point.ajouter", author=by, territoire_code=by.territoire_code
    ) as op:
        lock(comite)
        last = PointOrdreDuJour.objects.filter(comite=comite).order_by("-ordre").first()
        point = PointOrdreDuJour(
            comite=comite, ordre=1 + (last.ordre if last else 0), **stripped(values)
        )
        raise_level(point, actions)
        op.create(point)
        write_actions(op, point, actions)
        return point


def change_point(
    *,
    by: Access,
    point: PointOrdreDuJour,
    expected_version: int | None = None,
    actions: Sequence[Action] | None = None,
    **values: Any,
) -> PointOrdreDuJour:
    """Change a point of the agenda. Raises Forbidden, Conflict, UserFault."""
    require_manage(by, point.comite.plan)
    refuse_unsettable(values, POINT_SETTABLE)
    with operation(
        kind="plan.comite.point.modifier", author=by, territoire_code=by.territoire_code
    ) as op:
        values = stripped(values)
        if actions is not None and is_restricted(actions):
            values["confidentialite"] = Confidentialite.RESTREINT
        row = op.change(point, expected_version=expected_version, **values)
        if actions is not None:
            write_actions(op, row, actions)
        return row


def move_point(*, by: Access, point: PointOrdreDuJour, is_up: bool) -> None:
    """Exchange a point with its neighbour; nothing at either end. Raises Forbidden."""
    require_manage(by, point.comite.plan)
    with operation(
        kind="plan.comite.point.deplacer", author=by, territoire_code=by.territoire_code
    ) as op:
        lock(point.comite)
        rows = list(
            PointOrdreDuJour.objects.filter(comite_id=point.comite_id).order_by(
                "ordre", "created_at", "id"
            )
        )
        here = next(rank for rank, row in enumerate(rows) if row.pk == point.pk)
        there = here - 1 if is_up else here + 1
        if 0 <= there < len(rows):
            rows[here], rows[there] = rows[there], rows[here]
        for rank, row in enumerate(rows, start=1):
            op.change(row, ordre=rank)


def delete_point(*, by: Access, point: PointOrdreDuJour) -> None:
    """Take a point off the agenda; its decisions stay with the committee. Raises Forbidden."""
    require_manage(by, point.comite.plan)
    with operation(
        kind="plan.comite.point.supprimer", author=by, territoire_code=by.territoire_code
    ) as op:
        for decision in Decision.objects.filter(point=point).order_by("id"):
            op.change(decision, point=None)
        for link in point.actions_liees.order_by("id"):
            op.delete(link)
        op.delete(point)


def refuse_unsettable(values: Mapping[str, Any], settable: frozenset[str]) -> None:
    """Raise TypeError for a field that is not set this way."""
    if wrong := sorted(values.keys() - settable):
        raise TypeError(f"not set this way: {', '.join(wrong)}")


def stripped(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values without spaces around texts."""
    return {
        name: value.strip() if isinstance(value, str) else value for name, value in values.items()
    }


def is_restricted(actions: Sequence[Action]) -> bool:
    """Tell whether one of the actions is restricted."""
    return any(action.confidentialite == Confidentialite.RESTREINT for action in actions)


def raise_level(row: PointOrdreDuJour | Decision, actions: Sequence[Action]) -> None:
    """Make a row restricted as soon as it is about a restricted action."""
    if is_restricted(actions):
        row.confidentialite = Confidentialite.RESTREINT


def write_actions(
    op: OpenOperation, row: PointOrdreDuJour | Decision, actions: Sequence[Action]
) -> None:
    """Make the actions of a point or of a decision those given. Raises UserFault."""
    if any(action.plan_id != row.comite.plan_id for action in actions):
        raise UserFault.single("Une action n'est pas de ce plan.", field="actions")
    wanted = {action.pk: action for action in actions}
    for link in row.actions_liees.order_by("created_at", "id"):
        if wanted.pop(link.action_id, None) is None:
            op.delete(link)
    for action in wanted.values():
        if isinstance(row, Decision):
            op.create(ActionDeDecision(action=action, decision=row))
        else:
            op.create(ActionDuPoint(action=action, point=row))


def require_member(user: User, comite: Comite) -> None:
    """Raise UserFault unless the person is a member of the territory."""
    if not Membre.objects.filter(user=user, territoire_id=comite.plan.territoire_id).exists():
        raise UserFault.single(
            "Cette personne n'est pas membre du territoire.",
            value=user.label,
            expected="l'inviter d'abord, ou écrire son nom en toutes lettres",
            field="membres",
        )


def _write_presences(op: OpenOperation, comite: Comite, members: Sequence[User]) -> None:
    wanted = {user.pk: user for user in members}
    for row in Presence.objects.filter(comite=comite).order_by("created_at", "id"):
        if wanted.pop(row.user_id, None) is None:
            op.delete(row)
    for user in wanted.values():
        require_member(user, comite)
        op.create(Presence(comite=comite, user=user))
