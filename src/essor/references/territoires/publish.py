"""From the producers' files to the facts Essor ships: the same files give the same bytes."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from essor.foundations.errors import Place, UserFault
from essor.references.territoires.assemble import Assembled, build_perimetre
from essor.references.territoires.carte.build import build_carte
from essor.references.territoires.contours.build import build_contours
from essor.references.territoires.producers.anct_csv import parse_anct_csv
from essor.references.territoires.producers.anct_geojson import parse_anct_geojson
from essor.references.territoires.producers.etalab import Decoupage, read_decoupage
from essor.references.territoires.producers.files import read_raw
from essor.references.territoires.producers.liste import ListePubliee
from essor.references.territoires.schema import (
    PHASE_COURANTE,
    Geographie,
    Publication,
)
from essor.references.territoires.tables import faits_as_files


def read_liste(path: Path) -> ListePubliee:
    """Read a published list, GeoJSON or CSV, told apart by the name. Raises UserFault."""
    name = path.name.lower().removesuffix(".gz")
    if name.endswith((".geojson", ".json")):
        return parse_anct_geojson(read_raw(path))
    if name.endswith((".csv", ".txt")):
        return parse_anct_csv(read_raw(path))
    raise UserFault.single(
        "format de fichier inconnu",
        expected="un GeoJSON ou un CSV de l’ANCT",
        place=Place(file=path.name),
    )


def read_geographie(path: Path, *, publication: Publication) -> Geographie:
    """Read the administrative geography from a folder or an npm .tgz. Raises UserFault."""
    return as_geographie(read_decoupage(path), publication=publication)


def as_geographie(decoupage: Decoupage, *, publication: Publication) -> Geographie:
    """Dress a geography that was read with where it comes from."""
    return Geographie(
        regions=tuple(sorted(decoupage.regions, key=lambda r: r.code_region)),
        departements=tuple(sorted(decoupage.departements, key=lambda d: d.code_departement)),
        groupements=decoupage.groupements,
        communes=decoupage.communes,
        rattachees=decoupage.rattachees,
        publication=replace(publication, files=decoupage.files),
    )


def known_publication(key: str, *, read_on: date) -> Publication:
    """What is known of a publication (`perimetre`, `geographie`), read on the given day."""
    text = resources.files(__package__).joinpath("publications.yaml").read_text(encoding="utf-8")
    data: dict[str, Any] = yaml.safe_load(text)[key]
    remarks = tuple(data.pop("remarks", ()))
    return Publication(read_on=read_on, remarks=remarks, **data)


def assemble_shipped(*, anct: Path, cog: Path, read_on: date) -> Assembled:
    """The facts of the current phase from the files they are published in. Raises UserFault."""
    liste = read_liste(anct)
    geographie = read_geographie(cog, publication=known_publication("geographie", read_on=read_on))
    publication = replace(known_publication("perimetre", read_on=read_on), files=liste.files)
    return build_perimetre(
        liste=liste, geographie=geographie, phase=PHASE_COURANTE, publication=publication
    )


def write_facts(assembled: Assembled, folder: Path) -> list[Path]:
    """Write the facts, and only what changed. Returns the paths written."""
    return _write(faits_as_files(assembled.faits), folder)


def write_carte(*, territoires: Path, regions: Path, folder: Path) -> list[Path]:
    """Draw the map from two GeoJSON files and write it. Returns the paths written."""
    return _write(build_carte(territoires=territoires, regions=regions), folder)


def write_contours(*, assembled: Assembled, communes: Path, folder: Path) -> list[Path]:
    """Draw the outlines of communes and groupings from a folder. Returns the paths written."""
    return _write(build_contours(assembled.faits, communes), folder)


def _write(files: Mapping[str, str], folder: Path) -> list[Path]:
    written: list[Path] = []
    for name, content in files.items():
        path = folder / name
        if path.is_file() and path.read_text(encoding="utf-8") == content:
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8", newline="\n")
        written.append(path)
    return written
