from django.apps import AppConfig


class JetonsConfig(AppConfig):
    """Personal keys of the open API."""

    name = "essor.records.jetons"
    label = "jetons"
    verbose_name = "jetons"
    default_auto_field = "django.db.models.BigAutoField"
