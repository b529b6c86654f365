"""Reads of tokens."""

import datetime as dt

from django.db.models import QuerySet

from essor.records.accounts.models import User
from essor.records.accounts.permissions import Access
from essor.records.accounts.queries import access_for
from essor.records.jetons.models import Jeton
from essor.records.jetons.secret import MARK, token_hash
from essor.records.territoires.models import Territoire


def jetons_of(person: User) -> QuerySet[Jeton]:
    """Return the tokens of a person, the latest first, revoked and expired ones included."""
    return Jeton.objects.filter(user=person).select_related("user").order_by("-created_at", "id")


def find_open_jeton(token: str, *, at: dt.datetime) -> Jeton | None:
    """Return the token that a caller shows, None unless it opens something now. One query.

    A closed account closes its tokens.
    """
    if not token.startswith(MARK):
        return None
    found = Jeton.objects.filter(sha256=token_hash(token)).select_related("user").first()
    if found is None or not found.is_open(at) or not found.user.is_active:
        return None
    return found


def access_with(jeton: Jeton | None, territoire: Territoire) -> Access:
    """Return what the owner of a token is in a territory, as things stand now.

    A token kept to another territory opens here what anybody may read.
    """
    if jeton is None or jeton.territoire_code not in ("", territoire.code):
        return Access(territoire_id=territoire.pk, territoire_code=territoire.code)
    access = access_for(jeton.user, territoire)
    return _signed(access, jeton)


def _signed(access: Access, jeton: Jeton) -> Access:
    """Sign as the owner, saying that a program held the pen."""
    return Access(
        territoire_id=access.territoire_id,
        territoire_code=access.territoire_code,
        role=access.role,
        user_id=access.user_id,
        is_superuser=access.is_superuser,
        label=f"{access.label[:90]} (API, {jeton.titre[:90]})",
    )
