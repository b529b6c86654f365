"""A study, and each of its computations, which are never changed afterwards."""

import json
import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from essor.records.journal.models import Tracked
from essor.records.plans.choices import Confidentialite
from essor.records.plans.models import Action, Plan

MAX_DRAWS = 200_000
MIN_DRAWS = 100
SHA256_LENGTH = 64


class Engine(models.TextChoices):
    """Which engine computes a study."""

    FRICHES = "friches", "Devenir d'une friche"


class Profil(models.TextChoices):
    """Method of the computation."""

    FRANCE_2025 = "france-2025", "France 2025 : valeurs officielles, défauts corrigés"
    BENEFRICHES = "benefriches", "Bénéfriches : la référence, à l'identique"


class Study(Tracked):
    """What is asked: inputs of the engine, method, draws.

    inputs : exactly the documented input of the engine (docs/methodes/friches.md)
    draws, seed : number of draws of the uncertain quantities, and where they start
    localisation : where the site is, as `records/studies/location.py` writes it; empty when unknown
    """

    plan = models.ForeignKey(
        Plan, on_delete=models.PROTECT, related_name="studies", verbose_name="plan"
    )
    action = models.ForeignKey(
        Action, on_delete=models.PROTECT, null=True, blank=True, related_name="studies",
        verbose_name="action",
    )  # fmt: skip
    titre = models.CharField("titre", max_length=300)
    notice = models.TextField("ce qu'il faut savoir", blank=True)
    engine = models.CharField("moteur", max_length=20, choices=Engine, default=Engine.FRICHES)
    inputs = models.JSONField("données de l'étude")
    profil = models.CharField("méthode", max_length=20, choices=Profil, default=Profil.FRANCE_2025)
    draws = models.PositiveIntegerField("nombre de tirages", default=2_000)
    seed = models.PositiveIntegerField("graine", default=1)
    confidentialite = models.CharField(
        "confidentialité", max_length=9, choices=Confidentialite, default=Confidentialite.INTERNE
    )
    is_demonstration = models.BooleanField("démonstration", default=False)
    localisation = models.JSONField("où est le site", default=dict, blank=True)

    class Meta:
        verbose_name = "étude"
        ordering = ("titre", "id")
        constraints = [
            models.CheckConstraint(condition=~Q(titre=""), name="study_titre_non_vide"),
            models.CheckConstraint(
                condition=Q(draws__gte=MIN_DRAWS) & Q(draws__lte=MAX_DRAWS), name="study_draws"
            ),
            models.CheckConstraint(condition=Q(engine__in=Engine.values), name="study_engine"),
            models.CheckConstraint(condition=Q(profil__in=Profil.values), name="study_profil"),
            models.CheckConstraint(
                condition=Q(confidentialite__in=Confidentialite.values),
                name="study_confidentialite",
            ),
        ]

    def __str__(self) -> str:
        return self.titre

    def clean(self) -> None:
        """Say in French what the constraints would refuse."""
        faults: dict[str, str] = {}
        if not MIN_DRAWS <= self.draws <= MAX_DRAWS:
            faults["draws"] = f"De {MIN_DRAWS} à {MAX_DRAWS} tirages."
        if self.action is not None and self.action.plan_id != self.plan_id:
            faults["action"] = "Cette action appartient à un autre plan."
        if faults:
            raise ValidationError(faults)


class StudyRun(Tracked):
    """One computation of a study. Never changed: a new one is added.

    engine_version : version of Essor and fingerprint of the engine's files
    parameters_on : day at which dated parameters were read
    results, parameters : canonical JSON, kept as text so that the fingerprint is that of the bytes
    """

    study = models.ForeignKey(
        Study, on_delete=models.PROTECT, related_name="runs", verbose_name="étude"
    )
    numero = models.PositiveIntegerField("numéro")
    engine_version = models.CharField("version du moteur", max_length=100)
    inputs = models.JSONField("données de l'étude")
    profil = models.CharField("méthode", max_length=20, choices=Profil)
    draws = models.PositiveIntegerField("nombre de tirages")
    seed = models.PositiveIntegerField("graine")
    parameters_on = models.DateField("paramètres au")
    parameters = models.TextField("paramètres lus")
    results = models.TextField("résultats")
    sha256 = models.CharField("empreinte des résultats", max_length=SHA256_LENGTH)

    class Meta:
        verbose_name = "calcul"
        ordering = ("study", "numero")
        constraints = [
            models.UniqueConstraint(fields=("study", "numero"), name="run_numero_unique"),
            models.CheckConstraint(condition=Q(numero__gte=1), name="run_numero"),
            models.CheckConstraint(condition=Q(profil__in=Profil.values), name="run_profil"),
        ]

    def __str__(self) -> str:
        return f"calcul {self.numero}"

    @property
    def journal_root(self) -> uuid.UUID:
        """History of the study."""
        return self.study_id

    @property
    def found(self) -> dict[str, Any]:
        """Results, decoded."""
        decoded: dict[str, Any] = json.loads(self.results)
        return decoded

    @property
    def parameters_read(self) -> list[dict[str, Any]]:
        """Parameters that the computation read, each with its value, status and source."""
        decoded: list[dict[str, Any]] = json.loads(self.parameters)
        return decoded

    def clean(self) -> None:
        """Refuse any change of a computation that is already written."""
        if StudyRun.objects.filter(pk=self.pk).exists():
            raise ValidationError({"results": "Un calcul ne se modifie pas : en refaire un."})
