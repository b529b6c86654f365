"""What the members page shows, worked out once: who may be changed, which links may be read."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from essor.records.accounts.links import invitation_token
from essor.records.accounts.models import Invitation, Membre
from essor.records.accounts.permissions import Access
from essor.records.accounts.queries import list_membres, list_open_invitations
from essor.records.accounts.roles import ROLE_TABLE, Capability, Role
from essor.records.territoires.models import Territoire
from essor.web.membres.forms import RoleForm


@dataclass(frozen=True, slots=True, kw_only=True)
class MembreRow:
    """One member; ``form`` is None when the reader may not change her role."""

    membre: Membre
    is_me: bool
    form: RoleForm | None

    @property
    def may_remove(self) -> bool:
        """Tell whether the reader may take her out, or leave."""
        return self.is_me or self.form is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationRow:
    """One open invitation; ``url`` is empty for a role above the reader's own."""

    invitation: Invitation
    is_expired: bool
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CapabilityRow:
    """One line of the role table as it is shown."""

    capability: str
    granted: tuple[bool, ...]


def membre_rows(territoire: Territoire, access: Access) -> list[MembreRow]:
    """Return the members, each with the form that the reader may use."""
    roles = [role for role in Role if access.can_give(role)]
    return [
        MembreRow(
            membre=membre,
            is_me=membre.user_id == access.user_id,
            form=_role_form(membre, roles) if access.can_give(Role(membre.role)) else None,
        )
        for membre in list_membres(territoire)
    ]


def invitation_rows(
    territoire: Territoire, access: Access, make_url: Callable[[str], str]
) -> list[InvitationRow]:
    """Return the open invitations.

    The link opens the account it names, so a reader who may not offer the role may not see it.
    """
    now = timezone.now()
    return [
        InvitationRow(
            invitation=invitation,
            is_expired=invitation.is_expired(now),
            url=make_url(invitation_token(invitation))
            if access.can_invite(Role(invitation.role))
            else "",
        )
        for invitation in list_open_invitations(territoire)
    ]


def role_rows() -> list[CapabilityRow]:
    """Return the role table, one line per capability, one column per role."""
    return [
        CapabilityRow(
            capability=capability.value,
            granted=tuple(capability in ROLE_TABLE[role] for role in Role),
        )
        for capability in Capability
    ]


def _role_form(membre: Membre, roles: list[Role]) -> RoleForm:
    return RoleForm(
        roles=roles,
        initial={"role": membre.role, "version": membre.version},
        auto_id=f"role_{membre.pk.hex}_%s",
    )
