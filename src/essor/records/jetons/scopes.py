"""What a token may be used for; never more than its owner may do herself."""

from django.db import models


class Scope(models.TextChoices):
    """One use of a token, chosen by its owner."""

    LECTURE = "lecture", "Lire ce que je peux lire"
    HISTORIQUE = "historique", "Lire l'historique nominatif"
    ECRITURE = "ecriture", "Modifier ce que je peux modifier"
