from typing import Any

from django.db import models
from django.db.models import Q

from essor.records.journal.models import Tracked


class LoadedVersion(Tracked):
    """Head of a version of reference data: where it comes from, who loaded it, what it weighs.

    fingerprint : SHA-256 of the content as we keep it; the same content is never loaded twice.
    files : name of each producer's file -> SHA-256 of its content
    """

    producer = models.CharField("producteur", max_length=200)
    title = models.CharField("titre", max_length=300)
    href = models.CharField("adresse", max_length=500, blank=True)
    licence = models.CharField("licence", max_length=100)
    vintage = models.CharField("millésime", max_length=100)
    valid_from = models.DateField("valable à partir du")
    published_on = models.DateField("publié le", null=True, blank=True)
    read_on = models.DateField("lu le")
    remarks: Any = models.JSONField("remarques", default=list, blank=True)
    files: Any = models.JSONField("fichiers lus", default=dict, blank=True)
    fingerprint = models.CharField("empreinte du contenu", max_length=64)
    loaded_at = models.DateTimeField("chargé le")
    loaded_by = models.CharField("chargé par", max_length=200)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.title} ({self.vintage})"


def fingerprint_constraint(name: str) -> models.CheckConstraint:
    """No version without the fingerprint of its content."""
    return models.CheckConstraint(condition=~Q(fingerprint=""), name=name)
