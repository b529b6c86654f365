"""Who is who."""

from typing import Any

from django.db.models import QuerySet

from essor.records.accounts.models import Membre, User
from essor.records.accounts.permissions import Access
from essor.records.accounts.roles import Role
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


def list_membres(territoire: Territoire) -> QuerySet[Membre]:
    """Return the members of a territory with their people, ordered by role."""
    return (
        Membre.objects.filter(territoire=territoire)
        .select_related("user")
        .order_by("role", "user__nom", "user__prenom", "user__email")
    )
