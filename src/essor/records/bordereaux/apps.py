import importlib

from django.apps import AppConfig


class BordereauxConfig(AppConfig):
    """Truck slips, site links for phones, alerts, and the plan computed again from them."""

    name = "essor.records.bordereaux"
    label = "bordereaux"
    verbose_name = "bordereaux de camions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name the jobs this room does; they read the tables, so not before they are loaded."""
        importlib.import_module("essor.records.bordereaux.work").register_jobs()
