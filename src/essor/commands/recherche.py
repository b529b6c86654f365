"""`essor recherche`: the index of the search."""

import click

from essor.commands.databases import require_migrated
from essor.commands.workspace import require_workspace, say


@click.group()
def group() -> None:
    """Entretenir l'index de la recherche."""


@group.command("reindexer")
def reindexer() -> None:
    """Refaire l'index à partir des données, et oublier les mots qu'aucun texte ne contient plus.

    L'index suit chaque écriture de lui-même : cette commande sert après une écriture faite
    directement dans la base, ou par précaution. Personne n'attend pendant qu'elle travaille.
    """
    require_workspace()
    require_migrated()
    from essor.foundations.french import format_number
    from essor.records.recherche.index import rebuild

    say(f"Éléments indexés\u00a0: {format_number(rebuild())}.")
