"""Messages that Essor sends to people, in plain French text."""

import logging
import smtplib

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone

from essor.foundations.french import format_date
from essor.records.accounts.models import Invitation, User
from essor.records.accounts.roles import Role

logger = logging.getLogger("essor.mails")

INVITATION = """Bonjour,

{author} vous invite à rejoindre le territoire « {territoire} » sur Essor, comme {role}.

Pour accepter, ouvrez ce lien avant le {end}\u00a0:
{url}

Ce lien est personnel et ne sert qu'une fois. Si vous n'attendiez pas ce message, ignorez-le\u00a0:
sans réponse, rien ne se passe.

Essor, la plateforme de pilotage des Territoires d'industrie
"""

PASSWORD = """Bonjour,

Quelqu'un, sans doute vous, a demandé à changer le mot de passe du compte {email} sur Essor.

Pour en choisir un nouveau, ouvrez ce lien dans les {hours} heures\u00a0:
{url}

Il ne sert qu'une fois. Si vous n'avez rien demandé, ignorez ce message\u00a0: votre mot de passe
reste le même.

Essor, la plateforme de pilotage des Territoires d'industrie
"""


def invitation_message(*, invitation: Invitation, author: str, url: str) -> EmailMessage:
    """Compose the message that carries the link of an invitation."""
    text = INVITATION.format(
        author=author,
        territoire=invitation.territoire.nom,
        role=Role(invitation.role).label,
        end=format_date(timezone.localdate(invitation.expires_at)),
        url=url,
    )
    subject = f"Invitation à rejoindre {invitation.territoire.nom} sur Essor"
    return EmailMessage(subject=subject, body=text, to=[invitation.email])


def password_message(*, person: User, url: str) -> EmailMessage:
    """Compose the message that carries the link to a new password."""
    hours = settings.PASSWORD_RESET_TIMEOUT // 3600
    text = PASSWORD.format(email=person.email, url=url, hours=hours)
    return EmailMessage(subject="Votre mot de passe Essor", body=text, to=[person.email])


def has_mail_server() -> bool:
    """Tell whether messages leave this machine, or only fall in a folder."""
    return "filebased" not in settings.EMAIL_BACKEND


def send(message: EmailMessage) -> bool:
    """Send a message; tell whether the mail server took it. A refusal is in the log."""
    try:
        return message.send() == 1
    except (OSError, smtplib.SMTPException):
        logger.exception("a message could not be handed to the mail server")
        return False
