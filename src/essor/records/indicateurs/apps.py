from django.apps import AppConfig


class IndicateursConfig(AppConfig):
    """What the plan wants to change, measured over time against what was aimed at."""

    name = "essor.records.indicateurs"
    label = "indicateurs"
    verbose_name = "indicateurs"
    default_auto_field = "django.db.models.BigAutoField"
