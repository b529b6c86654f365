"""Lists of the indicators: plain enumerations for the rules, labelled ones for the tables."""

from enum import StrEnum

from django.db import models


class Reponse(models.TextChoices):
    """What the programme answers; an indicator serves one of them, or none."""

    REINDUSTRIALISATION = "reindustrialisation", "Réindustrialisation"
    DECARBONATION = "decarbonation", "Décarbonation"
    SOBRIETE_FONCIERE = "sobriete_fonciere", "Sobriété foncière"
    ATTRACTIVITE_METIERS = "attractivite_metiers", "Attractivité des métiers"


class Sens(StrEnum):
    """Which way is better."""

    HAUSSE = "hausse"
    BAISSE = "baisse"
    NEUTRE = "neutre"

    @property
    def label(self) -> str:
        """French label, as shown on screen."""
        words = {"hausse": "hausse souhaitée", "baisse": "baisse souhaitée"}
        return words.get(self.value, "neutre : suivi sans sens souhaité")


class Agregation(StrEnum):
    """How values add up, over time and from one action to another."""

    SOMME = "somme"
    DERNIER = "dernier"
    NON_SOMMABLE = "non_sommable"

    @property
    def label(self) -> str:
        """French label, as shown on screen."""
        return {
            "somme": "les périodes s'additionnent (emplois créés dans l'année)",
            "dernier": "la dernière valeur compte, les actions s'additionnent (emplois présents)",
            "non_sommable": "la dernière valeur compte, rien ne s'additionne (un taux, une part)",
        }[self.value]


class Nature(models.TextChoices):
    """A value to start from, or a value since."""

    REFERENCE = "reference", "référence"
    VALEUR = "valeur", "valeur"


class Origine(models.TextChoices):
    """Which way a value came in."""

    SAISIE = "saisie", "saisie"
    IMPORT = "import", "importée d'un fichier"
    OBSERVATOIRE = "observatoire", "calculée par l'observatoire"
    MOTEUR = "moteur", "calculée par un moteur d'Essor"
