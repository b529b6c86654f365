"""A slip of one truck really run, and the link by which a site sends its slips from a phone."""

import datetime as dt
import uuid
from decimal import Decimal
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from essor.foundations.codes import parse_siret
from essor.foundations.errors import UserFault
from essor.foundations.french import format_date_short
from essor.records.bordereaux.choices import SourceBordereau
from essor.records.journal.models import Tracked
from essor.records.plans.models import Plan
from essor.records.terres.models import Chantier, Exutoire, Lot, Plateforme

GRAM = Decimal("0.001")
HEAVIEST_T = Decimal(10_000)  # most that one line of the national register takes
LARGEST_M3 = Decimal(10_000)
SAME_PLAN = "appartient à un autre plan."


class LienChantier(Tracked):
    """A link that lets whoever holds it add slips of one site, and nothing else.

    The link itself is signed from its identity (see ``liens``): it is nowhere in the database.
    """

    chantier = models.ForeignKey(
        Chantier, on_delete=models.PROTECT, related_name="liens_bordereaux",
        verbose_name="chantier",
    )  # fmt: skip
    titre = models.CharField("usage", max_length=100)
    expires_at = models.DateTimeField("expire le")
    revoked_at = models.DateTimeField("retiré le", null=True, blank=True)

    class Meta:
        verbose_name = "lien de chantier"
        verbose_name_plural = "liens de chantier"
        ordering = ("-created_at", "id")
        constraints = [
            models.CheckConstraint(condition=~Q(titre=""), name="lien_chantier_titre_non_vide"),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")), name="lien_chantier_expire_apres"
            ),
        ]

    def __str__(self) -> str:
        return self.titre

    @property
    def journal_root(self) -> uuid.UUID:
        """History of the site."""
        return self.chantier_id

    def is_open(self, at: dt.datetime) -> bool:
        """Tell whether it was neither revoked nor outlived."""
        return self.revoked_at is None and at < self.expires_at


