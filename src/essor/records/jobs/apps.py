from django.apps import AppConfig


class JobsConfig(AppConfig):
    """A durable queue of long computations."""

    name = "essor.records.jobs"
    label = "jobs"
    verbose_name = "travaux"
    default_auto_field = "django.db.models.BigAutoField"
