"""`essor servir`: serve an installation with gunicorn."""

import click

from essor.commands.databases import require_migrated
from essor.commands.server import DEFAULT_PORT, LOOPBACK, address, free_port, load_application
from essor.commands.server import serve as run_server
from essor.commands.static_files import collect
from essor.commands.workspace import current_workspace, require_workspace, say
from essor.foundations.errors import UserFault


@click.command("servir")
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=DEFAULT_PORT,
    show_default=True,
    help="Port d'écoute.",
)
@click.option(
    "--hote",
    "host",
    default="127.0.0.1",
    show_default=True,
    help="Adresse d'écoute\u00a0; 0.0.0.0 pour toutes celles de la machine.",
)
@click.option(
    "--processus",
    "workers",
    type=click.IntRange(1, 64),
    default=2,
    show_default=True,
    help="Nombre de processus.",
)
@click.option(
    "--fils",
    "threads",
    type=click.IntRange(1, 64),
    default=4,
    show_default=True,
    help="Fils par processus.",
)
def command(port: int, host: str, workers: int, threads: int) -> None:
    """Servir cette installation (derrière un serveur mandataire en https)."""
    refuse_open_demonstration(host)
    require_workspace()
    require_migrated()
    collect()  # before the application: WhiteNoise lists the static files once, as it is built
    application = load_application()
    say(f"Essor répond sur http://{address(host, free_port(host, port))} (Ctrl-C pour l'arrêter).")
    run_server(application, host=host, port=port, workers=workers, threads=threads)


def refuse_open_demonstration(host: str) -> None:
    """Raise UserFault when a demonstration would be open to other machines."""
    if current_workspace().is_demonstration and host not in LOOPBACK:
        raise UserFault.single(
            "Un espace de démonstration ne se sert que sur cette machine\u00a0: ses mots de passe "
            "sont publics.",
            value=host,
            expected="--hote 127.0.0.1, ou une installation de production "
            "(docs/guides/mettre-en-production.md)",
            code="demonstration",
        )
