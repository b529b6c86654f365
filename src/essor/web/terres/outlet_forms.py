"""Forms of the outlets, acceptances, platforms, distances and costs."""

from typing import Any

from django import forms

from essor.records.accounts.permissions import Access
from essor.records.plans.choices import Confiance
from essor.records.plans.models import Plan
from essor.records.terres.choices import UNITES, NatureExutoire, NiveauUsage, NomHypothese
from essor.records.terres.models import Chantier, Lot
from essor.records.terres.queries import lots_of, places_of
from essor.web.plan.forms import UNKNOWN, DayField
from essor.web.terres.fields import QuantityField, ValuesField
from essor.web.terres.forms import ListOfClassesField, PlaceForm, RowForm


def tonnage(label: str, text: str = "") -> QuantityField:
    """Return the field of a tonnage."""
    return QuantityField(label=label, max_digits=12, decimal_places=3, help_text=text)


def price(label: str, text: str = "", **options: Any) -> QuantityField:
    """Return the field of a price."""
    return QuantityField(label=label, max_digits=10, decimal_places=2, help_text=text, **options)


class ExutoireForm(PlaceForm):
    """An outlet: what it takes, when, how much, for how much."""

    nature = forms.ChoiceField(label="Nature", choices=NatureExutoire.choices)
    accepte = ListOfClassesField()
    tarif_eur_t = price(
        "Tarif (€/t)", "Négatif si l'exutoire paie. Vide : non publié, le lieu reste hors du plan.",
        min_value=-100_000,
    )  # fmt: skip
    capacite_t_semaine = tonnage("Capacité par semaine (t)", "Vide : aucune limite connue.")
    capacite_t = tonnage("Capacité totale (t)", "Vide : aucune limite connue.")
    besoin_t = tonnage("Besoin (t)", "Pour un chantier receveur : ce qu'il attend en tout.")
    prix_vierge_eur_t = price(
        "Prix du matériau neuf qui remplacerait (€/t)",
        "Vide avec un besoin : rien ne remplace les terres attendues.",
    )
    carbone_vierge_kg_t = QuantityField(
        label="Émissions de ce matériau neuf (kgCO2e/t)", max_digits=10, decimal_places=3
    )
    ouverture_on = DayField(label="Ouvre le", required=False)
    fermeture_on = DayField(label="Ferme le", required=False)
    envoi_minimum_t = tonnage("Envoi minimal (t)", "En dessous, le lieu ne s'ouvre pas.")
    frais_fixes_eur = price("Frais fixes (€)", "Dus dès la première tonne.")
    niveau_usage = forms.ChoiceField(
        label="Usage du terrain qui reçoit", choices=UNKNOWN + NiveauUsage.choices, required=False
    )
    autorisation = forms.CharField(label="Autorisation ou arrêté", max_length=300, required=False)
    autorisation_fin_on = DayField(label="Fin de l'autorisation", required=False)


class PlateformeForm(PlaceForm):
    """A temporary platform."""

    accepte = ListOfClassesField()
    capacite_stock_t = tonnage("Stock maximal, toutes classes (t)")
    capacite_stock_par_classe = ValuesField(
        label="Stock maximal par classe (t)", required=False,
        help_text="Une classe par ligne : « inerte = 1500 ».",
    )  # fmt: skip
    debit_t_semaine = tonnage("Tonnes qui entrent au plus par semaine")
    manutention_eur_t = price("Manutention (€/t)")
    stockage_eur_t_semaine = price("Stockage (€/t par semaine)")
    frais_fixes_eur = price("Frais fixes (€)", "Dus dès la première tonne.")
    ouverture_on = DayField(label="Ouvre le", required=False)
    fermeture_on = DayField(label="Ferme le", required=False)


class DapForm(RowForm):
    """A prior acceptance."""

    numero = forms.CharField(label="Numéro", max_length=50)
    chantier = forms.ModelChoiceField(label="Chantier", queryset=Chantier.objects.none())
    lot = forms.ModelChoiceField(
        label="Lot", queryset=Lot.objects.none(), required=False,
        empty_label="Tous les lots du chantier",
    )  # fmt: skip
    valid_from = DayField(label="Valable du", required=False)
    valid_until = DayField(label="Valable jusqu'au", required=False)
    tonnage_max_t = tonnage("Tonnage maximal (t)")

    def __init__(self, *args: Any, plan: Plan, access: Access, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["chantier"].queryset = places_of(Chantier, plan, access)  # type: ignore[attr-defined]
        self.fields["lot"].queryset = lots_of(plan, access)  # type: ignore[attr-defined]


class HypotheseForm(RowForm):
    """What a cost or a factor is worth for the territory, and who says so."""

    nom = forms.ChoiceField(label="Coût ou facteur", choices=NomHypothese.choices)
    valeur = QuantityField(label="Valeur", max_digits=12, decimal_places=4, required=True)
    observed_on = DayField(label="Valeur du", required=False)
    confiance = forms.ChoiceField(
        label="Confiance", choices=Confiance.choices, initial=Confiance.A_VERIFIER
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(nom, f"{label} ({UNITES[nom]})") for nom, label in NomHypothese.choices]
        self.fields["nom"].choices = choices  # type: ignore[attr-defined]


class DistanceForm(RowForm):
    """How far two places are, as somebody measured it."""

    origine = forms.ChoiceField(label="De")
    destination = forms.ChoiceField(label="À")
    distance_km = QuantityField(
        label="Distance (km)", max_digits=7, decimal_places=2, required=True
    )

    def __init__(
        self,
        *args: Any,
        origins: list[tuple[str, str]],
        destinations: list[tuple[str, str]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.fields["origine"].choices = origins  # type: ignore[attr-defined]
        self.fields["destination"].choices = destinations  # type: ignore[attr-defined]
