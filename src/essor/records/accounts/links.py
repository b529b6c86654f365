"""Signed links: whoever holds one was given it, and it names one invitation only."""

import uuid
from dataclasses import dataclass

from django.core.signing import BadSignature, Signer

from essor.records.accounts.models import Invitation

SALT = "essor.invitation"
ID_LENGTH = 32


@dataclass(frozen=True, slots=True)
class InvitationKey:
    """What a link says: which invitation, and the secret drawn when it was last sent."""

    invitation_id: uuid.UUID
    nonce: uuid.UUID


def invitation_token(invitation: Invitation) -> str:
    """Return the part of the link that proves it was made here."""
    return _signer().sign(f"{invitation.id.hex}{invitation.nonce.hex}")


def read_invitation_token(token: str) -> InvitationKey | None:
    """Return what the link names, None when it was not made here or was cut."""
    try:
        text = _signer().unsign(token)
        return InvitationKey(uuid.UUID(hex=text[:ID_LENGTH]), uuid.UUID(hex=text[ID_LENGTH:]))
    except (BadSignature, ValueError):
        return None


def _signer() -> Signer:
    return Signer(salt=SALT, sep=".")
