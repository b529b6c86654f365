"""`essor travailler`: do the long computations, one at a time."""

import os
import signal
import threading
from types import FrameType

import click

from essor.commands.databases import require_migrated
from essor.commands.workspace import require_workspace, say


@click.command("travailler")
@click.option("--une-fois", "is_once", is_flag=True, help="Vider la file puis s'arrêter.")
@click.option(
    "--avec-parent",
    "is_beside",
    is_flag=True,
    hidden=True,
    help="S'arrêter avec le processus qui l'a lancé (« essor demo »).",
)
def command(is_once: bool, is_beside: bool) -> None:
    """Faire les calculs longs demandés dans les pages."""
    require_workspace()
    require_migrated()
    from essor.records.jobs.worker import drain, work

    if is_once:
        say(f"Calculs faits\u00a0: {drain()}.")
        return
    stop, parent = threading.Event(), os.getppid()

    def ask(number: int, frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ask)
    say("Essor attend les calculs à faire (Ctrl-C pour l'arrêter).")
    work(should_stop=lambda: stop.is_set() or (is_beside and os.getppid() != parent))
