"""Secret links: personal sheet, calendar, unsubscription. Each opens one thing only.

Of a drawn link only the fingerprint is kept: whoever reads the database opens nothing.
"""

import datetime as dt
import hashlib
import secrets
from dataclasses import dataclass

from django.core.signing import BadSignature, Signer
from django.utils import timezone

from essor.records.accounts.models import Membre, User
from essor.records.accounts.permissions import Access
from essor.records.accounts.roles import ROLE_TABLE, Capability, Role
from essor.records.relances.kinds import Nature
from essor.records.relances.models import FluxAgenda, LienFiche

SALT = "essor.desabonnement"
LONGEST = 100
PILOTS = [role for role in Role if Capability.EDIT_PILOTED in ROLE_TABLE[role]]


@dataclass(frozen=True, slots=True)
class SheetKey:
    """What a personal link opens: the link, and its person reduced to a pilot."""

    link: LienFiche
    person: User
    access: Access


def draw() -> tuple[str, str]:
    """Return a new secret and the fingerprint to keep of it."""
    token = secrets.token_urlsafe(32)
    return token, fingerprint_of(token)


def fingerprint_of(token: str) -> str:
    """Return what is kept of a secret; it is random and long, so one hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def sheet_key(token: str, now: dt.datetime) -> SheetKey | None:
    """Return what a link opens now; None when cut, expired, withdrawn, closed or orphaned."""
    if len(token) > LONGEST:
        return None
    link = (
        LienFiche.objects.filter(
            token_hash=fingerprint_of(token), revoked_at__isnull=True, expires_at__gt=now
        )
        .select_related("plan__territoire", "user", "campagne")
        .first()
    )
    if link is None or (link.campagne is not None and not link.campagne.is_open):
        return None
    access = pilot_access(link)
    return None if access is None else SheetKey(link, link.user, access)


def pilot_access(link: LienFiche) -> Access | None:
    """Return the person of a link as a pilot of that territory and no more, None if she left."""
    person, territoire = link.user, link.plan.territoire
    place = Membre.objects.filter(user=person, territoire=territoire, role__in=PILOTS).first()
    if place is None or not person.is_active:
        return None
    return Access(
        territoire_id=territoire.pk,
        territoire_code=territoire.code,
        role=Role.PILOTE,
        user_id=person.pk,
        label=person.label,
    )


def feed_of(token: str) -> FluxAgenda | None:
    """Return the calendar that a secret opens, None when cut, replaced or its person closed."""
    if len(token) > LONGEST:
        return None
    return (
        FluxAgenda.objects.filter(token_hash=fingerprint_of(token), user__is_active=True)
        .select_related("user", "plan__territoire")
        .first()
    )


def unsubscribe_token(user_id: int, natures: tuple[Nature, ...]) -> str:
    """Return a signed text that lets its holder stop these kinds for one person, at any time."""
    return _signer().sign(f"{user_id}-{','.join(natures)}")


def read_unsubscribe_token(token: str) -> tuple[User, tuple[Nature, ...]] | None:
    """Return the person and the kinds of a signed text, None when it was not made here."""
    try:
        number, _, names = _signer().unsign(token).partition("-")
        natures = tuple(Nature(name) for name in names.split(","))
        person = User.objects.filter(pk=int(number)).first()
    except (BadSignature, ValueError):
        return None
    return None if person is None else (person, natures)


def in_days(days: int) -> dt.datetime:
    """Return the instant so many days from now."""
    return timezone.now() + dt.timedelta(days=days)


def _signer() -> Signer:
    return Signer(salt=SALT, sep=".")
