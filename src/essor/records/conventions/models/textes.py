"""The label of the programme, the convention and its amendments."""

import uuid
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from essor.foundations.periods import Period
from essor.records.conventions.choices import OPENNESS, OPENNESS_VALUES, NatureActe
from essor.records.conventions.models.dates import both_or_none
from essor.records.journal.models import Tracked
from essor.records.plans.announcements import period_at
from essor.records.plans.choices import Confidentialite, Precision
from essor.records.plans.models import Plan


class Label(Tracked):
    """The territory was labelled for a phase of the programme: a public fact, with its source.

    actions_annoncees : number of actions announced with the label, None when not published
    """

    OBSERVED: ClassVar[frozenset[str]] = frozenset({"obtenu_on"})

    plan = models.ForeignKey(
        Plan, on_delete=models.PROTECT, related_name="labels", verbose_name="plan"
    )
    phase = models.CharField("phase", max_length=9)
    obtenu_on = models.DateField("label obtenu le", null=True, blank=True)
    obtenu_precision = models.CharField(
        "précision de la date du label", max_length=9, choices=Precision, blank=True
    )
    texte = models.TextField("texte", blank=True)
    actions_annoncees = models.PositiveSmallIntegerField(
        "nombre d'actions annoncées", null=True, blank=True
    )
    source_title = models.CharField("source", max_length=300)
    source_href = models.URLField("lien vers la source", max_length=1000, blank=True)

    class Meta:
        verbose_name = "label"
        ordering = ("phase", "id")
        constraints = [
            models.UniqueConstraint(fields=("plan", "phase"), name="label_une_fois_par_phase"),
            models.CheckConstraint(
                condition=~Q(phase="") & ~Q(source_title=""), name="label_phase_et_source"
            ),
            models.CheckConstraint(
                condition=both_or_none("obtenu_on", "obtenu_precision"),
                name="label_date_et_precision",
            ),
        ]

    def __str__(self) -> str:
        return f"Label {self.phase}"

    @property
    def journal_root(self) -> uuid.UUID:
        """History of the plan."""
        return self.plan_id

    @property
    def obtenu(self) -> Period | None:
        """Days on which the label may have been obtained."""
        return period_at(self.obtenu_on, self.obtenu_precision)


class Acte(Tracked):
    """The convention, or one of its amendments: prepared, signed, then adopted in Essor.

    adopted_at : instant at which Essor froze the plan that the text adopts; None until then
    """

    OBSERVED: ClassVar[frozenset[str]] = frozenset({"signe_on"})

    plan = models.ForeignKey(
        Plan, on_delete=models.PROTECT, related_name="actes", verbose_name="plan"
    )
    nature = models.CharField("nature", max_length=10, choices=NatureActe)
    numero = models.PositiveSmallIntegerField("numéro de l'avenant", null=True, blank=True)
    titre = models.CharField("titre", max_length=300)
    objet = models.TextField("objet", blank=True)
    signe_on = models.DateField("signé le", null=True, blank=True)
    signe_precision = models.CharField(
        "précision de la date de signature", max_length=9, choices=Precision, blank=True
    )
    effet_on = models.DateField("prend effet le", null=True, blank=True)
    effet_precision = models.CharField(
        "précision de la date d'effet", max_length=9, choices=Precision, blank=True
    )
    confidentialite = models.CharField(
        "confidentialité", max_length=9, choices=OPENNESS, default=Confidentialite.INTERNE
    )
    source_title = models.CharField("source", max_length=300, blank=True)
    source_href = models.URLField("lien vers la source", max_length=1000, blank=True)
    document_href = models.URLField("lien vers le texte", max_length=1000, blank=True)
    sha256 = models.CharField("empreinte du fichier", max_length=64, blank=True)
    file_name = models.CharField("nom du fichier", max_length=255, blank=True)
    size_bytes = models.PositiveBigIntegerField("taille en octets", null=True, blank=True)
    adopted_at = models.DateTimeField("adopté dans Essor le", null=True, blank=True)

    class Meta:
        verbose_name = "texte"
        ordering = ("nature", "numero", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("plan",), condition=Q(nature="convention"), name="acte_une_convention"
            ),
            models.UniqueConstraint(
                fields=("plan", "numero"),
                condition=Q(nature="avenant"),
                name="acte_un_avenant_par_numero",
            ),
            models.CheckConstraint(
                condition=Q(nature="convention", numero__isnull=True)
                | Q(nature="avenant", numero__isnull=False, numero__gte=1),
                name="acte_numero_des_avenants",
            ),
            models.CheckConstraint(condition=~Q(titre=""), name="acte_titre_non_vide"),
            models.CheckConstraint(
                condition=both_or_none("signe_on", "signe_precision"),
                name="acte_signature_et_precision",
            ),
            models.CheckConstraint(
                condition=both_or_none("effet_on", "effet_precision"),
                name="acte_effet_et_precision",
            ),
            models.CheckConstraint(
                condition=Q(adopted_at__isnull=True) | Q(signe_on__isnull=False),
                name="acte_adopte_donc_signe",
            ),
            models.CheckConstraint(
                condition=Q(confidentialite__in=OPENNESS_VALUES), name="acte_confidentialite_connue"
            ),
            models.CheckConstraint(
                condition=Q(document_href="") | Q(sha256=""), name="acte_fichier_ou_lien"
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
        """« Convention », « Avenant n° 2 »."""
        label = str(NatureActe(self.nature).label)
        return f"{label} n°\u00a0{self.numero}" if self.numero else label

    @property
    def with_article(self) -> str:
        """« la convention », « l'avenant n° 2 »."""
        name = self.nom[:1].lower() + self.nom[1:]
        return f"l'{name}" if self.nature == NatureActe.AVENANT else f"la {name}"

    @property
    def signe(self) -> Period | None:
        """Days on which it may have been signed."""
        return period_at(self.signe_on, self.signe_precision)

    @property
    def effet(self) -> Period | None:
        """Days from which it may apply."""
        return period_at(self.effet_on, self.effet_precision)

    @property
    def is_public(self) -> bool:
        """Tell whether everyone may read it: open, and signed."""
        return self.confidentialite == Confidentialite.PUBLIC and self.signe_on is not None

    def clean(self) -> None:
        """Say in French what the constraints would refuse."""
        faults: dict[str, str] = {}
        is_avenant = self.nature == NatureActe.AVENANT
        if is_avenant and not self.numero:
            faults["numero"] = "Un avenant porte un numéro, à partir de 1."
        if not is_avenant and self.numero is not None:
            faults["numero"] = "Seuls les avenants portent un numéro."
        if self.adopted_at is not None and self.signe_on is None:
            faults["signe_on"] = "Un texte adopté dans Essor garde sa date de signature."
        if self.document_href and self.sha256:
            faults["document_href"] = "Le texte est soit un fichier, soit un lien."
        if faults:
            raise ValidationError(faults)
