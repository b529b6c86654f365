"""Where a slip comes from."""

from django.db import models


class SourceBordereau(models.TextChoices):
    """Which way a slip came in."""

    IMPORT = "import", "Fichier de pesées"
    TELEPHONE = "telephone", "Téléphone du chantier"
    SAISIE = "saisie", "Saisi dans Essor"
