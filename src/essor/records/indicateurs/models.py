"""Indicators: what is measured, what is aimed at, and every value ever said.

A value is never overwritten: the one that corrects it cancels it with a reason, both stay.
"""

import re
import uuid
from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.db.models import F, Q

from essor.foundations.absence import Absence
from essor.foundations.errors import UserFault
from essor.foundations.periods import Period
from essor.foundations.sourced import Confidence, SourcedValue
from essor.foundations.units import unit_label
from essor.records.indicateurs.choices import Agregation, Nature, Origine, Reponse, Sens
from essor.records.indicateurs.figures import made_source
from essor.records.journal.models import Tracked
from essor.records.plans.choices import Confidentialite
from essor.records.plans.models import Action, Axe, Plan

ABSENCES = [(one.value, one.label) for one in Absence]
CONFIANCES = [(one.value, one.label) for one in Confidence]
LONGEST_PERIODICITE = 120  # months
CODE = re.compile(r"[A-Z]{1,6}-?\d{1,6}", re.ASCII)  # never a word: it stands in addresses


class Indicateur(Tracked):
    """What is measured, in what unit, which way is better, how often, by whom.

    is_du_plan : followed for the whole plan; is_par_action : one value per tied action, that add
    up to the whole. jeu_code : the line of a starting set it was made from, so that the same
    set never makes it twice. observatoire_code : what the observatory calls it.
    """

    plan = models.ForeignKey(
        Plan, on_delete=models.PROTECT, related_name="indicateurs", verbose_name="plan"
    )
    code = models.CharField("code", max_length=20)
    ordre = models.PositiveIntegerField("ordre", default=0)
    libelle = models.CharField("libellé", max_length=300)
    unit = models.CharField("unité", max_length=40)
    sens = models.CharField(
        "sens souhaité", max_length=6, choices=[(one.value, one.label) for one in Sens]
    )
    formule = models.TextField("formule en mots", blank=True)
    source_attendue = models.CharField("source attendue", max_length=500, blank=True)
    source_attendue_href = models.URLField(
        "lien vers la source attendue", max_length=1000, blank=True
    )
    agregation = models.CharField(
        "agrégation", max_length=12, choices=[(one.value, one.label) for one in Agregation]
    )
    periodicite_months = models.PositiveSmallIntegerField(
        "périodicité (mois)", null=True, blank=True
    )
    reponse = models.CharField("réponse du programme", max_length=20, choices=Reponse, blank=True)
    confidentialite = models.CharField(
        "confidentialité", max_length=9, choices=Confidentialite, default=Confidentialite.INTERNE
    )
    is_du_plan = models.BooleanField("suivi pour tout le plan", default=False)
    is_par_action = models.BooleanField("une valeur par action", default=False)
    responsable_nom = models.CharField("responsable", max_length=300, blank=True)
    responsable = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True,
        related_name="indicateurs", verbose_name="compte du responsable",
    )  # fmt: skip
    observatoire_code = models.CharField(
        "identifiant dans l'observatoire", max_length=100, blank=True
    )
    jeu_code = models.CharField("ligne du jeu de départ", max_length=100, blank=True)

    class Meta:
        verbose_name = "indicateur"
        ordering = ("ordre", "code", "id")
        constraints = [
            models.UniqueConstraint(fields=("plan", "code"), name="indicateur_code_unique"),
            models.UniqueConstraint(
                fields=("plan", "jeu_code"), condition=~Q(jeu_code=""),
                name="indicateur_jeu_une_fois",
            ),
            models.CheckConstraint(
                condition=~Q(code="") & ~Q(libelle="") & ~Q(unit=""), name="indicateur_nomme"
            ),
            models.CheckConstraint(
                condition=Q(sens__in=[one.value for one in Sens]), name="indicateur_sens_connu"
            ),
            models.CheckConstraint(
                condition=Q(agregation__in=[one.value for one in Agregation]),
                name="indicateur_agregation_connue",
            ),
            models.CheckConstraint(
                condition=Q(reponse__in=["", *Reponse.values]), name="indicateur_reponse_connue"
            ),
            models.CheckConstraint(
                condition=Q(confidentialite__in=Confidentialite.values),
                name="indicateur_confidentialite_connue",
            ),
            models.CheckConstraint(
                condition=Q(periodicite_months__isnull=True)
                | Q(periodicite_months__gte=1, periodicite_months__lte=LONGEST_PERIODICITE),
                name="indicateur_periodicite",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.code} {self.libelle}"

    @property
    def unit_label(self) -> str:
        """The unit as a reader sees it after the figure."""
        return unit_label(self.unit)

    def clean(self) -> None:
        """Say in French what the constraints would refuse."""
        if not CODE.fullmatch(self.code):
            raise ValidationError({"code": "Un code est fait de lettres puis d'un nombre : I07."})
        months = self.periodicite_months
        if months is not None and not 1 <= months <= LONGEST_PERIODICITE:
            raise ValidationError({"periodicite_months": "La périodicité va de 1 à 120 mois."})


class IndicateurPart(Tracked):
    """A row that belongs to one indicator and is read in its history."""

    indicateur = models.ForeignKey(
        Indicateur, on_delete=models.PROTECT, related_name="%(class)ss", verbose_name="indicateur"
    )

    class Meta:
        abstract = True

    @property
    def journal_root(self) -> uuid.UUID:
        """History of the indicator."""
        return self.indicateur_id


class Rattachement(IndicateurPart):
    """A tie from an indicator to one heading or to one action."""

    axe = models.ForeignKey(
        Axe, on_delete=models.PROTECT, null=True, blank=True, related_name="rattachements",
        verbose_name="axe",
    )  # fmt: skip
    action = models.ForeignKey(
        Action, on_delete=models.PROTECT, null=True, blank=True, related_name="rattachements",
        verbose_name="action",
    )  # fmt: skip

    class Meta:
        verbose_name = "rattachement d'un indicateur"
        ordering = ("created_at", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(axe__isnull=True, action__isnull=False)
                | Q(axe__isnull=False, action__isnull=True),
                name="rattachement_un_seul",
            ),
            models.UniqueConstraint(
                fields=("indicateur", "axe"), condition=Q(axe__isnull=False),
                name="rattachement_axe_une_fois",
            ),
            models.UniqueConstraint(
                fields=("indicateur", "action"), condition=Q(action__isnull=False),
                name="rattachement_action_une_fois",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.indicateur} : {self.action or self.axe}"

    def clean(self) -> None:
        """Refuse a tie across plans."""
        tied = self.action or self.axe
        if tied is not None and tied.plan_id != self.indicateur.plan_id:
            raise ValidationError(
                {NON_FIELD_ERRORS: "L'indicateur et ce qu'il suit sont du même plan."}
            )


class Chiffre(IndicateurPart):
    """A figure, an interval or the reason why there is none, with where it comes from.

    auteur : who entered it; corrige_id : the figure that this one replaces, if any
    """

    value = models.DecimalField("valeur", max_digits=20, decimal_places=6, null=True, blank=True)
    low = models.DecimalField("borne basse", max_digits=20, decimal_places=6, null=True, blank=True)
    high = models.DecimalField(
        "borne haute", max_digits=20, decimal_places=6, null=True, blank=True
    )
    source_title = models.CharField("source", max_length=300)
    source_href = models.URLField("lien vers la source", max_length=1000, blank=True)
    commentaire = models.TextField("commentaire", blank=True)
    auteur = models.CharField("auteur", max_length=200)
    corrige_id = models.UUIDField("chiffre corrigé", null=True, blank=True, editable=False)
    is_cancelled = models.BooleanField("annulé", default=False)
    annulation_motif = models.TextField("motif de l'annulation", blank=True)
    is_demonstration = models.BooleanField("contenu de démonstration", default=False)

    class Meta:
        abstract = True


def presence() -> Q:
    """Return the condition that there is at least a figure or one bound."""
    return Q(value__isnull=False) | Q(low__isnull=False) | Q(high__isnull=False)


def in_bounds() -> Q:
    """Return the condition that the bounds enclose the figure, open where they are absent."""
    return (
        (Q(low__isnull=True) | Q(high__isnull=True) | Q(low__lte=F("high")))
        & (Q(low__isnull=True) | Q(value__isnull=True) | Q(low__lte=F("value")))
        & (Q(high__isnull=True) | Q(value__isnull=True) | Q(high__gte=F("value")))
    )


def cancelled_with_reason() -> Q:
    """Return the condition that a cancelled figure says why, and only a cancelled one."""
    return Q(is_cancelled=False, annulation_motif="") | (
        Q(is_cancelled=True) & ~Q(annulation_motif="")
    )


class Valeur(Chiffre):
    """What an indicator was worth over a period, for the whole or for one tied action."""

    OBSERVED: ClassVar[frozenset[str]] = frozenset({"published_on", "read_on"})

    action = models.ForeignKey(
        Action, on_delete=models.PROTECT, null=True, blank=True, related_name="valeurs",
        verbose_name="action",
    )  # fmt: skip
    nature = models.CharField("nature", max_length=9, choices=Nature, default=Nature.VALEUR)
    debut_on = models.DateField("début de la période")
    fin_on = models.DateField("fin de la période")
    absence = models.CharField("motif d'absence", max_length=10, choices=ABSENCES, blank=True)
    licence = models.CharField("licence", max_length=100, blank=True)
    published_on = models.DateField("source publiée le", null=True, blank=True)
    read_on = models.DateField("lu le")
    confiance = models.CharField("confiance", max_length=7, choices=CONFIANCES)
    is_self_declared = models.BooleanField("déclaré par l'intéressé", default=False)
    origine = models.CharField("origine", max_length=12, choices=Origine, default=Origine.SAISIE)

    class Meta:
        verbose_name = "valeur d'indicateur"
        ordering = ("fin_on", "debut_on", "created_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("indicateur",), condition=Q(nature="reference", is_cancelled=False),
                name="valeur_une_reference",
            ),
            models.CheckConstraint(
                condition=Q(fin_on__gte=F("debut_on")), name="valeur_periode_ordonnee"
            ),
            models.CheckConstraint(
                condition=(Q(absence="") & presence())
                | (Q(absence="secret") & Q(value__isnull=True))
                | (~Q(absence="") & ~presence()),
                name="valeur_ou_absence",
            ),
            models.CheckConstraint(condition=in_bounds(), name="valeur_bornes"),
            models.CheckConstraint(condition=cancelled_with_reason(), name="valeur_annulee_dite"),
            models.CheckConstraint(
                condition=Q(nature="valeur") | Q(action__isnull=True), name="valeur_reference_seule"
            ),
            models.CheckConstraint(
                condition=Q(nature__in=Nature.values) & Q(origine__in=Origine.values)
                & Q(absence__in=["", *(one.value for one in Absence)])
                & Q(confiance__in=[one.value for one in Confidence]),
                name="valeur_listes",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_nature_display()} {self.periode.label()} de {self.indicateur}"

    @property
    def periode(self) -> Period:
        """The days it holds for."""
        return Period(self.debut_on, self.fin_on)

    def sourced(self) -> SourcedValue:
        """Return the figure with its provenance. Raises UserFault with every contradiction."""
        return SourcedValue(
            unit=self.indicateur.unit,
            source=made_source(self),
            confidence=Confidence(self.confiance),
            observed_on=self.fin_on,
            value=self.value,
            low=self.low,
            high=self.high,
            absence=Absence(self.absence) if self.absence else None,
            is_self_declared=self.is_self_declared,
        )

    def clean(self) -> None:
        """Say in French what the constraints would refuse."""
        if self.fin_on < self.debut_on:
            raise ValidationError({"fin_on": "La période finit avant de commencer."})
        _refuse_contradiction(self)


class Cible(Chiffre):
    """What is aimed at by a day."""

    cible_on = models.DateField("échéance de la cible")

    class Meta:
        verbose_name = "cible d'indicateur"
        ordering = ("cible_on", "created_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("indicateur", "cible_on"), condition=Q(is_cancelled=False),
                name="cible_une_par_date",
            ),
            models.CheckConstraint(condition=presence(), name="cible_chiffree"),
            models.CheckConstraint(condition=in_bounds(), name="cible_bornes"),
            models.CheckConstraint(condition=cancelled_with_reason(), name="cible_annulee_dite"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"cible au {self.cible_on:%d/%m/%Y} de {self.indicateur}"

    @property
    def lowest(self) -> Decimal | None:
        """The least that reaches it; a bare figure is its own bound."""
        return self.value if self.low is None and self.high is None else self.low

    @property
    def highest(self) -> Decimal | None:
        """The most that it asks; a bare figure is its own bound."""
        return self.value if self.low is None and self.high is None else self.high

    def clean(self) -> None:
        """Say in French what the constraints would refuse."""
        numbers = [one for one in (self.low, self.value, self.high) if one is not None]
        if not numbers:
            raise ValidationError({"value": "Donner la valeur visée, ou une borne."})
        if numbers != sorted(numbers):
            raise ValidationError({"value": "Les bornes n'encadrent pas la valeur visée."})


def _refuse_contradiction(valeur: Valeur) -> None:
    """Let the sourced value itself say what contradicts what."""
    if not valeur.source_title.strip():
        return  # said by its own field
    try:
        valeur.sourced()
    except UserFault as error:
        said = [fault.sentence() for fault in error.faults]
        raise ValidationError({NON_FIELD_ERRORS: said}) from error
