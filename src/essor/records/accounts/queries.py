"""Who is who."""

import datetime as dt
from typing import Any

from axes.models import AccessAttempt
from django.db.models import Case, IntegerField, Max, QuerySet, Value, When
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from essor.records.accounts.links import read_invitation_token
from essor.records.accounts.models import Invitation, Membre, User
from essor.records.accounts.permissions import Access
from essor.records.accounts.roles import Role
from essor.records.journal.models import Event, Verb
from essor.records.journal.snapshots import kind_of
from essor.records.territoires.models import Territoire


def access_for(user: Any, territoire: Territoire) -> Access:
    """Return what a signed-in or anonymous person is in a territory."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return Access(territoire_id=territoire.pk, territoire_code=territoire.code)
    membre = Membre.objects.filter(user_id=user.pk, territoire=territoire).first()
    return Access(
        territoire_id=territoire.pk,
        territoire_code=territoire.code,
        role=Role(membre.role) if membre else Role.PUBLIC,
        user_id=user.pk,
        is_superuser=user.is_superuser,
        label=user.label,
    )


def demonstration_accounts() -> QuerySet[User]:
    """Return the accounts that only a demonstration workspace may hold."""
    return User.objects.filter(is_demonstration=True).order_by("id")


def role_rank() -> Case:
    """Return the expression that orders rows by role, from most to least."""
    ranks = [When(role=role.value, then=Value(rank)) for rank, role in enumerate(Role)]
    return Case(*ranks, output_field=IntegerField())


def list_membres(territoire: Territoire) -> QuerySet[Membre]:
    """Return the members of a territory with their people, from most to least rights."""
    return (
        Membre.objects.filter(territoire=territoire)
        .select_related("user", "territoire")
        .order_by(role_rank(), "user__nom", "user__prenom", "user__email")
    )


def membres_of(person: User) -> QuerySet[Membre]:
    """Return the places that a person has, in the order of the territories' names."""
    return (
        Membre.objects.filter(user=person)
        .select_related("territoire")
        .order_by("territoire__nom", "territoire__phase")
    )


def demonstration_membres() -> QuerySet[Membre]:
    """Return the places of the demonstration accounts, from most to least rights."""
    return (
        Membre.objects.filter(user__is_demonstration=True, user__is_active=True)
        .select_related("user", "territoire")
        .order_by(role_rank(), "user__email")
    )


def list_open_invitations(territoire: Territoire) -> QuerySet[Invitation]:
    """Return the invitations that nobody accepted or withdrew, the expired ones included."""
    return (
        Invitation.objects.filter(
            territoire=territoire, accepted_at__isnull=True, revoked_at__isnull=True
        )
        .select_related("territoire")
        .order_by("expires_at", "email")
    )


def invitation_of(token: str) -> Invitation | None:
    """Return the invitation that a signed link names, None when the link is not ours."""
    key = read_invitation_token(token)
    if key is None:
        return None
    return (
        Invitation.objects.filter(pk=key.invitation_id, nonce=key.nonce)
        .select_related("territoire")
        .first()
    )


def author_of(invitation: Invitation) -> str:
    """Return who made an invitation, as the journal signed it."""
    event = (
        Event.objects.filter(
            object_kind=kind_of(Invitation), object_id=invitation.pk, verb=Verb.CREATE
        )
        .select_related("operation")
        .first()
    )
    return event.operation.author_label if event else ""


def find_person(email: str) -> User | None:
    """Return the account of an address, whatever its case."""
    return User.objects.filter(email=email.strip().lower()).first()


def list_people() -> QuerySet[User]:
    """Return every account with its places, for the command line."""
    return User.objects.prefetch_related("membres__territoire").order_by("email")


def sole_administrateur_of(person: User) -> list[Territoire]:
    """Return the territories where no other active account is administrateur."""
    orphans = []
    mine = Membre.objects.filter(user=person, role=Role.ADMINISTRATEUR)
    for membre in mine.select_related("territoire").order_by("id"):
        others = Membre.objects.filter(
            territoire=membre.territoire, role=Role.ADMINISTRATEUR, user__is_active=True
        ).exclude(user=person)
        if not others.exists():
            orphans.append(membre.territoire)
    return orphans


def confirmed_totp(person: User) -> TOTPDevice | None:
    """Return the application that the sign-in of this account asks for, if any."""
    return TOTPDevice.objects.filter(user=person, confirmed=True).order_by("id").first()


def pending_totp(person: User) -> TOTPDevice | None:
    """Return the key that was drawn and that no code has proved yet."""
    return TOTPDevice.objects.filter(user=person, confirmed=False).order_by("id").first()


def backup_codes_left(person: User) -> int:
    """Return how many backup codes were not spent."""
    count: int = StaticToken.objects.filter(device__user=person).count()
    return count


def last_failure_at(*, username: str, ip_address: str | None) -> dt.datetime | None:
    """Return when a wrong password was last typed for this address from this machine."""
    found = AccessAttempt.objects.filter(username=username, ip_address=ip_address)
    last: dt.datetime | None = found.aggregate(last=Max("attempt_time"))["last"]
    return last
