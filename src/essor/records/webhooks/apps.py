import importlib

from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    """Tells other programs what changed, as Standard Webhooks writes it."""

    name = "essor.records.webhooks"
    label = "webhooks"
    verbose_name = "webhooks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear of every operation, and name the job that sends."""
        from essor.records.journal.listeners import subscribe

        listening = importlib.import_module("essor.records.webhooks.listening")
        subscribe("webhooks", listening.note_operation)
        importlib.import_module("essor.records.webhooks.work").register_jobs()
