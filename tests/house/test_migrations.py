"""The tables are what the models say: no change of a model without its migration."""

from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.db.models import CharField


def missing(target: ProjectState) -> dict[str, list[str]]:
    """Return, by application, the operations that no migration holds."""
    loader = MigrationLoader(None, ignore_no_initial=True)
    changes = MigrationAutodetector(loader.project_state(), target).changes(graph=loader.graph)
    return {
        label: [operation.describe() for migration in found for operation in migration.operations]
        for label, found in changes.items()
    }


def test_every_change_of_a_model_has_its_migration() -> None:
    assert missing(ProjectState.from_apps(apps)) == {}


def test_a_change_without_migration_is_seen() -> None:
    state = ProjectState.from_apps(apps)
    state.models["plans", "plan"].fields["ajout"] = CharField(max_length=3, default="")
    assert "plans" in missing(state)
