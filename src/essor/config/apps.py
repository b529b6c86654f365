"""Registers what only the top floor may check."""

import importlib

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The assembled site: its start-up checks join Django's own."""

    name = "essor.config"
    label = "config"
    verbose_name = "configuration"

    def ready(self) -> None:
        """Register the checks, which read the accounts, and what new connections are told."""
        importlib.import_module("essor.config.startup")
        importlib.import_module("essor.config.postgresql")
