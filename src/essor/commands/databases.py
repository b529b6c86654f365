"""`essor migrer`: bring the database to the shape and the reference facts of this version."""

import click

from essor.commands.progress import Steps
from essor.commands.workspace import current_workspace, require_database, setup_django
from essor.foundations.errors import UserFault


@click.command("migrer")
def command() -> None:
    """Créer ou mettre à jour les tables, puis charger les faits de référence."""
    current_workspace().root.mkdir(parents=True, exist_ok=True)
    setup_django()
    require_database()
    steps = Steps(2)
    with steps.step("Tables de la base de données") as outcome:
        outcome.say(migrate())
    with steps.step("Territoires d'industrie") as outcome:
        outcome.say(load_territoires())


def pending_migrations() -> list[str]:
    """Return the migrations that the database has not seen."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def migrate() -> str:
    """Apply the missing migrations; return what was done, in French."""
    from django.core.management import call_command

    from essor.records.recherche.index import rebuild as rebuild_index

    pending = pending_migrations()
    if not pending:
        return "à jour"
    call_command("migrate", interactive=False, verbosity=0)
    rebuild_index()  # a new version may find what the former one did not index
    return "1 migration appliquée" if len(pending) == 1 else f"{len(pending)} migrations appliquées"


def load_territoires() -> str:
    """Load the territories that Essor ships; return what was done, in French."""
    from django.utils import timezone

    from essor.records.territoires.actions import load_reference_facts

    result = load_reference_facts(author=None, at=timezone.now())
    return "chargés" if result.is_new else "à jour"


def require_migrated() -> None:
    """Raise UserFault when the database is behind this version of Essor."""
    pending = pending_migrations()
    if pending:
        raise UserFault.single(
            "La base de données n'est pas à jour pour cette version d'Essor.",
            value=", ".join(pending),
            expected="«\u00a0essor migrer\u00a0», après une sauvegarde",
            code="migrations",
        )
