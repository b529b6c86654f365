"""Writes on invitations: offered by a signed link, accepted once, before their end."""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from essor.foundations.errors import UserFault
from essor.foundations.french import format_date
from essor.records.accounts.actions.membres import new_membre
from essor.records.accounts.actions.people import EMAIL_FIELD, create_user, normalize_email
from essor.records.accounts.links import invitation_token
from essor.records.accounts.mails import invitation_message, send
from essor.records.accounts.models import Invitation, Membre, User
from essor.records.accounts.permissions import Access, Forbidden, require_invite
from essor.records.accounts.queries import invitation_of
from essor.records.accounts.roles import Role
from essor.records.journal.actions import OpenOperation, lock, operation
from essor.records.territoires.models import Territoire

INVITATION_LIFETIME = dt.timedelta(days=14)

MakeUrl = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SentInvitation:
    """An invitation, its link, and whether the mail server took the message."""

    invitation: Invitation
    url: str
    is_sent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    """What somebody without an account says of herself when she accepts."""

    prenom: str
    nom: str
    password: str
    structure: str = ""


def invite(
    *, by: Access, territoire: Territoire, email: str, role: Role, make_url: MakeUrl
) -> SentInvitation:
    """Offer a role to an address, and send it the link.

    make_url : from the signed part to the whole address of the page that accepts.
    Raises Forbidden, or UserFault when she is a member or invited already.
    """
    require_invite(by, territoire_id=territoire.pk, role=role)
    email = _checked_email(email)
    _refuse_membre(territoire, email)
    now = timezone.now()
    with operation(kind="invitation.creer", author=by, territoire_code=territoire.code) as op:
        _close_expired(op, territoire, email, now)
        invitation = op.create(
            Invitation(
                email=email, territoire=territoire, role=role, expires_at=now + INVITATION_LIFETIME
            )
        )
    return _send(invitation, by, make_url)


def send_invitation_again(
    *, by: Access, invitation: Invitation, make_url: MakeUrl
) -> SentInvitation:
    """Send an open invitation again for a full lifetime; the former link stops working.

    Raises Forbidden, UserFault.
    """
    require_invite(by, territoire_id=invitation.territoire_id, role=Role(invitation.role))
    code = invitation.territoire.code
    with operation(kind="invitation.renvoyer", author=by, territoire_code=code) as op:
        row = _lock_open(invitation)
        end = timezone.now() + INVITATION_LIFETIME
        row = op.change(row, nonce=uuid.uuid4(), expires_at=end)
    return _send(row, by, make_url)


def revoke_invitation(*, by: Access, invitation: Invitation) -> Invitation:
    """Withdraw an invitation; its link stops working. Raises Forbidden, UserFault."""
    require_invite(by, territoire_id=invitation.territoire_id, role=Role(invitation.role))
    code = invitation.territoire.code
    with operation(kind="invitation.retirer", author=by, territoire_code=code) as op:
        return op.change(_lock_open(invitation), revoked_at=timezone.now())


def accept_invitation(
    *, token: str, user: User | None = None, new_person: NewPerson | None = None
) -> Membre:
    """Accept an invitation, as the signed-in holder of its address or as a new account.

    Raises Forbidden when the link is not ours or the account is of another address;
    UserFault when it was used, withdrawn or has expired, or when the account is refused.
    """
    with transaction.atomic():
        invitation = _invitation_of(token)
        person = user if user is not None else _new_account(invitation, new_person)
        if normalize_email(person.email) != invitation.email or not person.is_active:
            raise Forbidden.single(
                f"Cette invitation est adressée à {invitation.email}.",
                value=person.email,
                expected="se connecter avec cette adresse",
            )
        territoire = invitation.territoire
        with operation(
            kind="invitation.accepter", author=person, territoire_code=territoire.code
        ) as op:
            op.change(invitation, accepted_at=op.row.at)
            return new_membre(op, territoire=territoire, user=person, role=Role(invitation.role))


def require_open(invitation: Invitation, at: dt.datetime) -> None:
    """Raise UserFault, with the reason, unless the invitation can still be accepted."""
    if invitation.accepted_at is not None:
        reason = "Cette invitation a déjà été acceptée."
    elif invitation.revoked_at is not None:
        reason = "Cette invitation a été retirée."
    elif invitation.is_expired(at):
        end = format_date(timezone.localdate(invitation.expires_at))
        reason = f"Cette invitation a expiré le {end}."
    else:
        return
    raise UserFault.single(
        reason, expected="demander une nouvelle invitation", code="invitation_close"
    )


def _checked_email(email: str) -> str:
    email = normalize_email(email)
    try:
        validate_email(email)
    except ValidationError as error:
        raise UserFault.single(
            "L'adresse électronique n'est pas valable.",
            value=email,
            expected="une adresse comme prenom.nom@exemple.fr",
            field=EMAIL_FIELD,
        ) from error
    return email


def _refuse_membre(territoire: Territoire, email: str) -> None:
    membre = Membre.objects.filter(territoire=territoire, user__email=email).first()
    if membre is not None:
        raise UserFault.single(
            f"{email} est déjà membre du territoire ({Role(membre.role).label}).",
            expected="changer son rôle dans la liste des membres",
            field=EMAIL_FIELD,
            code="deja_membre",
        )


def _close_expired(op: OpenOperation, territoire: Territoire, email: str, now: dt.datetime) -> None:
    pending = Invitation.objects.filter(
        territoire=territoire, email=email, accepted_at__isnull=True, revoked_at__isnull=True
    ).order_by("id")
    for row in pending.select_for_update(of=("self",)):
        if not row.is_expired(now):
            end = format_date(timezone.localdate(row.expires_at))
            raise UserFault.single(
                f"Une invitation est déjà en attente pour {email} "
                f"({Role(row.role).label}, jusqu'au {end}).",
                expected="la renvoyer, ou la retirer avant d'en faire une autre",
                field=EMAIL_FIELD,
                code="deja_invite",
            )
        op.change(row, revoked_at=now)


def _lock_open(invitation: Invitation) -> Invitation:
    row = lock(invitation)
    if not row.is_open:
        require_open(row, timezone.now())
    return row


def _invitation_of(token: str) -> Invitation:
    found = invitation_of(token)
    if found is None:
        raise Forbidden.single(
            "Ce lien d'invitation a été coupé ou remplacé par un autre.",
            expected="ouvrir le lien du dernier message reçu",
        )
    row = lock(found)
    require_open(row, timezone.now())
    return row


def _new_account(invitation: Invitation, new_person: NewPerson | None) -> User:
    if new_person is None:
        raise Forbidden.single(
            "Il faut se connecter ou créer un compte pour accepter une invitation."
        )
    return create_user(
        by=None,
        email=invitation.email,
        password=new_person.password,
        prenom=new_person.prenom,
        nom=new_person.nom,
        structure=new_person.structure,
    )


def _send(invitation: Invitation, by: Access, make_url: MakeUrl) -> SentInvitation:
    url = make_url(invitation_token(invitation))
    message = invitation_message(invitation=invitation, author=by.label, url=url)
    return SentInvitation(invitation=invitation, url=url, is_sent=send(message))
