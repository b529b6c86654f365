"""What was said in public about a plan or an action, kept as it was said.

Several announcements of the same subject are never overwritten: they are the
raw material of baselines and forecasts.
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from essor.records.journal.models import Tracked
from essor.records.plans.choices import Confiance, NatureAnnonce, Precision
from essor.records.plans.models.action import Action
from essor.records.plans.models.plan import Plan


class Annonce(Tracked):
    """One published value: what, how much or when, said on, by whom, read where."""

    OBSERVED: ClassVar[frozenset[str]] = frozenset({"announced_on", "read_on"})

    plan = models.ForeignKey(
        Plan, on_delete=models.PROTECT, related_name="annonces", verbose_name="plan"
    )
    action = models.ForeignKey(
        Action, on_delete=models.PROTECT, null=True, blank=True, related_name="annonces",
        verbose_name="action",
    )  # fmt: skip
    sujet = models.CharField("sujet", max_length=200)
    nature = models.CharField("nature", max_length=8, choices=NatureAnnonce)
    value = models.DecimalField("valeur", max_digits=18, decimal_places=3, null=True, blank=True)
    low = models.DecimalField("borne basse", max_digits=18, decimal_places=3, null=True, blank=True)
    high = models.DecimalField(
        "borne haute", max_digits=18, decimal_places=3, null=True, blank=True
    )
    unit = models.CharField("unité", max_length=20, blank=True)
    value_on = models.DateField("date annoncée", null=True, blank=True)
    value_precision = models.CharField(
        "précision de la date annoncée", max_length=9, choices=Precision, blank=True
    )
    texte = models.TextField("texte", blank=True)
    announced_on = models.DateField("annoncé le", null=True, blank=True)
    announced_precision = models.CharField(
        "précision de la date d'annonce", max_length=9, choices=Precision, default=Precision.JOUR
    )
    source_title = models.CharField("source", max_length=300)
    source_href = models.URLField("lien", max_length=1000, blank=True)
    licence = models.CharField("licence", max_length=100, blank=True)
    read_on = models.DateField("lu le")
    confiance = models.CharField("confiance", max_length=12, choices=Confiance)
    is_self_declared = models.BooleanField("déclaré par l'intéressé", default=False)
    ordre = models.PositiveIntegerField("ordre", default=0)

    class Meta:
        verbose_name = "annonce"
        ordering = ("sujet", "announced_on", "ordre", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(low__isnull=True, high__isnull=True) | Q(high__gte=models.F("low")),
                name="annonce_bornes",
            ),
            models.CheckConstraint(
                condition=~Q(nature__in=["date", "fait"]) | Q(value_on__isnull=False),
                name="annonce_date_presente",
            ),
        ]

    def __str__(self) -> str:
        return self.sujet

    @property
    def journal_root(self) -> uuid.UUID:
        """History of the action when there is one, of the plan otherwise."""
        return self.action_id or self.plan_id
