import importlib

from django.apps import AppConfig


class StudiesConfig(AppConfig):
    """Saved studies and their computations."""

    name = "essor.records.studies"
    label = "studies"
    verbose_name = "études"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name the jobs this room does; they read the tables, so not before they are loaded."""
        importlib.import_module("essor.records.studies.work").register_jobs()
