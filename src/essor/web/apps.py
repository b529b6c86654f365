from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages, one folder per place a user goes."""

    name = "essor.web"
    label = "web"
    verbose_name = "pages"
