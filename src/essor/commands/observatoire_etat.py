"""`essor observatoire etat`: what is loaded, how old it is, what to do about it."""

import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime

import click

from essor.commands.workspace import current_workspace, say
from essor.foundations.french import format_date
from essor.observatory.advice import advice_on
from essor.observatory.freshness import Etat, Freshness, freshness
from essor.observatory.lake import Lake

WORDS = {
    Etat.JAMAIS: "jamais chargée",
    Etat.ECHANTILLON: "échantillon livré avec Essor, ti-8404 seulement",
    Etat.CHARGE: "chargée",
}


@click.command("etat")
@click.option(
    "--le",
    "asked",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="AAAA-MM-JJ",
    help="Juger de l'âge des données à cette date, et non aujourd'hui.",
)
@click.option(
    "--strict", "is_strict", is_flag=True, help="Code de sortie 1 si une source est ancienne."
)
@click.option("--json", "is_json", is_flag=True, help="Répondre en JSON.")
def command(asked: datetime | None, is_strict: bool, is_json: bool) -> None:
    """Dire ce qui est chargé, depuis quand, et ce qui est plus ancien que ce qui est publié.

    Une source est ancienne quand elle n'a pas été relue depuis plus d'une période de publication,
    ou quand ses données s'arrêtent il y a plus de deux périodes.
    """
    lake = Lake(current_workspace().root / "observatoire")
    on = (asked or datetime.now(UTC)).date()
    found = freshness(lake, on=on)
    if is_json:
        told = [one.as_dict() | {"pour_la_charger": advice_on(one.source).command} for one in found]
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        for one in found:
            _say(one)
        say(summary(found))
    if is_strict and any(one.is_alert for one in found):
        sys.exit(1)


def summary(found: Sequence[Freshness]) -> str:
    """Count the sources by state, in a line."""
    counts = {etat: sum(one.etat is etat for one in found) for etat in Etat}
    return (
        f"{counts[Etat.CHARGE]} chargées, {counts[Etat.ECHANTILLON]} en échantillon, "
        f"{counts[Etat.JAMAIS]} jamais chargées\u00a0; "
        f"{sum(one.is_alert for one in found)} anciennes."
    )


def _say(one: Freshness) -> None:
    read = f", lue le {format_date(one.read_on)}" if one.read_on else ""
    say(f"{one.source.name}\u00a0: {WORDS[one.etat]}{read}")
    for sentence in one.sentences():
        say(f"  {sentence}")
    if one.etat is Etat.JAMAIS:
        say(f"  Pour la charger\u00a0: {advice_on(one.source).command}")
