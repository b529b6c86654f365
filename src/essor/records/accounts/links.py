"""Signed links: whoever holds one was given it, and it opens one thing only."""

import uuid
from dataclasses import dataclass

from django.contrib.auth.tokens import default_token_generator
from django.core.signing import BadSignature, Signer
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from essor.records.accounts.models import Invitation, User

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


def password_reset_parts(person: User) -> tuple[str, str]:
    """Return the two parts of the address that sets a new password, good once."""
    uid = urlsafe_base64_encode(force_bytes(person.pk))
    return uid, default_token_generator.make_token(person)


def read_password_reset(uid: str, token: str) -> User | None:
    """Return the account that a link opens, None when it was used, has expired or was cut."""
    try:
        number = int(urlsafe_base64_decode(uid).decode())
    except ValueError:
        return None
    if not 0 < number < 2**63:
        return None
    person = User.objects.filter(pk=number, is_active=True).first()
    if person is None or not default_token_generator.check_token(person, token):
        return None
    return person


def _signer() -> Signer:
    return Signer(salt=SALT, sep=".")
