"""Who sets webhooks: whoever manages the plan; and how far what is announced may go."""

from essor.records.accounts.permissions import Access, require_same_territoire
from essor.records.accounts.queries import access_for
from essor.records.accounts.roles import Capability, Role
from essor.records.territoires.models import Territoire
from essor.records.webhooks.choices import Niveau
from essor.records.webhooks.models import Abonnement


def require_manage(by: Access, territoire: Territoire) -> None:
    """Raise Forbidden unless this person manages the plan of the territory."""
    require_same_territoire(by, territoire.pk)
    by.require(Capability.EDIT_PLAN)


def reading_access(abonnement: Abonnement) -> Access | None:
    """Return what bounds the announcements now; None when nobody answers for them any more.

    It is the person's own access, or a lesser one: that of the public, that of a plain reader.
    """
    access = access_for(abonnement.user, abonnement.territoire)
    if not access.can(Capability.EDIT_PLAN):
        return None
    if abonnement.niveau == Niveau.RESTREINT:
        return access
    role = Role.LECTEUR if abonnement.niveau == Niveau.INTERNE else Role.PUBLIC
    return Access(
        territoire_id=access.territoire_id, territoire_code=access.territoire_code, role=role
    )
