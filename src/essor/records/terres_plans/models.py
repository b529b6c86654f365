"""A plan of excavated soils, and each of its computations, which are never changed afterwards."""

import datetime as dt
import json
import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from essor.records.journal.models import Tracked
from essor.records.plans.choices import Confidentialite
from essor.records.plans.models import Action, Plan
from essor.records.terres_plans.choices import NatureCalcul, Objectif

MAX_PERIODS = 260
MAX_PERIOD_DAYS = 31
SHA256_LENGTH = 64


class PlanTerres(Tracked):
    """What is asked: from which day, over how many periods, what to make small, in which way.

    plan : the action plan of the territory ; action : the big project it serves, if any
    debut_on, periods, period_days : the horizon; period 0 begins on ``debut_on``
    options : of the computations, as `records/terres_plans/options.py` reads them
    retenu_numero : the computation that the territory follows, None while none is chosen
    """

    plan = models.ForeignKey(
        Plan, on_delete=models.PROTECT, related_name="plans_terres", verbose_name="plan"
    )
    action = models.ForeignKey(
        Action, on_delete=models.PROTECT, null=True, blank=True, related_name="plans_terres",
        verbose_name="grand projet",
    )  # fmt: skip
    titre = models.CharField("titre", max_length=300)
    notice = models.TextField("ce qu'il faut savoir", blank=True)
    debut_on = models.DateField("premier jour du plan")
    periods = models.PositiveSmallIntegerField("nombre de périodes", default=26)
    period_days = models.PositiveSmallIntegerField("jours par période", default=7)
    objectif = models.CharField("objectif", max_length=4, choices=Objectif, default=Objectif.COUT)
    options = models.JSONField("options des calculs", default=dict, blank=True)
    seed = models.PositiveIntegerField("graine", default=1)
    retenu_numero = models.PositiveIntegerField("calcul retenu", null=True, blank=True)
    confidentialite = models.CharField(
        "confidentialité", max_length=9, choices=Confidentialite, default=Confidentialite.INTERNE
    )
    is_demonstration = models.BooleanField("démonstration", default=False)

    class Meta:
        verbose_name = "plan de terres"
        ordering = ("titre", "id")
        constraints = [
            models.CheckConstraint(condition=~Q(titre=""), name="plan_terres_titre_non_vide"),
            models.CheckConstraint(
                condition=Q(periods__gte=1, periods__lte=MAX_PERIODS), name="plan_terres_periodes"
            ),
            models.CheckConstraint(
                condition=Q(period_days__gte=1, period_days__lte=MAX_PERIOD_DAYS),
                name="plan_terres_jours",
            ),
            models.CheckConstraint(
                condition=Q(objectif__in=Objectif.values), name="plan_terres_objectif"
            ),
            models.CheckConstraint(
                condition=Q(confidentialite__in=Confidentialite.values),
                name="plan_terres_confidentialite",
            ),
        ]

    def __str__(self) -> str:
        return self.titre

    @property
    def is_retenu(self) -> bool:
        """Tell whether the territory follows one of its computations."""
        return self.retenu_numero is not None

    @property
    def fin_on(self) -> dt.date:
        """Last day of the last period."""
        return self.debut_on + dt.timedelta(days=self.periods * self.period_days - 1)

    def clean(self) -> None:
        """Say in French what the constraints would refuse."""
        faults: dict[str, str] = {}
        if not 1 <= self.periods <= MAX_PERIODS:
            faults["periods"] = f"De 1 à {MAX_PERIODS} périodes."
        if not 1 <= self.period_days <= MAX_PERIOD_DAYS:
            faults["period_days"] = f"De 1 à {MAX_PERIOD_DAYS} jours par période."
        if self.action is not None and self.action.plan_id != self.plan_id:
            faults["action"] = "Cette action appartient à un autre plan."
        if faults:
            raise ValidationError(faults)


class CalculTerres(Tracked):
    """One computation of a plan of soils. Never changed: a new one is added.

    instance, noms, manques, resultats : canonical JSON, kept as text so that fingerprints are of
    the bytes; ``noms`` says how people call what the instance names by its codes, ``manques`` what
    was left out of it, in sentences
    instance_on : day whose sites, lots and outlets were read
    is_verifie : the independent verifier accepted the plan with its proof
    confidentialite : of the most closed place that it names; the plan of soils is never freer
    """

    plan_terres = models.ForeignKey(
        PlanTerres, on_delete=models.PROTECT, related_name="calculs", verbose_name="plan de terres"
    )
    numero = models.PositiveIntegerField("numéro")
    nature = models.CharField(
        "nature", max_length=10, choices=NatureCalcul, default=NatureCalcul.PLAN
    )
    objectif = models.CharField("objectif", max_length=4, choices=Objectif)
    options = models.JSONField("options", default=dict, blank=True)
    seed = models.PositiveIntegerField("graine", default=1)
    engine_version = models.CharField("version du moteur", max_length=200)
    instance_on = models.DateField("terres au")
    instance = models.TextField("instance")
    instance_sha256 = models.CharField("empreinte de l'instance", max_length=SHA256_LENGTH)
    noms = models.TextField("noms", default="{}")
    manques = models.TextField("ce qui manque", default="[]")
    resultats = models.TextField("résultats")
    sha256 = models.CharField("empreinte des résultats", max_length=SHA256_LENGTH)
    is_verifie = models.BooleanField("plan vérifié", default=False)
    confidentialite = models.CharField(
        "confidentialité", max_length=9, choices=Confidentialite, default=Confidentialite.PUBLIC
    )
    is_demonstration = models.BooleanField("démonstration", default=False)

    class Meta:
        verbose_name = "calcul d'un plan de terres"
        ordering = ("plan_terres", "numero")
        constraints = [
            models.UniqueConstraint(
                fields=("plan_terres", "numero"), name="calcul_terres_numero_unique"
            ),
            models.CheckConstraint(condition=Q(numero__gte=1), name="calcul_terres_numero"),
            models.CheckConstraint(
                condition=Q(nature__in=NatureCalcul.values), name="calcul_terres_nature"
            ),
            models.CheckConstraint(
                condition=Q(objectif__in=Objectif.values), name="calcul_terres_objectif"
            ),
            models.CheckConstraint(
                condition=Q(confidentialite__in=Confidentialite.values),
                name="calcul_terres_confidentialite",
            ),
        ]

    def __str__(self) -> str:
        return f"calcul {self.numero}"

    @property
    def journal_root(self) -> uuid.UUID:
        """History of the plan of soils."""
        return self.plan_terres_id

    @property
    def is_plan(self) -> bool:
        """Tell whether it gives flows that a site can follow."""
        return NatureCalcul(self.nature).is_plan and "plan" in self.found

    @property
    def found(self) -> dict[str, Any]:
        """Results, decoded."""
        decoded: dict[str, Any] = json.loads(self.resultats)
        return decoded

    @property
    def asked(self) -> dict[str, Any]:
        """Instance that was solved, decoded."""
        decoded: dict[str, Any] = json.loads(self.instance)
        return decoded

    @property
    def names(self) -> dict[str, str]:
        """How people call each code of the instance."""
        decoded: dict[str, str] = json.loads(self.noms)
        return decoded

    @property
    def left_out(self) -> list[str]:
        """What was left out of the instance, in sentences."""
        decoded: list[str] = json.loads(self.manques)
        return decoded

    def clean(self) -> None:
        """Refuse any change of a computation that is already written."""
        if CalculTerres.objects.filter(pk=self.pk).exists():
            raise ValidationError({"resultats": "Un calcul ne se modifie pas : en refaire un."})
