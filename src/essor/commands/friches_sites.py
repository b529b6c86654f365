"""`essor friches aptitude` and `convertir`: sites before any study."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from essor.commands.json_files import INPUT_FILE, OUTPUT_FILE, read_json, write_json
from essor.engines.friches.cnig.geojson import from_geojson, to_geojson
from essor.engines.friches.cnig.geopackage import from_geopackage, to_geopackage
from essor.engines.friches.cnig.records import Friche, faults_of, read_csv, write_csv
from essor.engines.friches.parameters import Parameters
from essor.engines.friches.suitability import Screening, screen
from essor.foundations.errors import Fault, Place, UserFault

FORMATS = (".csv", ".geojson", ".gpkg")


def screening_json(found: Screening) -> dict[str, Any]:
    """Form of the report: scores, ranges, reasons, vetoes, what to inform first."""
    return {
        "fiabilite": found.reliability,
        "a_renseigner": list(found.unknown),
        "usages": [
            {
                "usage": use.usage.value,
                "score": use.score,
                "fourchette": [use.low, use.high],
                "vetos": list(use.vetoes),
                "raisons": [
                    {
                        "critere": reason.criterion,
                        "reponse": reason.value,
                        "note": reason.mark,
                        "effet": reason.effect,
                    }
                    for reason in use.reasons
                ],
            }
            for use in found.uses
        ],
    }


def suitability_command(load: Callable[[], Parameters]) -> click.Command:
    """Build `aptitude` with the way to load the marks."""

    @click.command("aptitude")
    @click.argument("path", metavar="REPONSES.json", type=INPUT_FILE)
    @click.option("-o", "--sortie", "output", type=OUTPUT_FILE, help="Écrire le résultat ici.")
    def suitability(path: Path, output: Path | None) -> None:
        """Dire quels usages conviennent à un site, et pourquoi."""
        answers = read_json(path)
        if not isinstance(answers, dict):
            raise UserFault.single(
                "les réponses ne sont pas un groupe de champs",
                place=Place(file=path.name),
                expected="{critère: réponse}",
            )
        texts = {str(key): str(value) for key, value in answers.items()}
        write_json(screening_json(screen(texts, load())), output)

    return suitability


def read_friches(path: Path) -> tuple[tuple[Friche, ...], tuple[Fault, ...]]:
    """Read an inventory by the ending of its name; faults of values are returned."""
    ending = path.suffix.lower()
    if ending == ".csv":
        inventory = read_csv(decoded(path.read_bytes()), file=path.name)
        return inventory.friches, inventory.faults
    if ending == ".gpkg":
        friches = from_geopackage(path.read_bytes(), file=path.name)
    elif ending in (".geojson", ".json"):
        friches = from_geojson(read_json(path), file=path.name)
    else:
        raise _unknown_format(path)
    faults = [
        fault
        for number, friche in enumerate(friches, start=1)
        for fault in faults_of(friche, Place(file=path.name, cell=f"objet {number}"))
    ]
    return friches, tuple(faults)


def decoded(raw: bytes) -> str:
    """Text of a CSV file: UTF-8, else the code page of French spreadsheets."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _unknown_format(path: Path) -> UserFault:
    return UserFault.single(
        "ce format n'est pas connu", value=path.name, expected=", ".join(FORMATS), code="format"
    )


@click.command("convertir")
@click.argument("source", metavar="INVENTAIRE", type=INPUT_FILE)
@click.argument("target", metavar="SORTIE", type=OUTPUT_FILE)
def convert(source: Path, target: Path) -> None:
    """Convertir un inventaire au standard CNIG Friches (CSV, GeoJSON, GeoPackage).

    Les valeurs non conformes sont signalées et gardées.
    """
    if target.suffix.lower() not in FORMATS:
        raise _unknown_format(target)
    friches, faults = read_friches(source)
    if target.suffix.lower() == ".csv":
        target.write_bytes(write_csv(friches).encode("utf-8"))
    elif target.suffix.lower() == ".gpkg":
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
        target.write_bytes(to_geopackage(friches, changed_at=now))
    else:
        write_json(to_geojson(friches), target)
    for fault in faults:
        click.echo(fault.sentence(), err=True)
    click.echo(f"{len(friches)} friches converties, {len(faults)} valeurs à corriger.", err=True)
