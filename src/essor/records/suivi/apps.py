from django.apps import AppConfig


class SuiviConfig(AppConfig):
    """What blocks the actions, how each stands, and who has gone quiet."""

    name = "essor.records.suivi"
    label = "suivi"
    verbose_name = "suivi"
    default_auto_field = "django.db.models.BigAutoField"
