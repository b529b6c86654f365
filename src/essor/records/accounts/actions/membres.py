"""Writes on who is what in a territory."""

from essor.foundations.errors import UserFault
from essor.records.accounts.models import Membre, User
from essor.records.accounts.permissions import (
    Access,
    require_give,
    require_same_territoire,
)
from essor.records.accounts.roles import Role
from essor.records.journal.actions import OpenOperation, operation
from essor.records.territoires.models import Territoire


def grant_role(*, by: Access, territoire: Territoire, user: User, role: Role) -> Membre:
    """Make an existing account a member. Raises Forbidden, or UserFault if she is one already."""
    require_give(by, territoire_id=territoire.pk, role=role)
    with operation(kind="membre.ajouter", author=by, territoire_code=territoire.code) as op:
        return new_membre(op, territoire=territoire, user=user, role=role)


def new_membre(op: OpenOperation, *, territoire: Territoire, user: User, role: Role) -> Membre:
    """Add a member inside an open operation. Raises UserFault if she is one already."""
    existing = Membre.objects.filter(territoire=territoire, user=user).first()
    if existing is not None:
        raise UserFault.single(
            f"{user.label} est déjà membre du territoire ({Role(existing.role).label}).",
            expected="changer son rôle dans la page des membres",
            code="deja_membre",
        )
    return op.create(Membre(territoire=territoire, user=user, role=role))


def change_role(
    *, by: Access, membre: Membre, role: Role, expected_version: int | None = None
) -> Membre:
    """Give a member another role.

    Raises Forbidden when the old or the new role is above the author's; Conflict;
    UserFault when the territory would be left without administrateur.
    """
    require_give(by, territoire_id=membre.territoire_id, role=Role(membre.role))
    require_give(by, territoire_id=membre.territoire_id, role=role)
    with operation(kind="membre.role", author=by, territoire_code=membre.territoire.code) as op:
        if role is not Role.ADMINISTRATEUR:
            keep_one_administrateur(membre)
        return op.change(membre, expected_version=expected_version, role=role)


def remove_membre(*, by: Access, membre: Membre) -> None:
    """Take a person out of a territory; anyone may leave of her own accord.

    Raises Forbidden, or UserFault when the territory would be left without administrateur.
    """
    require_same_territoire(by, membre.territoire_id)
    if by.user_id != membre.user_id:
        require_give(by, territoire_id=membre.territoire_id, role=Role(membre.role))
    with operation(kind="membre.retirer", author=by, territoire_code=membre.territoire.code) as op:
        keep_one_administrateur(membre)
        op.delete(membre)


def keep_one_administrateur(membre: Membre) -> None:
    """Raise UserFault if this member is the last active administrateur of the territory."""
    lock_administrateurs(membre.territoire_id)
    others = Membre.objects.filter(
        territoire_id=membre.territoire_id, role=Role.ADMINISTRATEUR, user__is_active=True
    )
    is_one = others.filter(pk=membre.pk).exists()
    if is_one and not others.exclude(pk=membre.pk).exists():
        raise UserFault.single(
            f"{membre.user.label} est le dernier administrateur du territoire.",
            expected="nommer d'abord un autre administrateur",
            code="dernier_administrateur",
        )


def lock_administrateurs(*territoire_ids: int) -> None:
    """Make two administrateurs who remove each other wait for one another.

    What they find is read after the lock, by another statement: the one that
    waited still sees the rows as they were before it waited.
    """
    rows = Membre.objects.select_for_update(of=("self",)).filter(
        territoire_id__in=territoire_ids, role=Role.ADMINISTRATEUR
    )
    list(rows.order_by("id").values_list("pk"))
