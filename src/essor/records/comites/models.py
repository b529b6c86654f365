"""Committees, what was on the table, what was decided and who follows it up."""

import datetime as dt
import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from essor.records.journal.models import Tracked
from essor.records.plans.choices import Confidentialite
from essor.records.plans.models import ActionPart, Plan
from essor.records.studies.models import Study
from essor.records.terres_plans.models import PlanTerres

# What a committee says is for members: the public level does not exist here.
LEVELS = [
    (Confidentialite.INTERNE.value, Confidentialite.INTERNE.label),
    (Confidentialite.RESTREINT.value, Confidentialite.RESTREINT.label),
]


class NatureComite(models.TextChoices):
    """What kind of meeting it is."""

    COPIL = "copil", "Comité de pilotage"
    COTECH = "cotech", "Comité technique"
    PROJET = "projet", "Comité de projet"
    REVUE = "revue", "Revue de projets"


class StatutComite(models.TextChoices):
    """Whether it met."""

    PREVU = "prevu", "Prévu"
    TENU = "tenu", "Tenu"
    ANNULE = "annule", "Annulé"


class StatutDecision(models.TextChoices):
    """Where a decision stands."""

    A_FAIRE = "a_faire", "À faire"
    EN_COURS = "en_cours", "En cours"
    FAITE = "faite", "Faite"
    ABANDONNEE = "abandonnee", "Abandonnée"


OPEN_DECISIONS = (StatutDecision.A_FAIRE, StatutDecision.EN_COURS)


