"""`essor sauvegarder`: a territory, or everything, in one documented archive."""

from pathlib import Path

import click

from essor.commands.workspace import require_workspace, say
from essor.foundations.errors import UserFault


@click.command("sauvegarder")
@click.option("--territoire", "code", help="Code du territoire, par exemple ti-8404.")
@click.option("--tout", "everything", is_flag=True, help="Toute l'installation, comptes compris.")
@click.option(
    "-o",
    "--sortie",
    "path",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Archive .zip à écrire.",
)
def command(code: str | None, everything: bool, path: Path) -> None:
    """Écrire une archive d'un territoire (--territoire) ou de tout (--tout)."""
    if bool(code) == everything:
        raise UserFault.single(
            "Que faut-il sauvegarder\u00a0?",
            expected="--territoire CODE ou --tout, l'un des deux",
            code="option",
        )
    require_workspace()
    from django.utils import timezone

    from essor.records.backup.actions import back_up_installation, back_up_territoire

    if code:
        manifest = back_up_territoire(code=code, path=path, at=timezone.now())
    else:
        manifest = back_up_installation(path=path, at=timezone.now())
    rows = sum(member.rows or 0 for member in manifest.members)
    files = sum(1 for member in manifest.members if member.digest)
    say(f"{path}\u00a0: {rows} lignes, {files} fichiers.")
    for digest in manifest.missing_files:
        say(f"Attention\u00a0: le fichier {digest} est absent ou altéré, l'archive ne l'a pas.")
    if everything:
        say("Cette archive contient les mots de passe chiffrés\u00a0: gardez-la en lieu sûr.")
