import importlib

from django.apps import AppConfig


class TerresPlansConfig(AppConfig):
    """Saved plans of excavated soils and their computations."""

    name = "essor.records.terres_plans"
    label = "terres_plans"
    verbose_name = "plans de terres"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name the jobs this room does; they read the tables, so not before they are loaded."""
        importlib.import_module("essor.records.terres_plans.work").register_jobs()
