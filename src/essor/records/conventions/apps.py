from django.apps import AppConfig


class ConventionsConfig(AppConfig):
    """Life of the convention: labels, texts, who signs, the pair, movements of the plan."""

    name = "essor.records.conventions"
    label = "conventions"
    verbose_name = "convention"
    default_auto_field = "django.db.models.BigAutoField"
