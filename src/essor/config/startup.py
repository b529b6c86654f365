"""What Essor refuses to start with."""

import os

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connection

from essor.foundations.errors import Fault, UserFault
from essor.records.accounts.queries import demonstration_accounts

MINIMAL_SECRET_LENGTH = 50


def refuse_unsafe_start() -> None:
    """Raise UserFault with every reason not to serve this installation."""
    faults = list(unsafe_reasons())
    if faults:
        raise UserFault(faults)


def unsafe_reasons() -> list[Fault]:
    """Return why this installation must not be served; empty for a demonstration on loopback."""
    if settings.IS_DEMONSTRATION:
        return []
    faults = []
    if settings.DEBUG:
        faults.append(
            Fault(
                message="Le mode de mise au point est activé hors d'un espace de démonstration.",
                expected="retirer ESSOR_DEBUG de l'environnement",
                code="debug",
            )
        )
    if len(os.environ.get("ESSOR_SECRET_KEY", "")) < MINIMAL_SECRET_LENGTH:
        faults.append(
            Fault(
                message="La clé secrète est absente ou trop courte.",
                expected=f"ESSOR_SECRET_KEY d'au moins {MINIMAL_SECRET_LENGTH} caractères "
                "(« essor secret » en tire une)",
                code="secret",
            )
        )
    if not settings.ALLOWED_HOSTS:
        faults.append(
            Fault(
                message="Aucun nom de site n'est autorisé.",
                expected="ESSOR_HOSTS, par exemple essor.exemple.fr",
                code="hosts",
            )
        )
    if "*" in settings.ALLOWED_HOSTS:
        faults.append(
            Fault(
                message="Tous les noms de site sont autorisés\u00a0: un lien envoyé par courriel "
                "pourrait mener ailleurs.",
                value="*",
                expected="les noms du site dans ESSOR_HOSTS, par exemple essor.exemple.fr",
                code="hosts",
            )
        )
    return faults + _demonstration_account_faults()


def _demonstration_account_faults() -> list[Fault]:
    if "accounts_user" not in connection.introspection.table_names():
        return []
    emails = list(demonstration_accounts().values_list("email", flat=True))
    if not emails:
        return []
    return [
        Fault(
            message="La base contient des comptes de démonstration.",
            value=", ".join(emails),
            expected="partir d'une base neuve, ou « essor comptes retirer-demonstration »",
            code="demonstration",
        )
    ]


@register(Tags.security, deploy=True)
def check_safe_start(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    """Report the same reasons in ``essor check --deploy``."""
    return [Error(fault.sentence(), id=f"essor.{fault.code}") for fault in unsafe_reasons()]
