"""Lists of the page of a big project."""

from django.db import models


class Passage(models.TextChoices):
    """Where the gate at the end of a phase stands; nothing said is « non publié »."""

    A_FRANCHIR = "a_franchir", "À franchir"
    SOUS_RESERVE = "sous_reserve", "Franchi sous réserve"
    FRANCHI = "franchi", "Franchi"


class MaitriseFonciere(models.TextChoices):
    """Whether the bearer of the project holds a parcel; nothing said is « non publié »."""

    A_ACQUERIR = "a_acquerir", "À acquérir"
    EN_COURS = "en_cours", "Acquisition en cours"
    MAITRISEE = "maitrisee", "Maîtrisée"


class EtatLot(models.TextChoices):
    """Whether a lot found its taker; nothing said is « non publié »."""

    DISPONIBLE = "disponible", "À commercialiser"
    RESERVE = "reserve", "Réservé ou sous promesse"
    COMMERCIALISE = "commercialise", "Commercialisé"


class NatureSurface(models.TextChoices):
    """What a surface measures: land and floors are never summed together."""

    TERRAIN = "terrain", "terrain"
    PLANCHER = "plancher", "plancher"
