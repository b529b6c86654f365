from django.apps import AppConfig


class RechercheConfig(AppConfig):
    """Finds anything that its reader may read; keeps its index in step with the journal."""

    name = "essor.records.recherche"
    label = "recherche"
    verbose_name = "recherche"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear of every operation."""
        from essor.records.journal.listeners import subscribe
        from essor.records.recherche.index import index_operation

        subscribe("recherche", index_operation)
