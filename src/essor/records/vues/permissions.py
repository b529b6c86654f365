"""Who keeps views: every member for herself, and for the others if she shares them."""

from essor.records.accounts.permissions import Access, Forbidden, require_same_territoire
from essor.records.accounts.roles import Capability
from essor.records.vues.models import VueEnregistree


def can_keep_views(by: Access) -> bool:
    """Tell whether this person has views of her own here: she is a member and signed in."""
    return by.user_id is not None and by.is_member and by.can(Capability.VIEW_INTERNAL)


def require_keep_views(by: Access, territoire_id: int) -> None:
    """Raise Forbidden unless this person may keep views in this territory."""
    require_same_territoire(by, territoire_id)
    by.require(Capability.VIEW_INTERNAL)


def can_change_view(by: Access, view: VueEnregistree) -> bool:
    """Tell whether this person may change or remove a view: hers, or a shared one as manager."""
    if by.territoire_id != view.territoire_id or not can_keep_views(by):
        return False
    is_hers = view.owner_id == by.user_id
    return is_hers or (view.is_shared and by.can(Capability.EDIT_PLAN))


def require_change_view(by: Access, view: VueEnregistree) -> None:
    """Raise Forbidden unless this person may change or remove the view."""
    if not can_change_view(by, view):
        raise Forbidden.single(
            "Cette vue appartient à une autre personne.",
            expected="l'enregistrer sous un autre nom",
        )
