"""Writes on tokens: each is its owner's own gesture, and leaves its trace without the secret."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.utils import timezone

from essor.foundations.errors import Fault, FaultGatherer, Place
from essor.records.accounts.models import User
from essor.records.accounts.permissions import Forbidden
from essor.records.jetons.models import Jeton
from essor.records.jetons.scopes import Scope
from essor.records.jetons.secret import draw_token, token_hash, token_prefix
from essor.records.journal.actions import operation

LONGEST_LIFETIME = dt.timedelta(days=366)
MOST_TOKENS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class NewJeton:
    """A token on the day it is made: the only moment when its secret is known."""

    jeton: Jeton
    token: str


def create_jeton(
    *,
    by: User,
    person: User,
    titre: str,
    scopes: Collection[Scope],
    expires_at: dt.datetime,
    territoire_code: str = "",
) -> NewJeton:
    """Give oneself a token. Raises Forbidden for anyone else, UserFault with every fault."""
    require_oneself(by, person)
    now = timezone.now()
    _refuse_wrong_terms(person, titre, expires_at, now)
    token = draw_token()
    jeton = Jeton(
        user=person,
        titre=titre.strip(),
        prefix=token_prefix(token),
        sha256=token_hash(token),
        scopes=sorted(scope.value for scope in {*scopes, Scope.LECTURE}),
        territoire_code=territoire_code,
        expires_at=expires_at,
    )
    with operation(kind="jeton.creer", author=by) as op:
        return NewJeton(jeton=op.create(jeton), token=token)


def revoke_jeton(*, by: User, jeton: Jeton) -> Jeton:
    """Close a token for good; a second time changes nothing. Raises Forbidden."""
    require_oneself(by, jeton.user)
    with operation(kind="jeton.revoquer", author=by) as op:
        if jeton.revoked_at is not None:
            return jeton
        return op.change(jeton, revoked_at=op.row.at)


def require_oneself(by: User, person: User) -> None:
    """Raise Forbidden unless a person acts on her own tokens: nobody else may, whoever she is."""
    if by.pk != person.pk or not by.is_active:
        raise Forbidden.single(
            "Un jeton ne se crée et ne se révoque que par la personne à qui il appartient.",
            expected="se connecter avec ce compte",
        )


def _refuse_wrong_terms(
    person: User, titre: str, expires_at: dt.datetime, now: dt.datetime
) -> None:
    with FaultGatherer() as faults:
        if not titre.strip():
            faults.add(_fault("usage", "Dire à quoi servira ce jeton", "« tableau de bord »"))
        if not now < expires_at <= now + LONGEST_LIFETIME:
            faults.add(_fault("expiration", "L'expiration est obligatoire", "un an au plus"))
        if Jeton.objects.filter(user=person, revoked_at=None, expires_at__gt=now).count() >= (
            MOST_TOKENS
        ):
            faults.add_message(
                f"Vous avez déjà {MOST_TOKENS} jetons ouverts", expected="en révoquer d'abord"
            )


def _fault(field: str, message: str, expected: str) -> Fault:
    return Fault(message=message, place=Place(field=field), expected=expected)
