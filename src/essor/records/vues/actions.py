"""Writes of the views that people keep. Each one leaves its trace."""

from typing import Any

from essor.foundations.errors import UserFault
from essor.records.accounts.models import User
from essor.records.accounts.permissions import Access, Forbidden
from essor.records.journal.actions import OpenOperation, operation
from essor.records.territoires.models import Territoire
from essor.records.vues.address import to_query
from essor.records.vues.description import ViewDescription
from essor.records.vues.models import LONGEST_QUERY, VueEnregistree, VueParDefaut
from essor.records.vues.permissions import require_change_view, require_keep_views


def save_view(
    *,
    by: Access,
    territoire: Territoire,
    nom: str,
    description: ViewDescription,
    is_shared: bool = False,
    is_default: bool = False,
) -> VueEnregistree:
    """Keep a view under a name; one of hers that has this name already is replaced.

    Raises Forbidden, UserFault.
    """
    require_keep_views(by, territoire.pk)
    owner = _person(by)
    values: dict[str, Any] = {"genre": description.kind.value, "adresse": _address(description)}
    values["is_shared"] = is_shared
    with operation(kind="vue.enregistrer", author=by, territoire_code=by.territoire_code) as op:
        nom = " ".join(nom.split())
        mine = VueEnregistree.objects.filter(territoire=territoire, owner=owner, nom=nom).first()
        if mine is None:
            mine = op.create(VueEnregistree(territoire=territoire, owner=owner, nom=nom, **values))
        else:
            mine = op.change(mine, **values)
        if is_default:
            _choose(op, mine, owner)
        return mine


def delete_view(*, by: Access, view: VueEnregistree) -> None:
    """Remove a view, and the choice of those who opened it first. Raises Forbidden."""
    require_change_view(by, view)
    with operation(kind="vue.supprimer", author=by, territoire_code=by.territoire_code) as op:
        for choice in VueParDefaut.objects.filter(vue=view).order_by("id"):
            op.delete(choice)
        op.delete(view)


def choose_default(*, by: Access, territoire: Territoire, view: VueEnregistree | None) -> None:
    """Open a view first from now on, or none. Raises Forbidden."""
    require_keep_views(by, territoire.pk)
    owner = _person(by)
    with operation(kind="vue.choisir", author=by, territoire_code=by.territoire_code) as op:
        if view is not None:
            _refuse_unreadable(view, by)
            _choose(op, view, owner)
            return
        for choice in VueParDefaut.objects.filter(territoire=territoire, user=owner):
            op.delete(choice)


def _choose(op: OpenOperation, view: VueEnregistree, owner: User) -> None:
    chosen = VueParDefaut.objects.filter(territoire=view.territoire, user=owner).first()
    if chosen is None:
        op.create(VueParDefaut(territoire=view.territoire, user=owner, vue=view))
    else:
        op.change(chosen, vue=view)


def _refuse_unreadable(view: VueEnregistree, by: Access) -> None:
    is_open = view.is_shared or view.owner_id == by.user_id
    if view.territoire_id != by.territoire_id or not is_open:
        raise Forbidden.single("Cette vue n'est pas partagée avec vous.")


def _person(by: Access) -> User:
    person = User.objects.filter(pk=by.user_id).first() if by.user_id is not None else None
    if person is None:
        raise UserFault.single("Une vue appartient à un compte.", expected="se connecter")
    return person


def _address(description: ViewDescription) -> str:
    address = to_query(description, page=None)
    if len(address) > LONGEST_QUERY:
        raise UserFault.single(
            "Cette vue a trop de conditions pour être enregistrée.",
            expected="moins de valeurs dans les filtres",
        )
    return address