class Bordereau(Tracked):
    """What one truck carried, once, as its slip or the weighbridge says.

    chantier, depot : where it left from, a site or a platform, one of them
    lot : soil that it carried, None while nobody knows
    exutoire, plateforme : where it went, one of them
    numero : of the slip, "" when it bears none; one live slip per destination, number and day
    tonnes : weighed, or estimated when ``is_estime``; volume_m3 : as loaded, None when not said
    plaques : registration plates, separated by commas
    saisi_par : name of whoever typed it ; lien : link through which a phone sent it
    envoi_uuid : drawn by the phone or the form, so that one sending is written once
    annule_on, annule_motif : when and why it no longer counts; both or none
    """

    OBSERVED: ClassVar[frozenset[str]] = frozenset({"realise_on", "annule_on"})

    plan = models.ForeignKey(
        Plan, on_delete=models.PROTECT, related_name="bordereaux", verbose_name="plan"
    )
    numero = models.CharField("numéro", max_length=50, blank=True)
    realise_on = models.DateField("date")
    realise_heure = models.TimeField("heure", null=True, blank=True)
    chantier = models.ForeignKey(
        Chantier, on_delete=models.PROTECT, null=True, blank=True, related_name="bordereaux",
        verbose_name="chantier",
    )  # fmt: skip
    depot = models.ForeignKey(
        Plateforme, on_delete=models.PROTECT, null=True, blank=True,
        related_name="bordereaux_sortants", verbose_name="plateforme de départ",
    )  # fmt: skip
    lot = models.ForeignKey(
        Lot, on_delete=models.PROTECT, null=True, blank=True, related_name="bordereaux",
        verbose_name="lot",
    )  # fmt: skip
    exutoire = models.ForeignKey(
        Exutoire, on_delete=models.PROTECT, null=True, blank=True, related_name="bordereaux",
        verbose_name="exutoire",
    )  # fmt: skip
    plateforme = models.ForeignKey(
        Plateforme, on_delete=models.PROTECT, null=True, blank=True, related_name="bordereaux",
        verbose_name="plateforme",
    )  # fmt: skip
    tonnes = models.DecimalField(
        "tonnes", max_digits=8, decimal_places=3,
        validators=[MinValueValidator(GRAM), MaxValueValidator(HEAVIEST_T)],
    )  # fmt: skip
    is_estime = models.BooleanField("tonnage estimé", default=False)
    volume_m3 = models.DecimalField(
        "volume (m³)", max_digits=8, decimal_places=3, null=True, blank=True,
        validators=[MinValueValidator(GRAM), MaxValueValidator(LARGEST_M3)],
    )  # fmt: skip
    plaques = models.CharField("immatriculation", max_length=100, blank=True)
    transporteur = models.CharField("transporteur", max_length=200, blank=True)
    transporteur_siret = models.CharField("SIRET du transporteur", max_length=14, blank=True)
    recepisse = models.CharField("récépissé du transporteur", max_length=50, blank=True)
    numero_dap = models.CharField("numéro de DAP", max_length=50, blank=True)
    observation = models.CharField("observation", max_length=500, blank=True)
    saisi_par = models.CharField("saisi par", max_length=200, blank=True)
    source = models.CharField("source", max_length=9, choices=SourceBordereau)
    lien = models.ForeignKey(
        LienChantier, on_delete=models.PROTECT, null=True, blank=True, related_name="bordereaux",
        verbose_name="lien de chantier",
    )  # fmt: skip
    envoi_uuid = models.UUIDField("identifiant d'envoi", null=True, blank=True, unique=True)
    annule_on = models.DateField("annulé le", null=True, blank=True)
    annule_motif = models.CharField("motif de l'annulation", max_length=500, blank=True)
    is_demonstration = models.BooleanField("inventé pour la démonstration", default=False)

    class Meta:
        verbose_name = "bordereau"
        verbose_name_plural = "bordereaux"
        ordering = ("-realise_on", "-realise_heure", "numero", "id")
        indexes = [models.Index(fields=("plan", "realise_on"), name="bordereau_plan_date")]
        constraints = [
            *(
                models.UniqueConstraint(
                    fields=(name, "numero", "realise_on"),
                    condition=~Q(numero="") & Q(annule_on__isnull=True),
                    name=f"bordereau_{name}_numero_jour",
                )
                for name in ("exutoire", "plateforme")
            ),
            models.CheckConstraint(
                condition=Q(chantier__isnull=False, depot__isnull=True)
                | Q(chantier__isnull=True, depot__isnull=False),
                name="bordereau_un_depart",
            ),
            models.CheckConstraint(
                condition=Q(exutoire__isnull=False, plateforme__isnull=True)
                | Q(exutoire__isnull=True, plateforme__isnull=False),
                name="bordereau_une_destination",
            ),
            models.CheckConstraint(
                condition=Q(depot__isnull=True)
                | Q(plateforme__isnull=True)
                | ~Q(depot=F("plateforme")),
                name="bordereau_va_ailleurs",
            ),
            models.CheckConstraint(
                condition=Q(tonnes__gt=0, tonnes__lte=HEAVIEST_T)
                & (Q(volume_m3__isnull=True) | Q(volume_m3__gt=0, volume_m3__lte=LARGEST_M3)),
                name="bordereau_quantites",
            ),
            models.CheckConstraint(
                condition=Q(source__in=SourceBordereau.values), name="bordereau_source_connue"
            ),
            models.CheckConstraint(
                condition=Q(source=SourceBordereau.TELEPHONE) | Q(lien__isnull=True),
                name="bordereau_lien_du_telephone",
            ),
            models.CheckConstraint(
                condition=Q(annule_on__isnull=True, annule_motif="")
                | (Q(annule_on__isnull=False) & ~Q(annule_motif="")),
                name="bordereau_annule_et_pourquoi",
            ),
        ]

    def __str__(self) -> str:
        name = f"Bordereau {self.numero}" if self.numero else "Bordereau sans numéro"
        return f"{name} du {format_date_short(self.realise_on)}"

    @property
    def journal_root(self) -> uuid.UUID:
        """History of the site, or of the slip that left a platform."""
        return self.chantier_id or self.id

    @property
    def is_live(self) -> bool:
        """Tell whether it counts."""
        return self.annule_on is None

    @property
    def depart(self) -> Chantier | Plateforme:
        """Where the truck left from."""
        found = self.chantier or self.depot
        assert found is not None  # bordereau_un_depart
        return found

    @property
    def destination(self) -> Exutoire | Plateforme:
        """Where the truck went."""
        found = self.exutoire or self.plateforme
        assert found is not None  # bordereau_une_destination
        return found

    def clean(self) -> None:
        """Say in French what the constraints would refuse, and what belongs elsewhere."""
        found = {**self._place_faults(), **self._plan_faults()}
        if self.transporteur_siret:
            try:
                self.transporteur_siret = str(parse_siret(self.transporteur_siret))
            except UserFault as error:
                found["transporteur_siret"] = error.faults[0].message
        if (self.annule_on is None) != (not self.annule_motif.strip()):
            found["annule_motif"] = "Une annulation a une date et un motif."
        if found:
            raise ValidationError(found)

    def _place_faults(self) -> dict[str, str]:
        found: dict[str, str] = {}
        if (self.chantier_id is None) == (self.depot_id is None):
            found["chantier"] = "Dire d'où part le camion : un chantier ou une plateforme."
        if (self.exutoire_id is None) == (self.plateforme_id is None):
            found["exutoire"] = "Dire où va le camion : un exutoire ou une plateforme."
        if self.depot_id is not None and self.depot_id == self.plateforme_id:
            found["plateforme"] = "Le camion revient d'où il part."
        return found

    def _plan_faults(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for name in ("chantier", "depot", "lot", "exutoire", "plateforme"):
            row = getattr(self, name)
            if row is not None and row.plan_id != self.plan_id:
                found[name] = f"« {row} » {SAME_PLAN}"
        if self.lot is not None and self.chantier_id not in (None, self.lot.chantier_id):
            found["lot"] = "Ce lot vient d'un autre chantier."
        return found
