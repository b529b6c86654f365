"""Where soil may go: outlets and their acceptances, platforms, distances, costs."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from essor.records.plans.choices import Confiance
from essor.records.plans.models import Plan
from essor.records.terres.choices import UNITES, NatureExutoire, NiveauUsage, NomHypothese
from essor.records.terres.models.base import (
    CODE,
    ZERO,
    Located,
    Sourced,
    amount,
    located_constraints,
    not_negative,
)
from essor.records.terres.models.chantiers import Chantier, Lot

AFTER_OPENING = (
    Q(ouverture_on__isnull=True)
    | Q(fermeture_on__isnull=True)
    | Q(fermeture_on__gte=F("ouverture_on"))
)
EXUTOIRE_AMOUNTS = (
    "capacite_t_semaine",
    "capacite_t",
    "besoin_t",
    "prix_vierge_eur_t",
    "carbone_vierge_kg_t",
    "envoi_minimum_t",
    "frais_fixes_eur",
)
PLATEFORME_AMOUNTS = (
    "capacite_stock_t",
    "debit_t_semaine",
    "manutention_eur_t",
    "stockage_eur_t_semaine",
    "frais_fixes_eur",
)


class Accepting(Located):
    """A place that takes soil in, during a window.

    accepte : list of soil classes; ["*"] = all; [] = nobody said
    ouverture_on, fermeture_on : first and last day; None = not said, taken as open
    """

    accepte = models.JSONField("classes acceptées", default=list, blank=True)
    ouverture_on = models.DateField("ouvre le", null=True, blank=True)
    fermeture_on = models.DateField("ferme le", null=True, blank=True)
    frais_fixes_eur = amount("frais fixes (€)", places=2)

    class Meta:
        abstract = True

    def faults(self) -> dict[str, str]:
        """Return what is wrong, by field."""
        found = super().faults()
        if not is_text_list(self.accepte):
            found["accepte"] = "Une liste de classes de terre."
        if self.ouverture_on and self.fermeture_on and self.fermeture_on < self.ouverture_on:
            found["fermeture_on"] = "La fermeture précède l'ouverture."
        return found


def is_text_list(value: Any) -> bool:
    """Tell whether a value is a list of texts, none empty."""
    return isinstance(value, list) and all(isinstance(one, str) and one.strip() for one in value)


class Exutoire(Accepting):
    """An outlet: landfill, quarry, receiving site, treatment.

    tarif_eur_t : paid per tonne, negative when the outlet pays; None = not published
    capacite_t_semaine, capacite_t : most per week, in all; None = no limit known
    besoin_t : tonnes that a receiving site waits for; prix_vierge_eur_t, carbone_vierge_kg_t :
    what a tonne of quarry material costs instead; None = nothing replaces it
    fiche : acceptance sheet, fond : geochemical background, by the engine's names of parameters
    classes_gtr : GTR classes accepted, [] = not said
    autorisation, autorisation_fin_on : permit or order and its end
    """

    nature = models.CharField("nature", max_length=12, choices=NatureExutoire)
    tarif_eur_t = models.DecimalField(
        "tarif (€/t)", max_digits=10, decimal_places=2, null=True, blank=True
    )
    capacite_t_semaine = amount("capacité par semaine (t)")
    capacite_t = amount("capacité totale (t)")
    besoin_t = amount("besoin (t)")
    prix_vierge_eur_t = amount("prix du matériau neuf (€/t)", digits=10, places=2)
    carbone_vierge_kg_t = amount("émissions du matériau neuf (kgCO2e/t)", digits=10)
    envoi_minimum_t = amount("envoi minimal (t)")
    niveau_usage = models.CharField(
        "usage du terrain", max_length=15, choices=NiveauUsage, blank=True
    )
    classes_gtr = models.JSONField("classes GTR acceptées", default=list, blank=True)
    fiche = models.JSONField("fiche d'acceptation", default=dict, blank=True)
    fond = models.JSONField("fond géochimique", default=dict, blank=True)
    autorisation = models.CharField("autorisation ou arrêté", max_length=300, blank=True)
    autorisation_fin_on = models.DateField("fin de l'autorisation", null=True, blank=True)

    class Meta:
        verbose_name = "exutoire"
        verbose_name_plural = "exutoires"
        ordering = ("code", "id")
        constraints = [
            *located_constraints("exutoire"),
            models.CheckConstraint(
                condition=Q(nature__in=NatureExutoire.values), name="terres_exutoire_nature"
            ),
            models.CheckConstraint(
                condition=Q(niveau_usage__in=["", *NiveauUsage.values]),
                name="terres_exutoire_usage",
            ),
            models.CheckConstraint(
                condition=not_negative(*EXUTOIRE_AMOUNTS), name="terres_exutoire_positif"
            ),
            models.CheckConstraint(condition=AFTER_OPENING, name="terres_exutoire_fenetre"),
        ]

    def clean(self) -> None:
        """Say every fault at once."""
        found = self.faults()
        for name in ("fiche", "fond"):
            if not isinstance(getattr(self, name), dict):
                found[name] = "Des valeurs nommées."
        if not is_text_list(self.classes_gtr):
            found["classes_gtr"] = "Une liste de classes GTR."
        if found:
            raise ValidationError(found)


class Dap(Sourced):
    """A prior acceptance (demande d'acceptation préalable) that an outlet delivered.

    chantier, lot : what it covers; with no lot, every lot of the site; one of them at least
    valid_from, valid_until : None when the document does not say
    tonnage_max_t : most that it lets in; None = not said
    """

    exutoire = models.ForeignKey(
        Exutoire, on_delete=models.PROTECT, related_name="daps", verbose_name="exutoire"
    )
    chantier = models.ForeignKey(
        Chantier, on_delete=models.PROTECT, related_name="daps", verbose_name="chantier"
    )
    lot = models.ForeignKey(
        Lot, on_delete=models.PROTECT, null=True, blank=True, related_name="daps",
        verbose_name="lot",
    )  # fmt: skip
    numero = models.CharField("numéro", max_length=50)
    valid_from = models.DateField("valable du", null=True, blank=True)
    valid_until = models.DateField("valable jusqu'au", null=True, blank=True)
    tonnage_max_t = amount("tonnage maximal (t)")

    class Meta:
        verbose_name = "acceptation préalable"
        verbose_name_plural = "acceptations préalables"
        ordering = ("exutoire", "valid_until", "numero", "id")
        constraints = [
            models.UniqueConstraint(fields=("exutoire", "numero"), name="terres_dap_numero"),
            models.CheckConstraint(
                condition=~Q(numero="") & ~Q(source_title=""), name="terres_dap_nommee"
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                name="terres_dap_fenetre",
            ),
            models.CheckConstraint(condition=not_negative("tonnage_max_t"), name="terres_dap_t"),
        ]

    def __str__(self) -> str:
        return f"DAP {self.numero}"

    @property
    def journal_root(self) -> uuid.UUID:
        """History of the outlet."""
        return self.exutoire_id

    def clean(self) -> None:
        """Refuse what belongs to another site or plan, an end before its start."""
        found: dict[str, str] = {}
        if self.chantier.plan_id != self.exutoire.plan_id:
            found["chantier"] = "Ce chantier appartient à un autre plan."
        if self.lot is not None and self.lot.chantier_id != self.chantier_id:
            found["lot"] = "Ce lot vient d'un autre chantier."
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            found["valid_until"] = "La fin précède le début."
        if found:
            raise ValidationError(found)


class Plateforme(Accepting):
    """A temporary platform where soil waits before its outlet.

    capacite_stock_t : most that lies there; capacite_stock_par_classe : tonnes by soil class
    debit_t_semaine : most that enters in a week
    """

    capacite_stock_t = amount("stock maximal (t)")
    capacite_stock_par_classe = models.JSONField(
        "stock maximal par classe (t)", default=dict, blank=True
    )
    debit_t_semaine = amount("débit par semaine (t)")
    manutention_eur_t = amount("manutention (€/t)", digits=10, places=2)
    stockage_eur_t_semaine = amount("stockage (€/t par semaine)", digits=10)

    class Meta:
        verbose_name = "plateforme"
        verbose_name_plural = "plateformes"
        ordering = ("code", "id")
        constraints = [
            *located_constraints("plateforme"),
            models.CheckConstraint(
                condition=not_negative(*PLATEFORME_AMOUNTS), name="terres_plateforme_positif"
            ),
            models.CheckConstraint(condition=AFTER_OPENING, name="terres_plateforme_fenetre"),
        ]

    def clean(self) -> None:
        """Say every fault at once."""
        found = self.faults()
        stocks = self.capacite_stock_par_classe
        if not isinstance(stocks, dict) or not all(is_tonnage(one) for one in stocks.values()):
            found["capacite_stock_par_classe"] = "Des tonnes par classe de terre."
        if found:
            raise ValidationError(found)


def is_tonnage(value: Any) -> bool:
    """Tell whether a value is a number of tonnes."""
    return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0


class Distance(Sourced):
    """A distance that someone measured; it wins over the computed one.

    origine, destination : code of a lot's site or of a platform, code of a platform or an outlet
    source_title : how it was measured (weighbridge slips, OSRM of a day…)
    """

    plan = models.ForeignKey(
        Plan, on_delete=models.PROTECT, related_name="terres_distances", verbose_name="plan"
    )
    origine = models.CharField("origine", max_length=40, validators=[CODE])
    destination = models.CharField("destination", max_length=40, validators=[CODE])
    distance_km = models.DecimalField(
        "distance (km)", max_digits=7, decimal_places=2, validators=[MinValueValidator(ZERO)]
    )

    class Meta:
        verbose_name = "distance mesurée"
        verbose_name_plural = "distances mesurées"
        ordering = ("origine", "destination", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("plan", "origine", "destination"), name="terres_distance_une_fois"
            ),
            models.CheckConstraint(
                condition=Q(distance_km__gte=0) & ~Q(source_title=""), name="terres_distance_dite"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.origine} → {self.destination}"


class Hypothese(Sourced):
    """A cost or factor of the territory, with where it comes from; its unit follows its name."""

    plan = models.ForeignKey(
        Plan, on_delete=models.PROTECT, related_name="terres_hypotheses", verbose_name="plan"
    )
    nom = models.CharField("nom", max_length=24, choices=NomHypothese)
    valeur = models.DecimalField(
        "valeur", max_digits=12, decimal_places=4, validators=[MinValueValidator(ZERO)]
    )
    observed_on = models.DateField("valeur du", null=True, blank=True)
    confiance = models.CharField(
        "confiance", max_length=12, choices=Confiance, default=Confiance.A_VERIFIER
    )

    class Meta:
        verbose_name = "hypothèse de coût"
        verbose_name_plural = "hypothèses de coût"
        ordering = ("nom", "id")
        constraints = [
            models.UniqueConstraint(fields=("plan", "nom"), name="terres_hypothese_une_fois"),
            models.CheckConstraint(
                condition=Q(nom__in=NomHypothese.values) & Q(valeur__gte=0) & ~Q(source_title=""),
                name="terres_hypothese_dite",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_nom_display())

    @property
    def unite(self) -> str:
        """Unit of the value."""
        return UNITES[self.nom]
