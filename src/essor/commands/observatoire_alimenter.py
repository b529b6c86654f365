"""`essor observatoire alimenter`: what the observatory knows, given to the indicators of a plan."""

from typing import TYPE_CHECKING

import click

from essor.commands.plans import find_plan
from essor.commands.workspace import current_workspace, say, setup_django
from essor.observatory.lake import Lake

if TYPE_CHECKING:
    from essor.records.indicateurs.observatory import Fed


@click.command("alimenter")
@click.option("--territoire", "code", required=True, metavar="CODE", help="Comme ti-8404.")
@click.option("--simulation", is_flag=True, help="Dire ce qui serait fait, sans rien écrire.")
def command(code: str, simulation: bool) -> None:
    """Donner aux indicateurs d'un plan les valeurs que l'observatoire connaît.

    Un indicateur est alimenté quand il nomme un indicateur de l'observatoire. Chaque valeur garde
    sa source, ses bornes et le lieu dont elle parle.
    """
    setup_django()
    from essor.records.accounts.permissions import Access
    from essor.records.indicateurs.observatory import feed_plan

    territoire = find_plan(code).territoire
    fed = feed_plan(
        by=Access.system(territoire_id=territoire.pk, territoire_code=territoire.code),
        territoire=territoire,
        lake=Lake(current_workspace().root / "observatoire"),
        is_simulation=simulation,
    )
    _say(fed, simulation)


def _say(fed: "Fed", simulation: bool) -> None:
    done = fed.outcome
    begin = "Simulation, rien n'est écrit. " if simulation else ""
    say(
        f"{begin}Indicateurs reliés\u00a0: {fed.linked}. Valeurs ajoutées\u00a0: {done.added}, "
        f"remplacées\u00a0: {done.replaced}, déjà connues\u00a0: {done.unchanged}."
    )
    for one in fed.skipped:
        say(f"  {one.indicateur}\u00a0: {one.reason}")
