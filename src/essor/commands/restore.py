"""`essor restaurer`: put an archive back, exactly, or nothing at all."""

from pathlib import Path

import click

from essor.commands.databases import require_migrated
from essor.commands.workspace import current_workspace, require_workspace, say

SAFETY_FOLDER = "sauvegardes"


@click.command("restaurer")
@click.argument("path", metavar="ARCHIVE", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--remplacer",
    "replace",
    is_flag=True,
    help="Remplacer les données en place, après les avoir sauvegardées.",
)
def command(path: Path, replace: bool) -> None:
    """Restaurer une archive de « essor sauvegarder » : tout, ou rien."""
    require_workspace()
    require_migrated()
    from django.utils import timezone

    from essor.records.backup.actions import restore

    folder = current_workspace().root / SAFETY_FOLDER
    result = restore(path=path, replace=replace, safety_folder=folder, at=timezone.now())
    if result.safety:
        say(f"L'existant a été sauvegardé dans {result.safety}.")
    say(f"Restauré\u00a0: {result.rows} lignes, {result.files} fichiers.")
    if result.accounts:
        say(
            f"Comptes ouverts\u00a0: {result.accounts}, sans mot de passe\u00a0: chacun choisit le "
            "sien par «\u00a0mot de passe oublié\u00a0»."
        )
    if result.left_out:
        say(f"Lignes de comptes de démonstration laissées de côté\u00a0: {result.left_out}.")
    for digest in result.manifest.missing_files:
        say(f"Attention\u00a0: le fichier {digest} manquait déjà dans la sauvegarde.")
