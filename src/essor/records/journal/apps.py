from django.apps import AppConfig


class JournalConfig(AppConfig):
    """Every write and who made it."""

    name = "essor.records.journal"
    label = "journal"
    verbose_name = "journal"
    default_auto_field = "django.db.models.BigAutoField"
