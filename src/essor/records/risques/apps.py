from django.apps import AppConfig


class RisquesConfig(AppConfig):
    """What may go wrong in an action, how badly, and who watches it."""

    name = "essor.records.risques"
    label = "risques"
    verbose_name = "risques"
    default_auto_field = "django.db.models.BigAutoField"
