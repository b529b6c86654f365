"""Who signs the texts, and the elected official and the industrialist who preside."""

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from essor.foundations.periods import Period
from essor.records.conventions.choices import OPENNESS, OPENNESS_VALUES, Qualite, RoleBinome
from essor.records.conventions.models.dates import both_or_none
from essor.records.conventions.models.textes import Acte
from essor.records.journal.models import Tracked
from essor.records.plans.announcements import period_at
from essor.records.plans.choices import Confidentialite, Precision
from essor.records.plans.models import Plan


class Signataire(Tracked):
    """A body named by a text as its signatory; ``nom`` is empty when nobody published it.

    a_signe : None when it is not known
    """

    acte = models.ForeignKey(
        Acte, on_delete=models.PROTECT, related_name="signataires", verbose_name="texte"
    )
    structure = models.CharField("structure", max_length=300)
    qualite = models.CharField("qualité", max_length=10, choices=Qualite)
    nom = models.CharField("nom", max_length=300, blank=True)
    a_signe = models.BooleanField("a signé", null=True, blank=True)
    ordre = models.PositiveIntegerField("ordre", default=0)

    class Meta:
        verbose_name = "signataire"
        ordering = ("ordre", "structure", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("acte", "structure", "nom"), name="signataire_une_fois"
            ),
            models.CheckConstraint(condition=~Q(structure=""), name="signataire_structure"),
            models.CheckConstraint(
                condition=Q(qualite__in=Qualite.values), name="signataire_qualite_connue"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.structure}, {self.acte.nom}"

    @property
    def journal_root(self) -> uuid.UUID:
        """History of the plan."""
        return self.acte.plan_id


class Mandat(Tracked):
    """One person as one half of the pair, for a time; an open end means that it lasts."""

    plan = models.ForeignKey(
        Plan, on_delete=models.PROTECT, related_name="mandats", verbose_name="plan"
    )
    role = models.CharField("rôle dans le binôme", max_length=10, choices=RoleBinome)
    nom = models.CharField("nom", max_length=300)
    fonction = models.CharField("fonction et structure", max_length=300, blank=True)
    debut_on = models.DateField("depuis le", null=True, blank=True)
    debut_precision = models.CharField(
        "précision du début", max_length=9, choices=Precision, blank=True
    )
    fin_on = models.DateField("jusqu'au", null=True, blank=True)
    fin_precision = models.CharField(
        "précision de la fin", max_length=9, choices=Precision, blank=True
    )
    source_title = models.CharField("source", max_length=300, blank=True)
    source_href = models.URLField("lien vers la source", max_length=1000, blank=True)
    confidentialite = models.CharField(
        "confidentialité", max_length=9, choices=OPENNESS, default=Confidentialite.INTERNE
    )

    class Meta:
        verbose_name = "mandat du binôme"
        ordering = ("role", F("debut_on").asc(nulls_first=True), "id")
        constraints = [
            models.CheckConstraint(condition=~Q(nom=""), name="mandat_nom_non_vide"),
            models.CheckConstraint(
                condition=Q(role__in=RoleBinome.values), name="mandat_role_connu"
            ),
            models.CheckConstraint(
                condition=both_or_none("debut_on", "debut_precision"),
                name="mandat_debut_et_precision",
            ),
            models.CheckConstraint(
                condition=both_or_none("fin_on", "fin_precision"), name="mandat_fin_et_precision"
            ),
            models.CheckConstraint(
                condition=Q(confidentialite__in=OPENNESS_VALUES),
                name="mandat_confidentialite_connue",
            ),
        ]

    def __str__(self) -> str:
        return f"{RoleBinome(self.role).label} du binôme\u00a0: {self.nom}"

    @property
    def journal_root(self) -> uuid.UUID:
        """History of the plan."""
        return self.plan_id

    @property
    def debut(self) -> Period | None:
        """Days on which it may have begun."""
        return period_at(self.debut_on, self.debut_precision)

    @property
    def fin(self) -> Period | None:
        """Days on which it may have ended; None while it lasts."""
        return period_at(self.fin_on, self.fin_precision)

    def clean(self) -> None:
        """Refuse an end before the beginning."""
        debut, fin = self.debut, self.fin
        if debut is not None and fin is not None and fin.end < debut.start:
            raise ValidationError({"fin_on": "La fin du mandat précède son début."})
