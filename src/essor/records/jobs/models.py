"""One long computation: what was asked, how far it is, how it ended.

A job is machinery, not memory: it is not tracked, and its result is written by an action.
"""

import uuid

from django.db import models
from django.db.models import F, Q


class State(models.TextChoices):
    """Where a job stands."""

    EN_ATTENTE = "en_attente", "en attente"
    EN_COURS = "en_cours", "en cours"
    REUSSI = "reussi", "terminé"
    ECHOUE = "echoue", "échoué"
    ANNULE = "annule", "annulé"

    @property
    def is_over(self) -> bool:
        """Tell whether nothing more will happen."""
        return self in {State.REUSSI, State.ECHOUE, State.ANNULE}


OPEN = (State.EN_ATTENTE, State.EN_COURS)


class Job(models.Model):
    """A computation asked by a person.

    kind : name under which its handler is registered
    subject_id : what it is about; one open job of a kind per subject
    done, total : steps; beat_at : last sign of life of the worker that holds it
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("nature", max_length=60)
    arguments = models.JSONField("arguments")
    subject_id = models.UUIDField("objet")
    territoire_code = models.CharField("territoire", max_length=20, blank=True)
    author_id = models.BigIntegerField("identifiant de l'auteur", null=True)
    author_label = models.CharField("auteur", max_length=200)
    state = models.CharField("état", max_length=10, choices=State, default=State.EN_ATTENTE)
    done = models.PositiveIntegerField("étapes faites", default=0)
    total = models.PositiveIntegerField("étapes", default=1)
    step = models.CharField("étape en cours", max_length=200, blank=True)
    is_cancel_asked = models.BooleanField("annulation demandée", default=False)
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    worker = models.CharField("processus", max_length=100, blank=True)
    fault = models.TextField("ce qui n'a pas marché", blank=True)
    created_at = models.DateTimeField("demandé le")
    beat_at = models.DateTimeField("dernier signe de vie", null=True)
    finished_at = models.DateTimeField("terminé le", null=True)

    class Meta:
        verbose_name = "travail"
        ordering = ("created_at", "id")
        indexes = [models.Index(fields=("state", "created_at"), name="job_state_created")]
        constraints = [
            models.UniqueConstraint(
                fields=("kind", "subject_id"), condition=Q(state__in=OPEN), name="job_un_ouvert"
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="job_etat_connu"),
            models.CheckConstraint(
                condition=Q(total__gte=1) & Q(done__lte=F("total")), name="job_etapes"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.get_state_display()})"

    @property
    def is_open(self) -> bool:
        """Tell whether it waits or runs."""
        return not State(self.state).is_over

    @property
    def percent(self) -> int:
        """Share done, 0 to 100."""
        return round(100 * self.done / self.total)
