"""Tokens, whose secret is never kept; counts of calls; answers kept for a repeated request."""

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from essor.records.jetons.scopes import Scope
from essor.records.journal.models import Tracked

SHA256_LENGTH = 64


class Jeton(Tracked):
    """A key that a person gave herself to call the API in her name.

    sha256 : of the whole token; the token itself is shown once and kept nowhere
    prefix : its first characters, to recognise it
    territoire_code : the only territory it opens; empty for all those of its owner. The role
    is read again at each call: nothing here gives a right.
    """

    UNTRACKED: ClassVar[frozenset[str]] = Tracked.UNTRACKED | {"sha256", "last_used_at"}

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="jetons",
        verbose_name="personne",
    )  # fmt: skip
    titre = models.CharField("usage", max_length=100)
    prefix = models.CharField("début du jeton", max_length=16)
    sha256 = models.CharField("empreinte", max_length=SHA256_LENGTH, unique=True)
    scopes = models.JSONField("portées", default=list)
    territoire_code = models.CharField("territoire", max_length=20, blank=True)
    expires_at = models.DateTimeField("expire le")
    revoked_at = models.DateTimeField("révoqué le", null=True, blank=True)
    last_used_at = models.DateTimeField("dernière utilisation", null=True, blank=True)

    class Meta:
        verbose_name = "jeton"
        ordering = ("-created_at", "id")
        constraints = [
            models.CheckConstraint(condition=~Q(titre=""), name="jeton_titre_non_vide"),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")), name="jeton_expire_apres"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.titre} ({self.prefix}…)"

    def is_open(self, at: dt.datetime) -> bool:
        """Tell whether it was neither revoked nor outlived."""
        return self.revoked_at is None and at < self.expires_at

    def has_scope(self, scope: Scope) -> bool:
        """Tell whether its owner allowed this use."""
        return scope.value in self.scopes

    def clean(self) -> None:
        """Refuse a use that nobody defined, and a token that reads nothing."""
        if unknown := sorted(set(self.scopes) - set(Scope.values)):
            raise ValidationError({"scopes": f"Portées inconnues : {', '.join(unknown)}."})
        if Scope.LECTURE.value not in self.scopes:
            raise ValidationError({"scopes": "Un jeton lit toujours : la lecture est à cocher."})


class CallWindow(models.Model):
    """How many calls one caller made in one minute. Machinery: not tracked.

    caller : keyed hash of the token or of the address, which is kept nowhere
    minute : minutes since 1970
    """

    caller = models.CharField("appelant", max_length=SHA256_LENGTH)
    minute = models.PositiveIntegerField("minute")
    calls = models.PositiveIntegerField("appels", default=1)

    class Meta:
        verbose_name = "appels d'une minute"
        ordering = ("minute", "caller", "id")
        constraints = [
            models.UniqueConstraint(fields=("caller", "minute"), name="appels_minute_unique")
        ]

    def __str__(self) -> str:
        return f"{self.calls} appels"


class KeptAnswer(models.Model):
    """The answer to a request that bore an idempotency key, to give it again. Not tracked.

    fingerprint : SHA-256 of method, address and body: the same key with another request is a fault
    """

    jeton = models.ForeignKey(
        Jeton, on_delete=models.CASCADE, related_name="answers", verbose_name="jeton"
    )
    key = models.CharField("clé", max_length=200)
    fingerprint = models.CharField("empreinte de la demande", max_length=SHA256_LENGTH)
    status = models.PositiveSmallIntegerField("statut HTTP")
    headers = models.JSONField("en-têtes", default=dict)
    body = models.TextField("corps", blank=True)
    created_at = models.DateTimeField("gardée le")

    class Meta:
        verbose_name = "réponse gardée"
        ordering = ("created_at", "id")
        constraints = [models.UniqueConstraint(fields=("jeton", "key"), name="reponse_cle_unique")]

    def __str__(self) -> str:
        return self.key
