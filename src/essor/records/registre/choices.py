"""Lists of the register of soils."""

from django.db import models

from essor.engines.terres.registre.lines import Genre


class GenreRegistre(models.TextChoices):
    """The registers that Essor keeps, by the names of their reference files."""

    SORTANT = Genre.SORTANT.value, "terres sortantes"
    ENTRANT = Genre.ENTRANT.value, "terres entrantes"
    TRANSPORTE = Genre.TRANSPORTE.value, "terres transportées"


class EtatLigne(models.TextChoices):
    """Where a line stands between the load and the national register."""

    BROUILLON = "brouillon", "à compléter"
    PRETE = "prete", "prête à déclarer"
    DECLAREE = "declaree", "déclarée"
    ANNULEE = "annulee", "annulée"


class MotifLigne(models.TextChoices):
    """What the next sending does to a line already declared."""

    MODIFIER = "MODIFIER", "correction"
    ANNULER = "ANNULER", "annulation"


# What must still be sent before its deadline.
OWED = (EtatLigne.BROUILLON, EtatLigne.PRETE)
