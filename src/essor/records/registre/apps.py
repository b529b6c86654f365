from django.apps import AppConfig


class RegistreConfig(AppConfig):
    """The registers of soils that a territory declares: lines, deadlines, files."""

    name = "essor.records.registre"
    label = "registre"
    verbose_name = "registre des terres"
    default_auto_field = "django.db.models.BigAutoField"
