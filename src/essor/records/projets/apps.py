from django.apps import AppConfig


class ProjetsConfig(AppConfig):
    """Big projects: phases and gates, site and parcels, lots, photos."""

    name = "essor.records.projets"
    label = "projets"
    verbose_name = "grands projets"
    default_auto_field = "django.db.models.BigAutoField"
