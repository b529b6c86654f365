from django.apps import AppConfig


class JalonsConfig(AppConfig):
    """Milestones of the actions, their forecasts and what each rests on."""

    name = "essor.records.jalons"
    label = "jalons"
    verbose_name = "jalons"
    default_auto_field = "django.db.models.BigAutoField"
