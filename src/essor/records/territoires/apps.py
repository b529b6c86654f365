from django.apps import AppConfig


class TerritoiresConfig(AppConfig):
    """Labelled territories and their dated perimeters."""

    name = "essor.records.territoires"
    label = "territoires"
    verbose_name = "territoires"
    default_auto_field = "django.db.models.BigAutoField"
