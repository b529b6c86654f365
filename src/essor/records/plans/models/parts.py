"""What belongs to one action: people, territories, euros, news, documents."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from essor.records.journal.models import Tracked
from essor.records.plans.choices import EtatFinancement, NatureBudget, ParticipantRole
from essor.records.plans.models.action import Action


class ActionPart(Tracked):
    """A row that belongs to one action and is read in its history."""

    action = models.ForeignKey(
        Action, on_delete=models.PROTECT, related_name="%(class)ss", verbose_name="action"
    )

    class Meta:
        abstract = True

    @property
    def journal_root(self) -> uuid.UUID:
        """History of the action."""
        return self.action_id


class Participant(ActionPart):
    """A person or structure in one capacity; ``user`` once she has an account."""

    role = models.CharField("rôle", max_length=20, choices=ParticipantRole)
    nom = models.CharField("nom", max_length=300)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True,
        related_name="participations", verbose_name="compte",
    )  # fmt: skip
    ordre = models.PositiveIntegerField("ordre", default=0)

    class Meta:
        verbose_name = "participant"
        ordering = ("role", "ordre", "id")
        constraints = [
            models.UniqueConstraint(fields=("action", "role", "nom"), name="participant_une_fois"),
            models.CheckConstraint(condition=~Q(nom=""), name="participant_nom_non_vide"),
            models.CheckConstraint(
                condition=Q(role__in=ParticipantRole.values), name="participant_role_connu"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} : {self.nom}"


class IntercommunaliteConcernee(ActionPart):
    """An EPCI, EPT or commune of the territory that the action concerns."""

    siren = models.CharField("SIREN", max_length=9)
    nom = models.CharField("nom", max_length=200)

    class Meta:
        verbose_name = "intercommunalité concernée"
        ordering = ("nom", "id")
        constraints = [
            models.UniqueConstraint(fields=("action", "siren"), name="intercommunalite_une_fois")
        ]

    def __str__(self) -> str:
        return self.nom


class CommuneImplantation(ActionPart):
    """A commune where the action takes place: a site, a building, a workshop."""

    code_commune_insee = models.CharField("code INSEE", max_length=5)
    nom = models.CharField("nom", max_length=100)

    class Meta:
        verbose_name = "commune d'implantation"
        ordering = ("nom", "code_commune_insee", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("action", "code_commune_insee"), name="commune_implantation_une_fois"
            )
        ]

    def __str__(self) -> str:
        return f"{self.nom} ({self.code_commune_insee})"


class LigneBudget(ActionPart):
    """Forecast and actual cost of one nature in one year, before tax."""

    annee = models.PositiveSmallIntegerField("année", null=True, blank=True)
    nature = models.CharField("nature", max_length=14, choices=NatureBudget)
    previsionnel_eur = models.DecimalField(
        "prévisionnel (€ HT)", null=True, blank=True, max_digits=14, decimal_places=2
    )
    reel_eur = models.DecimalField(
        "réel (€ HT)", null=True, blank=True, max_digits=14, decimal_places=2
    )

    class Meta:
        verbose_name = "ligne de budget"
        ordering = ("annee", "nature", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("action", "annee", "nature"), name="ligne_budget_une_fois"
            ),
            models.UniqueConstraint(
                fields=("action", "nature"),
                condition=Q(annee__isnull=True),
                name="ligne_budget_sans_annee_une_fois",
            ),  # fmt: skip
            models.CheckConstraint(
                condition=(Q(previsionnel_eur__isnull=True) | Q(previsionnel_eur__gte=0))
                & (Q(reel_eur__isnull=True) | Q(reel_eur__gte=0)),
                name="ligne_budget_positive",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_nature_display()} {self.annee or 'sans année'}"


class Financement(ActionPart):
    """What one funder brings to an action, and where those euros stand."""

    financeur = models.CharField("financeur", max_length=300)
    montant_eur = models.DecimalField(
        "montant (€ HT)", null=True, blank=True, max_digits=14, decimal_places=2
    )
    etat = models.CharField("état", max_length=12, choices=EtatFinancement, blank=True)
    ordre = models.PositiveIntegerField("ordre", default=0)

    class Meta:
        verbose_name = "financement"
        ordering = ("ordre", "financeur", "id")
        constraints = [
            models.CheckConstraint(condition=~Q(financeur=""), name="financement_financeur"),
            models.CheckConstraint(
                condition=Q(montant_eur__isnull=True) | Q(montant_eur__gte=0),
                name="financement_positif",
            ),
        ]

    def __str__(self) -> str:
        return self.financeur


class Note(ActionPart):
    """A dated piece of news about an action."""

    texte = models.TextField("texte")
    noted_on = models.DateField("date")
    auteur = models.CharField("auteur", max_length=200)
    is_demonstration = models.BooleanField("contenu de démonstration", default=False)

    class Meta:
        verbose_name = "note"
        ordering = ("-noted_on", "-created_at", "id")
        constraints = [models.CheckConstraint(condition=~Q(texte=""), name="note_non_vide")]

    def __str__(self) -> str:
        return f"Note du {self.noted_on:%d/%m/%Y}"


class Document(ActionPart):
    """A file kept by its SHA-256, or a link."""

    titre = models.CharField("titre", max_length=300)
    href = models.URLField("lien", max_length=1000, blank=True)
    sha256 = models.CharField("empreinte", max_length=64, blank=True)
    file_name = models.CharField("nom du fichier", max_length=255, blank=True)
    size_bytes = models.PositiveBigIntegerField("taille en octets", null=True, blank=True)

    class Meta:
        verbose_name = "document"
        ordering = ("titre", "id")
        constraints = [
            models.CheckConstraint(
                condition=(Q(href="") & ~Q(sha256="")) | (~Q(href="") & Q(sha256="")),
                name="document_fichier_ou_lien",
            )
        ]

    def __str__(self) -> str:
        return self.titre
