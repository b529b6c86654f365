from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People, their roles by territory, and invitations."""

    name = "essor.records.accounts"
    label = "accounts"
    verbose_name = "comptes"
    default_auto_field = "django.db.models.BigAutoField"
