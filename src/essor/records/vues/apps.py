from django.apps import AppConfig


class VuesConfig(AppConfig):
    """Working lists: what is asked of them, what they answer, and the views people keep."""

    name = "essor.records.vues"
    label = "vues"
    verbose_name = "vues"
    default_auto_field = "django.db.models.BigAutoField"
