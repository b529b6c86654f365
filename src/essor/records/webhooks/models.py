"""Subscriptions, the announcements that each is owed, every attempt to hand them over."""

import datetime as dt
import uuid
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from essor.records.journal.models import Tracked
from essor.records.territoires.models import Territoire
from essor.records.webhooks.choices import EtatLivraison, Famille, Niveau

LONGEST_URL = 500


class Abonnement(Tracked):
    """A program that is told of what changes in a territory.

    user : whose rights bound what is announced, read again at each operation
    seed : what the secret is derived from with the key of the installation (see ``secret``);
    empty for a subscription that the journal brought back, which must draw a new one
    old_seed : that of the secret before, which still signs until ``old_seed_until``
    drawn_at : when the present secret was drawn
    paused_at : a person stopped it ; suspended_at : Essor did, ``suspended_why`` says why
    restarted_at : failures before it are forgiven
    """

    UNTRACKED: ClassVar[frozenset[str]] = Tracked.UNTRACKED | {
        "seed",
        "seal",
        "old_seed",
        "old_seed_until",
    }

    territoire = models.ForeignKey(
        Territoire, on_delete=models.PROTECT, related_name="abonnements", verbose_name="territoire"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+",
        verbose_name="personne qui en répond",
    )  # fmt: skip
    titre = models.CharField("usage", max_length=100)
    url = models.CharField("adresse qui reçoit", max_length=LONGEST_URL)
    familles = models.JSONField("changements annoncés", default=list)
    niveau = models.CharField("étendue", max_length=9, choices=Niveau, default=Niveau.PUBLIC)
    seed = models.CharField(max_length=64, blank=True, editable=False)
    seal = models.CharField(max_length=16, blank=True, editable=False)
    old_seed = models.CharField(max_length=64, blank=True, editable=False)
    old_seed_until = models.DateTimeField(null=True, blank=True, editable=False)
    drawn_at = models.DateTimeField("secret tiré le", null=True, blank=True)
    paused_at = models.DateTimeField("en pause depuis le", null=True, blank=True)
    suspended_at = models.DateTimeField("suspendu le", null=True, blank=True)
    suspended_why = models.CharField("motif de la suspension", max_length=300, blank=True)
    restarted_at = models.DateTimeField("remis en marche le", null=True, blank=True)

    class Meta:
        verbose_name = "webhook"
        ordering = ("titre", "created_at", "id")
        constraints = [
            models.CheckConstraint(condition=~Q(titre=""), name="abonnement_titre_non_vide"),
            models.CheckConstraint(condition=~Q(url=""), name="abonnement_url_non_vide"),
            models.CheckConstraint(
                condition=Q(niveau__in=Niveau.values), name="abonnement_niveau_connu"
            ),
        ]

    def __str__(self) -> str:
        return self.titre

    @property
    def is_open(self) -> bool:
        """Tell whether what changes is announced to it."""
        return self.paused_at is None and self.suspended_at is None

    @property
    def has_secret(self) -> bool:
        """Tell whether its messages can be signed."""
        return bool(self.seed)

    def overlaps(self, at: dt.datetime) -> bool:
        """Tell whether the secret before the present one still signs."""
        return bool(self.old_seed) and self.old_seed_until is not None and at < self.old_seed_until

    def clean(self) -> None:
        """Refuse a kind of events that nobody defined, and a subscription to nothing."""
        if unknown := sorted(set(self.familles) - set(Famille.values)):
            raise ValidationError({"familles": f"Changements inconnus : {', '.join(unknown)}."})
        if not self.familles:
            raise ValidationError({"familles": "Choisir au moins un type de changement."})


class Livraison(models.Model):
    """One operation to announce to one subscriber, once. Machinery like a job: not tracked.

    What is sent is written at each attempt from the journal, never kept here: a right that was
    lost in between is respected.
    operation_id : None for a trial asked by a person
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    abonnement = models.ForeignKey(
        Abonnement, on_delete=models.CASCADE, related_name="livraisons", verbose_name="webhook"
    )
    operation_id = models.UUIDField("opération", null=True)
    state = models.CharField(
        "issue", max_length=10, choices=EtatLivraison, default=EtatLivraison.EN_ATTENTE
    )
    created_at = models.DateTimeField("due depuis le")
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    next_attempt_at = models.DateTimeField("prochain essai", null=True)
    closed_at = models.DateTimeField("close le", null=True)

    class Meta:
        verbose_name = "livraison"
        ordering = ("-created_at", "-id")
        indexes = [
            models.Index(fields=("abonnement", "-created_at"), name="livraison_abonnement_date"),
            models.Index(fields=("state", "next_attempt_at"), name="livraison_due"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=("abonnement", "operation_id"), name="livraison_une_par_operation"
            ),
            models.CheckConstraint(
                condition=Q(state__in=EtatLivraison.values), name="livraison_etat_connu"
            ),
            models.CheckConstraint(
                condition=Q(state="en_attente", next_attempt_at__isnull=False)
                | (~Q(state="en_attente") & Q(next_attempt_at__isnull=True)),
                name="livraison_attend_un_essai",
            ),
        ]

    def __str__(self) -> str:
        return self.message_id

    @property
    def message_id(self) -> str:
        """Identity that the receiver recognises a repeated message by."""
        return f"msg_{self.id.hex}"


class Tentative(models.Model):
    """One attempt to hand over a message, and what came back. Machinery: not tracked.

    http_status : None when nobody answered ; excerpt : beginning of the answer
    """

    id = models.BigAutoField(primary_key=True)
    livraison = models.ForeignKey(
        Livraison, on_delete=models.CASCADE, related_name="tentatives", verbose_name="livraison"
    )
    at = models.DateTimeField("date et heure")
    is_success = models.BooleanField("réussie")
    http_status = models.PositiveSmallIntegerField("statut HTTP", null=True)
    duration_ms = models.PositiveIntegerField("durée en millisecondes", default=0)
    excerpt = models.CharField("début de la réponse", max_length=500, blank=True)
    fault = models.CharField("ce qui n'a pas marché", max_length=300, blank=True)

    class Meta:
        verbose_name = "tentative"
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return f"{self.http_status or self.fault}"
