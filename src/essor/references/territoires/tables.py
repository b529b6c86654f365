"""Facts to and from small CSV files: one file per kind, communes cut by department.

Plain text so that a difference between two vintages can be read in a review. Written in a fixed
order with a fixed dialect: the same producers' files give the same bytes.
"""

import csv
import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import yaml

from essor.references.territoires.schema import (
    Commune,
    CommuneRattachee,
    Departement,
    Faits,
    Geographie,
    Groupement,
    Membre,
    NatureMembre,
    Perimetre,
    Publication,
    Region,
    Territoire,
)

RowT = TypeVar("RowT")
FACTS_DIR = Path(__file__).parent / "facts"

# Territories carry the phase of the whole perimeter, written once in provenance.yaml; the
# department of a commune is the name of its file.
_LEFT_OUT = {Territoire: {"phase"}, Commune: {"code_departement"}}


def load_faits(folder: Path = FACTS_DIR) -> Faits:
    """Read the facts of a folder, the shipped ones unless told otherwise."""
    provenance = yaml.safe_load((folder / "provenance.yaml").read_text(encoding="utf-8"))
    phase = provenance["perimetre"].pop("phase")
    communes = [
        commune
        for path in sorted((folder / "communes").glob("*.csv"))
        for commune in _read(path, partial(_commune, code_departement=path.stem))
    ]
    geographie = Geographie(
        regions=tuple(_read(folder / "regions.csv", lambda r: Region(**r))),
        departements=tuple(_read(folder / "departements.csv", lambda r: Departement(**r))),
        groupements=tuple(_read(folder / "groupements.csv", _groupement)),
        communes=tuple(sorted(communes, key=lambda c: c.code_commune_insee)),
        rattachees=tuple(_read(folder / "communes_rattachees.csv", _rattachee)),
        publication=_publication(provenance["geographie"]),
    )
    perimetre = Perimetre(
        phase=phase,
        territoires=tuple(
            _read(folder / "territoires.csv", lambda r: Territoire(phase=phase, **r))
        ),
        membres=tuple(_read(folder / "membres.csv", _membre)),
        publication=_publication(provenance["perimetre"]),
    )
    return Faits(geographie=geographie, perimetre=perimetre)


def faits_as_files(faits: Faits) -> dict[str, str]:
    """Relative path -> content of every file of the facts, provenance included."""
    geographie, perimetre = faits.geographie, faits.perimetre
    by_departement: dict[str, list[Commune]] = defaultdict(list)
    for commune in geographie.communes:
        by_departement[commune.code_departement].append(commune)
    tables: dict[str, Iterable[Any]] = {
        "regions.csv": geographie.regions,
        "departements.csv": geographie.departements,
        "groupements.csv": geographie.groupements,
        "communes_rattachees.csv": geographie.rattachees,
        "territoires.csv": perimetre.territoires,
        "membres.csv": perimetre.membres,
    } | {f"communes/{code}.csv": rows for code, rows in sorted(by_departement.items())}
    files = {name: _write(rows) for name, rows in tables.items()}
    counts = {
        "territoires": len(perimetre.territoires),
        "membres": len(perimetre.membres),
        "communes": len(geographie.communes),
        "groupements": len(geographie.groupements),
        "communes_rattachees": len(geographie.rattachees),
    }
    provenance = {
        "perimetre": {"phase": perimetre.phase} | _as_yaml(perimetre.publication),
        "geographie": _as_yaml(geographie.publication),
        "lignes": counts,
    }
    files["provenance.yaml"] = yaml.dump(
        provenance, Dumper=_PlainDumper, allow_unicode=True, sort_keys=False, width=96
    )
    return files


class _PlainDumper(yaml.SafeDumper):
    """Writes each date in full instead of pointing at the first one that equals it."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _read(path: Path, build: Callable[[dict[str, str]], RowT]) -> Iterator[RowT]:
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            yield build(row)


def _write(rows: Iterable[Any]) -> str:
    rows = list(rows)
    out = io.StringIO(newline="")
    kind = type(rows[0])
    names = [f.name for f in fields(kind) if f.name not in _LEFT_OUT.get(kind, ())]
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    for row in rows:
        writer.writerow([_cell(getattr(row, name)) for name in names])
    return out.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    return " ".join(value) if isinstance(value, tuple) else str(value)


def _number(text: str) -> int | None:
    return int(text) if text else None


def _groupement(row: dict[str, str]) -> Groupement:
    return Groupement(
        siren=row["siren"],
        nature=row["nature"],
        nom=row["nom"],
        population_municipale=_number(row["population_municipale"]),
        population_totale=_number(row["population_totale"]),
    )


def _commune(row: dict[str, str], code_departement: str) -> Commune:
    return Commune(
        code_commune_insee=row["code_commune_insee"],
        nom=row["nom"],
        code_departement=code_departement,
        siren_commune=row["siren_commune"] or None,
        siren_epci=row["siren_epci"] or None,
        siren_ept=row["siren_ept"] or None,
        population_municipale=_number(row["population_municipale"]),
        population_totale=_number(row["population_totale"]),
        codes_postaux=tuple(row["codes_postaux"].split()),
    )


def _rattachee(row: dict[str, str]) -> CommuneRattachee:
    return CommuneRattachee(
        code=row["code"],
        nom=row["nom"] or None,
        nature=row["nature"],
        code_commune_insee=row["code_commune_insee"],
    )


def _membre(row: dict[str, str]) -> Membre:
    return Membre(
        code_territoire=row["code_territoire"],
        nature=NatureMembre(row["nature"]),
        siren=row["siren"],
        nom_publie=row["nom_publie"],
        code_commune_insee=row["code_commune_insee"] or None,
    )


def _publication(data: Mapping[str, Any]) -> Publication:
    values = dict(data)
    return Publication(
        files=values.pop("files"), remarks=tuple(values.pop("remarks", ())), **values
    )


def _as_yaml(publication: Publication) -> dict[str, Any]:
    values = {f.name: getattr(publication, f.name) for f in fields(publication)}
    values["files"] = dict(sorted(publication.files.items()))
    values["remarks"] = list(publication.remarks)
    return {key: value for key, value in values.items() if value is not None}
