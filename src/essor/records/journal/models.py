"""The event log: one operation per gesture, one event per object it touched.

Events hold no foreign key to what they describe, so that history never
blocks a deletion and survives it.
"""

import uuid
from typing import ClassVar

from django.db import models


class Verb(models.TextChoices):
    """What happened to one object."""

    CREATE = "create", "création"
    CHANGE = "change", "modification"
    DELETE = "delete", "suppression"


class Tracked(models.Model):
    """A row whose every change is an event. Written by ``journal.actions.operation`` only.

    OBSERVED : days of what was seen or done, as against planned; none is after today
    """

    UNTRACKED: ClassVar[frozenset[str]] = frozenset({"id", "version", "created_at", "updated_at"})
    OBSERVED: ClassVar[frozenset[str]] = frozenset()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.PositiveIntegerField("version", default=1, editable=False)
    created_at = models.DateTimeField("créé le", editable=False)
    updated_at = models.DateTimeField("modifié le", editable=False)

    class Meta:
        abstract = True

    @property
    def journal_root(self) -> uuid.UUID:
        """Object under whose history this one is read: an action for its budget lines."""
        return self.id


class Operation(models.Model):
    """One gesture of one author, whatever the number of objects it touched."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField("date et heure")
    kind = models.CharField("nature", max_length=60)
    author_id = models.BigIntegerField("identifiant de l'auteur", null=True)
    author_label = models.CharField("auteur", max_length=200)
    territoire_code = models.CharField("territoire", max_length=20, blank=True)
    reason = models.TextField("motif", blank=True)
    reverts_id = models.UUIDField("opération annulée", null=True)

    class Meta:
        verbose_name = "opération"
        ordering = ("-at", "-id")
        indexes = [models.Index(fields=("territoire_code", "-at"), name="operation_territoire_at")]

    def __str__(self) -> str:
        return f"{self.kind} ({self.author_label}, {self.at:%d/%m/%Y %H:%M})"


class Event(models.Model):
    """What one operation did to one object.

    ``changes`` maps a field to ``[before, after]`` as JSON values; a creation
    has only ``None`` before, a deletion only ``None`` after.
    """

    id = models.BigAutoField(primary_key=True)
    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="events")
    verb = models.CharField("verbe", max_length=6, choices=Verb)
    object_kind = models.CharField("type d'objet", max_length=60)
    object_id = models.UUIDField("objet")
    object_label = models.CharField("libellé", max_length=320)
    root_id = models.UUIDField("objet principal")
    version = models.PositiveIntegerField("version après")
    changes = models.JSONField("changements")

    class Meta:
        verbose_name = "évènement"
        ordering = ("id",)
        indexes = [
            models.Index(fields=("object_id", "id"), name="event_object"),
            models.Index(fields=("root_id", "id"), name="event_root"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=("object_id", "version"), name="event_une_version_une_fois"
            ),
            models.CheckConstraint(condition=models.Q(verb__in=Verb.values), name="event_verb"),
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} de {self.object_label}"
