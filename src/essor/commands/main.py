"""`essor`: the command line. Sub-commands are found by file name and loaded when called."""

import importlib
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from essor import __version__
from essor.commands.french import name_in_french
from essor.commands.workspace import use_workspace
from essor.foundations.errors import UserFault

# Command name -> module that holds it, as `group` or `command`.
SUBJECTS = {
    "check": "checks",
    "comptes": "comptes",
    "demo": "demo",
    "friches": "friches",
    "migrer": "databases",
    "observatoire": "observatoire",
    "plan": "plan",
    "recherche": "recherche",
    "references": "references",
    "relances": "relances",
    "restaurer": "restore",
    "sauvegarder": "backup",
    "secret": "secret",
    "servir": "serve",
    "terres": "terres",
    "territoires": "territoires",
    "travailler": "work",
}


class LazyGroup(click.Group):
    """Imports a subject only when it is asked for: `essor references` needs no Django."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the subjects in alphabetical order."""
        return sorted(SUBJECTS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of a subject, None when unknown."""
        module_name = SUBJECTS.get(cmd_name)
        if module_name is None:
            return None
        module = importlib.import_module(f"essor.commands.{module_name}")
        command: click.Command = getattr(module, "group", None) or module.command
        return name_in_french(command)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command typed, or suggest the subjects it looks like."""
        try:
            return super().resolve_command(ctx, args)
        except click.NoSuchCommand as error:
            raise click.NoSuchCommand(
                error.command_name, possibilities=SUBJECTS, ctx=ctx
            ) from error


@click.command(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
    subcommand_metavar="COMMANDE [ARGUMENTS]...",
    epilog="Chaque commande s'explique : essor COMMANDE --help",
)
@click.option(
    "--dir",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Dossier de l'espace de travail (sinon ESSOR_DIR, sinon ./var/demo).",
)
@click.version_option(__version__, prog_name="essor")
def essor(folder: Path | None) -> None:
    """Piloter, connaître, décider, rendre compte : Essor en ligne de commande."""
    use_workspace(folder)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; exit code 2 when the person can mend what is wrong."""
    try:
        # Out of standalone mode Click returns the code of `ctx.exit(code)` instead of exiting.
        status = essor.main(args=arguments, standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("Interrompu.", err=True)
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except UserFault as error:
        for fault in error.faults:
            click.echo(fault.sentence(), err=True)
        sys.exit(2)
    if isinstance(status, int) and status:
        sys.exit(status)


if __name__ == "__main__":
    main()
