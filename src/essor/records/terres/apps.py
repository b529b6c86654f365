from django.apps import AppConfig


class TerresConfig(AppConfig):
    """Excavated soils: sites, lots, analyses, outlets, platforms, costs."""

    name = "essor.records.terres"
    label = "terres"
    verbose_name = "terres excavées"
    default_auto_field = "django.db.models.BigAutoField"
