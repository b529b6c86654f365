"""A line of a register of soils, as the national register will take it."""

import uuid
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from essor.records.bordereaux.models import Bordereau
from essor.records.journal.models import Tracked
from essor.records.plans.models import Plan
from essor.records.registre.choices import EtatLigne, GenreRegistre, MotifLigne
from essor.records.terres.models import Lot


class LigneRegistre(Tracked):
    """One movement of soil, declared or to be.

    public_id : identifier in the national register, unique per establishment and register
    siret : establishment that the line is declared for, "" while nobody said
    champs : texts by field of the API, written as the register writes them, reason left out
    mouvement_on, tonnes, volume_m3, chantier_nom, destinataire : read in ``champs``, to sort by;
    None or "" when it does not say
    echeance_on : last day to send it, from its movement or from its correction; None without date
    motif : what the next sending does to a line already declared, "" for a new one
    raison : why it is corrected or cancelled, in the words of who did it
    declared_on : day of the last sending, None when it was never sent
    lot, bordereau : what it was made from, None when it was typed or imported
    """

    OBSERVED: ClassVar[frozenset[str]] = frozenset({"declared_on"})

    plan = models.ForeignKey(
        Plan, on_delete=models.PROTECT, related_name="lignes_registre", verbose_name="plan"
    )
    genre = models.CharField("registre", max_length=10, choices=GenreRegistre)
    public_id = models.CharField("identifiant unique", max_length=36)
    siret = models.CharField("SIRET déclaré", max_length=14, blank=True)
    champs = models.JSONField("champs du registre", default=dict, blank=True)
    mouvement_on = models.DateField("date du mouvement", null=True, blank=True)
    tonnes = models.DecimalField("tonnes", max_digits=9, decimal_places=3, null=True, blank=True)
    volume_m3 = models.DecimalField(
        "volume (m³)", max_digits=9, decimal_places=3, null=True, blank=True
    )
    chantier_nom = models.CharField("chantier", max_length=300, blank=True)
    destinataire = models.CharField("destinataire", max_length=250, blank=True)
    echeance_on = models.DateField("à déclarer avant le", null=True, blank=True)
    etat = models.CharField("état", max_length=9, choices=EtatLigne, default=EtatLigne.BROUILLON)
    motif = models.CharField("motif", max_length=8, choices=MotifLigne, blank=True)
    raison = models.CharField("raison", max_length=500, blank=True)
    declared_on = models.DateField("déclarée le", null=True, blank=True)
    lot = models.ForeignKey(
        Lot, on_delete=models.PROTECT, null=True, blank=True, related_name="lignes_registre",
        verbose_name="lot",
    )  # fmt: skip
    bordereau = models.ForeignKey(
        Bordereau, on_delete=models.PROTECT, null=True, blank=True,
        related_name="lignes_registre", verbose_name="bordereau",
    )  # fmt: skip
    is_demonstration = models.BooleanField("inventé pour la démonstration", default=False)

    class Meta:
        verbose_name = "ligne du registre"
        verbose_name_plural = "lignes du registre"
        ordering = ("-mouvement_on", "public_id", "id")
        indexes = [
            models.Index(fields=("plan", "etat", "echeance_on"), name="registre_plan_etat_echeance")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=("plan", "genre", "siret", "public_id"), name="registre_identifiant_unique"
            ),
            models.UniqueConstraint(
                fields=("bordereau", "genre"),
                condition=Q(bordereau__isnull=False),
                name="registre_bordereau_une_fois",
            ),
            models.CheckConstraint(condition=~Q(public_id=""), name="registre_identifiant"),
            models.CheckConstraint(
                condition=Q(genre__in=GenreRegistre.values), name="registre_genre_connu"
            ),
            models.CheckConstraint(
                condition=Q(etat__in=EtatLigne.values), name="registre_etat_connu"
            ),
            models.CheckConstraint(
                condition=~Q(etat=EtatLigne.DECLAREE) | Q(declared_on__isnull=False),
                name="registre_declaree_et_quand",
            ),
            models.CheckConstraint(
                condition=Q(motif="")
                | (
                    Q(motif__in=MotifLigne.values, declared_on__isnull=False)
                    & ~Q(raison="")
                    & ~Q(etat=EtatLigne.DECLAREE)
                ),
                name="registre_motif_et_raison",
            ),
            models.CheckConstraint(
                condition=~Q(etat=EtatLigne.ANNULEE) | ~Q(raison=""),
                name="registre_annulee_et_pourquoi",
            ),
        ]

    def __str__(self) -> str:
        return f"Ligne {self.public_id}"

    @property
    def journal_root(self) -> uuid.UUID:
        """History of the line."""
        return self.id

    @property
    def is_owed(self) -> bool:
        """Tell whether something must still be sent."""
        return self.etat in (EtatLigne.BROUILLON, EtatLigne.PRETE)

    @property
    def texts(self) -> dict[str, str]:
        """What is sent: the fields, and the reason when the line was already declared."""
        reason = {"reason": self.motif} if self.motif else {}
        return {**self.champs, **reason}

    def clean(self) -> None:
        """Refuse fields that are no texts, and a lot or a slip of another plan."""
        found: dict[str, str] = {}
        if not _is_texts(self.champs):
            found["champs"] = "Des textes nommés."
        if self.lot is not None and self.lot.plan_id != self.plan_id:
            found["lot"] = "Ce lot appartient à un autre plan."
        if self.bordereau is not None and self.bordereau.plan_id != self.plan_id:
            found["bordereau"] = "Ce bordereau appartient à un autre plan."
        if found:
            raise ValidationError(found)


def _is_texts(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(text, str) for text in value.values())
