from django.apps import AppConfig


class EntreprisesConfig(AppConfig):
    """Firms of the territory, visits, contacts and their protection."""

    name = "essor.records.entreprises"
    label = "entreprises"
    verbose_name = "entreprises"
    default_auto_field = "django.db.models.BigAutoField"
