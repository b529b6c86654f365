"""`essor observatoire echantillons`: the samples shipped with Essor, in the lake or out of it."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from essor.commands.workspace import current_workspace, say
from essor.foundations.french import format_number
from essor.observatory.lake import Lake
from essor.observatory.sample_extraction import extract_samples
from essor.observatory.sample_loading import SampleReport, load_samples

STATES = {
    "charge": "échantillon chargé",
    "inchange": "échantillon déjà là",
    "reel": "données du producteur déjà chargées, gardées",
}


@click.command("echantillons")
@click.option(
    "--extraire",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Écrire dans ce dossier les échantillons à livrer, pris dans les données chargées.",
)
@click.option("--json", "is_json", is_flag=True, help="Répondre en JSON.")
def command(folder: Path | None, is_json: bool) -> None:
    """Charger les échantillons livrés avec Essor, là où rien n'est encore chargé.

    Ils ne parlent que du territoire ti-8404. Un échantillon ne remplace jamais les données d'un
    producteur ; celles-ci le remplacent au prochain rafraîchissement.
    """
    lake = Lake(current_workspace().root / "observatoire")
    if folder is not None:
        _extract(lake, folder, is_json)
        return
    reports = load_samples(lake=lake, at=datetime.now(UTC))
    if is_json:
        say(json.dumps([one.as_dict() for one in reports], ensure_ascii=False, indent=1))
        return
    for one in reports:
        rows = f", {format_number(sum(one.tables.values()))} lignes" if one.tables else ""
        say(f"{one.source}\u00a0: {STATES[one.state]}{rows}")
    say(summary(reports))


def summary(reports: Sequence[SampleReport]) -> str:
    """Say in a line what is there, and that it is a sample."""
    samples = [one for one in reports if one.state != "reel"]
    if not samples:
        return "Aucun échantillon\u00a0: les données des producteurs sont chargées."
    return (
        f"{len(samples)} sources en échantillon, territoire ti-8404 seulement. "
        "Les autres territoires\u00a0: essor observatoire rafraichir"
    )


def _extract(lake: Lake, folder: Path, is_json: bool) -> None:
    found = extract_samples(lake=lake, out=folder)
    if is_json:
        say(json.dumps(found, ensure_ascii=False, indent=1))
        return
    for source, tables in found.items():
        said = ", ".join(f"{table} {format_number(rows)} lignes" for table, rows in tables.items())
        say(f"{source}\u00a0: {said}")
    say(f"Écrits dans {folder}")
