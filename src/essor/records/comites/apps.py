from django.apps import AppConfig


class ComitesConfig(AppConfig):
    """Committees: what is on their agenda, what they decide, who follows it up."""

    name = "essor.records.comites"
    label = "comites"
    verbose_name = "comités"
    default_auto_field = "django.db.models.BigAutoField"
