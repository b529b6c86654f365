"""How the list of actions changes: movements, and which action came from which."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from essor.records.conventions.choices import ENDS, NatureMouvement, Sens
from essor.records.conventions.models.textes import Acte
from essor.records.journal.models import Tracked
from essor.records.plans.choices import Sortie
from essor.records.plans.models import Action, Axe, Plan

ENDS_CHOICES = [(end.value, end.label) for end in ENDS]


def nothing_moves() -> list[Any]:
    """Return the default of ``moved_kinds``."""
    return []


class Mouvement(Tracked):
    """An addition, a merge, a split or an end: prepared, then applied with its reason.

    acte : the text that carries it; None means that it waits for an amendment
    moved_kinds : what goes from the ended sheets to the first one after, ``jalons.jalon``…
    applied_at : instant at which the plan changed; None while it is only prepared
    """

    plan = models.ForeignKey(
        Plan, on_delete=models.PROTECT, related_name="mouvements", verbose_name="plan"
    )
    acte = models.ForeignKey(
        Acte, on_delete=models.PROTECT, null=True, blank=True, related_name="mouvements",
        verbose_name="texte",
    )  # fmt: skip
    nature = models.CharField("nature", max_length=8, choices=NatureMouvement)
    sortie = models.CharField("sortie du plan", max_length=15, choices=ENDS_CHOICES, blank=True)
    motif = models.TextField("motif")
    moved_kinds = models.JSONField("éléments déplacés", default=nothing_moves, blank=True)
    applied_at = models.DateTimeField("appliqué le", null=True, blank=True)

    class Meta:
        verbose_name = "mouvement"
        ordering = ("created_at", "id")
        constraints = [
            models.CheckConstraint(condition=~Q(motif=""), name="mouvement_motif"),
            models.CheckConstraint(
                condition=Q(nature="fin", sortie__in=[end.value for end in ENDS])
                | (Q(nature__in=["ajout", "fusion", "scission"]) & Q(sortie="")),
                name="mouvement_nature_et_sortie",
            ),
        ]

    def __str__(self) -> str:
        return self.nom

    @property
    def journal_root(self) -> uuid.UUID:
        """History of the plan."""
        return self.plan_id

    @property
    def nom(self) -> str:
        """« Fusion », « Fin : abandonnée »."""
        label = str(NatureMouvement(self.nature).label)
        return f"{label}\u00a0: {Sortie(self.sortie).label.lower()}" if self.sortie else label

    def clean(self) -> None:
        """Refuse an end without its kind, a kind of end elsewhere."""
        is_end = self.nature == NatureMouvement.FIN
        if is_end and not self.sortie:
            raise ValidationError(
                {"sortie": "Dire si l'action est réalisée, abandonnée ou sortie."}
            )
        if not is_end and self.sortie:
            raise ValidationError({"sortie": "Seule une fin dit comment l'action sort du plan."})


class Filiation(Tracked):
    """An action on one side of a movement; ``titre`` alone for one that will be created."""

    mouvement = models.ForeignKey(
        Mouvement, on_delete=models.PROTECT, related_name="filiations", verbose_name="mouvement"
    )
    sens = models.CharField("sens", max_length=5, choices=Sens)
    action = models.ForeignKey(
        Action, on_delete=models.PROTECT, null=True, blank=True, related_name="filiations",
        verbose_name="action",
    )  # fmt: skip
    titre = models.CharField("titre", max_length=300, blank=True)
    axe = models.ForeignKey(
        Axe, on_delete=models.PROTECT, null=True, blank=True, related_name="filiations",
        verbose_name="axe",
    )  # fmt: skip
    ordre = models.PositiveIntegerField("ordre", default=0)

    class Meta:
        verbose_name = "filiation"
        ordering = ("sens", "ordre", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("mouvement", "sens", "action"), name="filiation_une_fois"
            ),
            models.CheckConstraint(
                condition=Q(action__isnull=False) | (Q(sens="apres") & ~Q(titre="")),
                name="filiation_action_ou_titre",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mouvement.nom} ({self.get_sens_display()})"

    @property
    def journal_root(self) -> uuid.UUID:
        """History of the action once there is one, of the plan before."""
        return self.action_id or self.mouvement.plan_id
