"""What blocks an action and whom it waits for; what a person says against a computed colour."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from essor.records.plans.models import ActionPart
from essor.records.suivi.rules import Color, Dimension


class NatureDestinataire(models.TextChoices):
    """What kind of body is asked to act."""

    ETAT = "etat", "Service de l'État"
    REGION = "region", "Région"
    OPERATEUR = "operateur", "Opérateur"
    EPCI = "epci", "Intercommunalité (EPCI)"
    ENTREPRISE = "entreprise", "Entreprise"
    AUTRE = "autre", "Autre"


class PointBloquant(ActionPart):
    """Something that stops an action: why, who can free it, how, what comes next.

    depuis_on : first day known to be blocked, None when nobody knows
    leve_on : day it was lifted, with how in ``leve_motif``; both or none
    """

    OBSERVED: ClassVar[frozenset[str]] = frozenset({"depuis_on", "leve_on"})

    cause = models.TextField("cause")
    destinataire_nature = models.CharField(
        "nature du destinataire", max_length=10, choices=NatureDestinataire
    )
    destinataire_nom = models.CharField("nom du destinataire", max_length=300)
    deblocage = models.TextField("ce qui débloquerait", blank=True)
    depuis_on = models.DateField("bloqué depuis le", null=True, blank=True)
    prochaine_etape = models.TextField("prochaine étape", blank=True)
    responsable_nom = models.CharField(
        "responsable de la prochaine étape", max_length=300, blank=True
    )
    echeance_on = models.DateField("échéance de la prochaine étape", null=True, blank=True)
    leve_on = models.DateField("levé le", null=True, blank=True)
    leve_motif = models.TextField("comment il a été levé", blank=True)

    class Meta:
        verbose_name = "point bloquant"
        ordering = ("depuis_on", "created_at", "id")
        constraints = [
            models.CheckConstraint(
                condition=~Q(cause="") & ~Q(destinataire_nom=""), name="point_bloquant_cause_et_qui"
            ),
            models.CheckConstraint(
                condition=Q(destinataire_nature__in=NatureDestinataire.values),
                name="point_bloquant_nature_connue",
            ),
            models.CheckConstraint(
                condition=Q(leve_on__isnull=True, leve_motif="")
                | (Q(leve_on__isnull=False) & ~Q(leve_motif="")),
                name="point_bloquant_leve_et_comment",
            ),
            models.CheckConstraint(
                condition=Q(leve_on__isnull=True)
                | Q(depuis_on__isnull=True)
                | Q(leve_on__gte=F("depuis_on")),
                name="point_bloquant_leve_apres",
            ),
        ]

    def __str__(self) -> str:
        return self.cause if len(self.cause) <= 80 else f"{self.cause[:79]}…"

    @property
    def is_open(self) -> bool:
        """Tell whether it still blocks."""
        return self.leve_on is None

    def clean(self) -> None:
        """Say in French what the constraints would refuse."""
        faults: dict[str, str] = {}
        if self.leve_on and not self.leve_motif.strip():
            faults["leve_motif"] = "Dire comment le point a été levé."
        if self.leve_on and self.depuis_on and self.leve_on < self.depuis_on:
            faults["leve_on"] = "Le point ne peut pas être levé avant d'avoir bloqué."
        if faults:
            raise ValidationError(faults)


class AvisSante(ActionPart):
    """A colour put by a person in place of the computed one, and why; deleted when taken back."""

    dimension = models.CharField(
        "dimension", max_length=6, choices=[(one.value, one.label) for one in Dimension]
    )
    couleur = models.CharField(
        "couleur", max_length=6, choices=[(one.value, one.label) for one in Color.stated()]
    )
    commentaire = models.TextField("commentaire")
    auteur = models.CharField("auteur", max_length=200)

    class Meta:
        verbose_name = "avis sur la santé"
        ordering = ("dimension", "id")
        constraints = [
            models.UniqueConstraint(fields=("action", "dimension"), name="avis_sante_un_seul"),
            models.CheckConstraint(
                condition=Q(dimension__in=[one.value for one in Dimension]),
                name="avis_sante_dimension",
            ),
            models.CheckConstraint(
                condition=Q(couleur__in=[one.value for one in Color.stated()]),
                name="avis_sante_couleur",
            ),
            models.CheckConstraint(
                condition=~Q(commentaire="") & ~Q(auteur=""), name="avis_sante_commente"
            ),
        ]

    def __str__(self) -> str:
        return f"{Dimension(self.dimension).label} : {Color(self.couleur).label.lower()}"
