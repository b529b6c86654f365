from django.apps import AppConfig


class PlansConfig(AppConfig):
    """The evolving action plan."""

    name = "essor.records.plans"
    label = "plans"
    verbose_name = "plans d'action"
    default_auto_field = "django.db.models.BigAutoField"
