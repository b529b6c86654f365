from django.apps import AppConfig


class TerresDistancesConfig(AppConfig):
    """Road distances asked to a routing server, kept with where they come from."""

    name = "essor.records.terres_distances"
    label = "terres_distances"
    verbose_name = "distances routières"
    default_auto_field = "django.db.models.BigAutoField"
