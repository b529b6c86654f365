"""The joint between the command line and an installation."""

import os
from pathlib import Path

import click

from essor.foundations.errors import UserFault
from essor.foundations.workspace import ENVIRONMENT_NAME, Workspace

SETTINGS = "essor.config.settings"
WEB_EXTRA = "pip install 'essor[web]'"


def current_workspace() -> Workspace:
    """Return the workspace of this process."""
    return Workspace.from_environment(os.environ)


def use_workspace(folder: Path | None) -> Workspace:
    """Make a folder the workspace of this process."""
    if folder is not None:
        os.environ[ENVIRONMENT_NAME] = str(folder.expanduser().resolve())
    return current_workspace()


def workspace_exists() -> bool:
    """Tell whether there is a database to talk to."""
    return bool(os.environ.get("DATABASE_URL")) or current_workspace().database.is_file()


def setup_django() -> None:
    """Load Django on the current workspace. Raises UserFault when the web part is absent."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    try:
        import django
    except ModuleNotFoundError as error:
        raise UserFault.single(
            "Cette commande demande la partie web d'Essor, qui n'est pas installée.",
            expected=WEB_EXTRA,
        ) from error
    django.setup()


def require_workspace() -> None:
    """Load Django, refusing politely when there is no database yet."""
    if not workspace_exists():
        raise UserFault.single(
            f"Aucun espace de travail Essor dans {current_workspace().root}.",
            expected="le créer par « essor demo --no-serve », ou indiquer le bon dossier "
            "par ESSOR_DIR",
        )
    setup_django()
    require_database()


def require_database() -> None:
    """Raise UserFault when the database does not answer, or does not accept us."""
    from django.db import OperationalError, connection

    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise UserFault.single(
            "La base de données ne répond pas.",
            value=" ".join(str(error).split()),
            expected="vérifier DATABASE_URL et que PostgreSQL tourne ; sans DATABASE_URL, que le "
            f"dossier {current_workspace().root} existe et que ce compte peut y écrire",
            code="base",
        ) from error


def say(text: str) -> None:
    """Print a line for the person, on the error stream so that data stays clean."""
    click.echo(text, err=True)