class Comite(Tracked):
    """One meeting; ``heure`` is local time, None when nobody gave it."""

    plan = models.ForeignKey(
        Plan, on_delete=models.PROTECT, related_name="comites", verbose_name="plan"
    )
    nature = models.CharField("nature", max_length=6, choices=NatureComite)
    titre = models.CharField("titre", max_length=300)
    tenu_on = models.DateField("date")
    heure = models.TimeField("heure", null=True, blank=True)
    lieu = models.CharField("lieu", max_length=300, blank=True)
    statut = models.CharField(
        "statut", max_length=6, choices=StatutComite, default=StatutComite.PREVU
    )
    participants_texte = models.TextField("participants", blank=True)
    releve = models.TextField("relevé des échanges", blank=True)
    is_demonstration = models.BooleanField("contenu de démonstration", default=False)

    class Meta:
        verbose_name = "comité"
        ordering = ("-tenu_on", "-heure", "id")
        constraints = [
            models.CheckConstraint(condition=~Q(titre=""), name="comite_titre_non_vide"),
            models.CheckConstraint(
                condition=Q(nature__in=NatureComite.values), name="comite_nature_connue"
            ),
            models.CheckConstraint(
                condition=Q(statut__in=StatutComite.values), name="comite_statut_connu"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.titre} ({self.tenu_on:%d/%m/%Y})"

    def instant(self, zone: dt.tzinfo) -> dt.datetime:
        """Return when it began; the start of its day when no hour is known."""
        return dt.datetime.combine(self.tenu_on, self.heure or dt.time.min, tzinfo=zone)


class ComitePart(Tracked):
    """A row that belongs to one committee and is read in its history."""

    comite = models.ForeignKey(
        Comite, on_delete=models.PROTECT, related_name="%(class)ss", verbose_name="comité"
    )

    class Meta:
        abstract = True

    @property
    def journal_root(self) -> uuid.UUID:
        """History of the committee."""
        return self.comite_id


class Presence(ComitePart):
    """A member of the territory who attends; others are named in the text of the committee."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="presences",
        verbose_name="membre",
    )  # fmt: skip

    class Meta:
        verbose_name = "présence"
        ordering = ("created_at", "id")
        constraints = [models.UniqueConstraint(fields=("comite", "user"), name="presence_une_fois")]

    def __str__(self) -> str:
        return self.user.label


class PointOrdreDuJour(ComitePart):
    """What the committee talks about, and what was said of it."""

    ordre = models.PositiveIntegerField("ordre", default=0)
    titre = models.CharField("titre", max_length=300)
    rapporteur_nom = models.CharField("rapporteur", max_length=300, blank=True)
    texte = models.TextField("éléments", blank=True)
    confidentialite = models.CharField(
        "confidentialité", max_length=9, choices=LEVELS, default=Confidentialite.INTERNE
    )

    class Meta:
        verbose_name = "point à l'ordre du jour"
        ordering = ("ordre", "created_at", "id")
        constraints = [
            models.CheckConstraint(condition=~Q(titre=""), name="point_odj_titre_non_vide"),
            models.CheckConstraint(
                condition=Q(confidentialite__in=[level for level, _ in LEVELS]),
                name="point_odj_confidentialite",
            ),
        ]

    def __str__(self) -> str:
        return self.titre


class Decision(ComitePart):
    """What the committee decided, who does it, by when, and what became of it."""

    ordre = models.PositiveIntegerField("numéro", default=0)
    point = models.ForeignKey(
        PointOrdreDuJour, on_delete=models.PROTECT, null=True, blank=True,
        related_name="decisions", verbose_name="point à l'ordre du jour",
    )  # fmt: skip
    texte = models.TextField("décision")
    responsable_nom = models.CharField("responsable", max_length=300, blank=True)
    responsable = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True,
        related_name="decisions", verbose_name="compte du responsable",
    )  # fmt: skip
    echeance_on = models.DateField("échéance", null=True, blank=True)
    statut = models.CharField(
        "statut", max_length=10, choices=StatutDecision, default=StatutDecision.A_FAIRE
    )
    suite = models.TextField("suite donnée", blank=True)
    confidentialite = models.CharField(
        "confidentialité", max_length=9, choices=LEVELS, default=Confidentialite.INTERNE
    )

    class Meta:
        verbose_name = "décision"
        ordering = ("comite", "ordre", "id")
        constraints = [
            models.CheckConstraint(condition=~Q(texte=""), name="decision_texte_non_vide"),
            models.CheckConstraint(
                condition=Q(statut__in=StatutDecision.values), name="decision_statut_connu"
            ),
            models.CheckConstraint(
                condition=Q(confidentialite__in=[level for level, _ in LEVELS]),
                name="decision_confidentialite",
            ),
        ]

    def __str__(self) -> str:
        return self.texte if len(self.texte) <= 80 else f"{self.texte[:79]}…"

    @property
    def is_open(self) -> bool:
        """Tell whether something is still expected."""
        return self.statut in OPEN_DECISIONS

    def clean(self) -> None:
        """Refuse a point of another committee."""
        if self.point is not None and self.point.comite_id != self.comite_id:
            raise ValidationError({"point": "Ce point est à l'ordre du jour d'un autre comité."})


class ActionDuPoint(ActionPart):
    """An action that a point of the agenda is about."""

    point = models.ForeignKey(
        PointOrdreDuJour, on_delete=models.PROTECT, related_name="actions_liees",
        verbose_name="point à l'ordre du jour",
    )  # fmt: skip

    class Meta:
        verbose_name = "inscription à l'ordre du jour"
        ordering = ("created_at", "id")
        constraints = [
            models.UniqueConstraint(fields=("action", "point"), name="action_du_point_une_fois")
        ]

    def __str__(self) -> str:
        return str(self.point.comite)  # the action's readers may not all read the point


class ActionDeDecision(ActionPart):
    """An action that a decision is about."""

    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, related_name="actions_liees", verbose_name="décision"
    )

    class Meta:
        verbose_name = "décision sur une action"
        ordering = ("created_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("action", "decision"), name="action_de_decision_une_fois"
            )
        ]

    def __str__(self) -> str:
        return f"décision {self.decision.ordre} de {self.decision.comite}"


class DocumentComite(ComitePart):
    """A file kept by its SHA-256, or a link, laid before the committee."""

    titre = models.CharField("titre", max_length=300)
    href = models.URLField("lien", max_length=1000, blank=True)
    sha256 = models.CharField("empreinte", max_length=64, blank=True)
    file_name = models.CharField("nom du fichier", max_length=255, blank=True)
    size_bytes = models.PositiveBigIntegerField("taille en octets", null=True, blank=True)

    class Meta:
        verbose_name = "document du comité"
        ordering = ("titre", "id")
        constraints = [
            models.CheckConstraint(
                condition=(Q(href="") & ~Q(sha256="")) | (~Q(href="") & Q(sha256="")),
                name="document_comite_fichier_ou_lien",
            )
        ]

    def __str__(self) -> str:
        return self.titre


class EtudePresentee(ComitePart):
    """A study laid before the committee."""

    study = models.ForeignKey(
        Study, on_delete=models.PROTECT, related_name="presentations", verbose_name="étude"
    )

    class Meta:
        verbose_name = "étude présentée"
        ordering = ("created_at", "id")
        constraints = [
            models.UniqueConstraint(fields=("comite", "study"), name="etude_presentee_une_fois")
        ]

    def __str__(self) -> str:
        return self.study.titre


class PlanTerresPresente(ComitePart):
    """A plan of excavated soils laid before the committee."""

    plan_terres = models.ForeignKey(
        PlanTerres, on_delete=models.PROTECT, related_name="presentations",
        verbose_name="plan de terres",
    )  # fmt: skip

    class Meta:
        verbose_name = "plan de terres présenté"
        ordering = ("created_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("comite", "plan_terres"), name="plan_terres_presente_une_fois"
            )
        ]

    def __str__(self) -> str:
        return self.plan_terres.titre
