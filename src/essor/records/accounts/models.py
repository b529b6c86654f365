"""People and their places in territories."""

import datetime as dt
import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from essor.records.accounts.roles import Role
from essor.records.journal.models import Tracked
from essor.records.territoires.models import Territoire

MEMBER_ROLES = [(role.value, role.label) for role in Role if role is not Role.PUBLIC]


class UserManager(BaseUserManager["User"]):
    """Finds people by e-mail address, whatever its case."""

    def get_by_natural_key(self, email: str | None) -> "User":
        """Return the person who signs in with this address."""
        return self.get(email__iexact=email)


class User(AbstractBaseUser):
    """A person who signs in with her e-mail address."""

    email = models.EmailField("adresse électronique", max_length=254, unique=True)
    prenom = models.CharField("prénom", max_length=100, blank=True)
    nom = models.CharField("nom", max_length=100, blank=True)
    structure = models.CharField("structure", max_length=200, blank=True)
    is_active = models.BooleanField("compte actif", default=True)
    is_superuser = models.BooleanField("administre l'installation", default=False)
    is_demonstration = models.BooleanField("compte de démonstration", default=False)
    created_at = models.DateTimeField("créé le", auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "personne"
        ordering = ("nom", "prenom", "email")
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="user_email_bas")
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Name shown in histories, the address when no name was given."""
        return f"{self.prenom} {self.nom}".strip() or self.email


class Membre(Tracked):
    """The role of one person in one territory."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="membres",
        verbose_name="personne",
    )
    territoire = models.ForeignKey(
        Territoire, on_delete=models.PROTECT, related_name="membres", verbose_name="territoire"
    )
    role = models.CharField("rôle", max_length=20, choices=MEMBER_ROLES)

    class Meta:
        verbose_name = "membre"
        ordering = ("territoire", "role", "id")
        constraints = [
            models.UniqueConstraint(fields=("user", "territoire"), name="membre_un_role"),
            models.CheckConstraint(
                condition=models.Q(role__in=[value for value, _ in MEMBER_ROLES]),
                name="membre_role_connu",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.get_role_display()})"


class Invitation(Tracked):
    """An offer of a role, accepted through a signed link, once, before its end."""

    # The secret of the link stays out of histories, which members read.
    UNTRACKED: ClassVar[frozenset[str]] = Tracked.UNTRACKED | {"nonce"}

    email = models.EmailField("adresse électronique", max_length=254)
    territoire = models.ForeignKey(
        Territoire, on_delete=models.PROTECT, related_name="invitations", verbose_name="territoire"
    )
    role = models.CharField("rôle", max_length=20, choices=MEMBER_ROLES)
    nonce = models.UUIDField("aléa du lien", default=uuid.uuid4, editable=False)
    expires_at = models.DateTimeField("expire le")
    accepted_at = models.DateTimeField("acceptée le", null=True, blank=True)
    revoked_at = models.DateTimeField("retirée le", null=True, blank=True)

    class Meta:
        verbose_name = "invitation"
        ordering = ("-expires_at", "id")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(accepted_at__isnull=True) | models.Q(revoked_at__isnull=True),
                name="invitation_acceptee_ou_retiree",
            ),
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="invitation_email_bas"
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=[value for value, _ in MEMBER_ROLES]),
                name="invitation_role_connu",
            ),
            models.UniqueConstraint(
                fields=("email", "territoire"),
                condition=models.Q(accepted_at__isnull=True, revoked_at__isnull=True),
                name="invitation_une_ouverte",
            ),
        ]

    def __str__(self) -> str:
        return f"invitation de {self.email}"

    @property
    def is_open(self) -> bool:
        """Tell whether nobody accepted or withdrew it; it may have expired all the same."""
        return self.accepted_at is None and self.revoked_at is None

    def is_expired(self, at: dt.datetime) -> bool:
        """Tell whether its end has passed."""
        return at >= self.expires_at
