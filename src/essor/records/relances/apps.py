import importlib

from django.apps import AppConfig


class RelancesConfig(AppConfig):
    """Asking pilots for news, reminding them without annoying them, calendars to subscribe to."""

    name = "essor.records.relances"
    label = "relances"
    verbose_name = "relances"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name the jobs this room does; they read the tables, so not before they are loaded."""
        importlib.import_module("essor.records.relances.work").register_jobs()
