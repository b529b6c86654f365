"""What a plan of soils may aim at, and the ways in which it may be computed."""

from django.db import models


class Objectif(models.TextChoices):
    """What the plan makes as small as it can."""

    COUT = "cout", "Le coût"
    CO2 = "co2", "Les émissions de CO2"


class NatureCalcul(models.TextChoices):
    """Which question a computation answers."""

    PLAN = "plan", "Plan au meilleur prix"
    CONTRATS = "contrats", "Lots indivisibles et contrats (envoi minimal, frais fixes)"
    PARETO = "pareto", "Compromis entre coût et CO2"
    ROBUSTE = "robuste", "Plan qui tient si les volumes dérivent"
    DEUX_TEMPS = "deux_temps", "Contrats d'abord, flux ensuite"
    REVISION = "revision", "Plan révisé depuis ce que les camions ont fait"
    RISQUE = "risque", "Risque du plan (volumes et classes tirés au sort)"

    @property
    def is_plan(self) -> bool:
        """Tell whether it gives flows that a site can follow."""
        return self in {
            NatureCalcul.PLAN,
            NatureCalcul.CONTRATS,
            NatureCalcul.ROBUSTE,
            NatureCalcul.REVISION,
        }
