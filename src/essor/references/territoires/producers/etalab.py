"""The `@etalab/decoupage-administratif` package: communes, EPCI, EPT, departments, regions.

`communes.json` mixes present-day communes, delegated and associated ones and municipal districts
under a `type`; its `population`, like the populations of `ept.json`, is of a later vintage than
those of `epci.json`. Each place here gets one vintage: see the remarks in `publications.yaml`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from essor.foundations.codes import parse_code_commune_insee, parse_siren
from essor.foundations.errors import FaultGatherer, Place, UserFault
from essor.references.territoires.producers.files import RawFile, read_named
from essor.references.territoires.producers.liste import clean
from essor.references.territoires.schema import (
    Commune,
    CommuneRattachee,
    Departement,
    Groupement,
    Region,
)

FILES = ("communes.json", "epci.json", "ept.json", "departements.json", "regions.json")
CURRENT = "commune-actuelle"

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoupage:
    """The package, read; the vintage is not written in it and has to be told."""

    regions: tuple[Region, ...]
    departements: tuple[Departement, ...]
    groupements: tuple[Groupement, ...]
    communes: tuple[Commune, ...]
    rattachees: tuple[CommuneRattachee, ...]
    files: Mapping[str, str]


def read_decoupage(path: Path) -> Decoupage:
    """Read the package from a folder or its npm .tgz. Raises UserFault, all faults at once."""
    raws = read_named(path, FILES)
    with FaultGatherer() as faults:
        for name in FILES:
            if name not in raws:
                faults.add_message(
                    "fichier absent du découpage administratif",
                    place=Place(file=str(path)),
                    expected=f"{name} ou {name}.gz",
                )
    return parse_decoupage(raws)


def parse_decoupage(raws: Mapping[str, RawFile]) -> Decoupage:
    """Turn the five files into our shape. Raises UserFault, all faults at once."""
    rows = {name: _rows(raw) for name, raw in raws.items()}
    faults = FaultGatherer()
    epci_of, ept_of = _Members(faults), _Members(faults)
    groupements = list(_groupements("epci.json", rows["epci.json"], epci_of, faults))
    for ept in _groupements("ept.json", rows["ept.json"], ept_of, faults):
        groupements.append(_same_vintage(ept, ept_of, epci_of))
    communes: dict[str, Commune] = {}
    rattachees: dict[tuple[str, str], CommuneRattachee] = {}
    for row in rows["communes.json"]:
        with faults.catching(Place(file="communes.json", field=str(row.get("code")))):
            if row.get("type") == CURRENT:
                commune = _commune(row, epci_of, ept_of)
                if commune.code_commune_insee in communes:
                    raise UserFault.single("la commune est deux fois dans le fichier")
                communes[commune.code_commune_insee] = commune
            for attached in _rattachees(row):
                rattachees.setdefault((attached.code, attached.nom or ""), attached)
    _check_members(communes, (epci_of, ept_of), faults)
    faults.raise_if_any()
    named = {code for code, nom in rattachees if nom}
    return Decoupage(
        regions=tuple(
            Region(code_region=r["code"], nom=clean(r["nom"])) for r in rows["regions.json"]
        ),
        departements=tuple(
            Departement(code_departement=d["code"], nom=clean(d["nom"]), code_region=d["region"])
            for d in rows["departements.json"]
        ),
        groupements=tuple(sorted(groupements, key=lambda g: g.siren)),
        communes=tuple(communes[code] for code in sorted(communes)),
        rattachees=tuple(
            rattachees[key]
            for key in sorted(rattachees)
            # A bare old code says nothing more than the named row of the same code.
            if key[1] or key[0] not in named
        ),
        files={raw.name: raw.sha256 for raw in raws.values()},
    )


class _Members:
    """commune code -> (SIREN of its group, populations), refusing a commune in two groups."""

    def __init__(self, faults: FaultGatherer) -> None:
        self.group: dict[str, str] = {}
        self.populations: dict[str, tuple[int | None, int | None]] = {}
        self._faults = faults

    def add(self, file: str, siren: str, row: Row) -> None:
        code = str(row.get("code"))
        if code in self.group:
            self._faults.add_message(
                f"la commune {code} est dans deux groupements",
                place=Place(file=file),
                value=f"{self.group[code]} et {siren}",
            )
        self.group[code] = siren
        self.populations[code] = (_count(row, "populationMunicipale"),
                                  _count(row, "populationTotale"))  # fmt: skip


def _rows(raw: RawFile) -> list[Row]:
    rows = raw.json()
    if not isinstance(rows, list) or not rows or not all(isinstance(r, dict) for r in rows):
        raise UserFault.single(
            "le fichier n’est pas une liste d’objets",
            expected="un fichier du paquet @etalab/decoupage-administratif",
            place=Place(file=raw.name),
        )
    if not all({"code", "nom"} <= row.keys() for row in rows):
        raise UserFault.single(
            "des objets n’ont ni code ni nom",
            expected="les champs « code » et « nom »",
            place=Place(file=raw.name),
        )
    return rows


def _groupements(
    file: str, rows: list[Row], members: _Members, faults: FaultGatherer
) -> Iterator[Groupement]:
    for row in rows:
        with faults.catching(Place(file=file, field=str(row["code"]))):
            for member in row.get("membres", ()):
                members.add(file, str(row["code"]), member)
            siren = str(parse_siren(str(row["code"])))
            yield Groupement(
                siren=siren,
                nature=str(row.get("type") or ""),
                nom=clean(str(row["nom"])),
                population_municipale=_count(row, "populationMunicipale"),
                population_totale=_count(row, "populationTotale"),
            )


def _same_vintage(ept: Groupement, ept_of: _Members, epci_of: _Members) -> Groupement:
    """Give an EPT the populations its communes have in epci.json.

    ept.json is of a later vintage: kept as it is, an EPT would not be the sum of its communes.
    """
    codes = [code for code, siren in ept_of.group.items() if siren == ept.siren]
    pairs = [epci_of.populations.get(code, (None, None)) for code in codes]
    municipales = [municipale for municipale, _ in pairs if municipale is not None]
    totales = [totale for _, totale in pairs if totale is not None]
    is_complete = bool(codes) and len(municipales) == len(totales) == len(codes)
    return replace(
        ept,
        population_municipale=sum(municipales) if is_complete else None,
        population_totale=sum(totales) if is_complete else None,
    )


def _commune(row: Row, epci_of: _Members, ept_of: _Members) -> Commune:
    code = str(parse_code_commune_insee(str(row["code"])))
    siren = row.get("siren")
    municipale, totale = epci_of.populations.get(code, (_count(row, "population"), None))
    return Commune(
        code_commune_insee=code,
        nom=clean(str(row["nom"])),
        code_departement=str(row["departement"]),
        siren_commune=str(parse_siren(str(siren))) if siren else None,
        siren_epci=epci_of.group.get(code),
        siren_ept=ept_of.group.get(code),
        population_municipale=municipale,
        population_totale=totale,
        codes_postaux=tuple(sorted(map(str, row.get("codesPostaux", ())))),
    )


def _rattachees(row: Row) -> Iterator[CommuneRattachee]:
    if row.get("type") == CURRENT:
        for old in row.get("anciensCodes", ()):
            yield CommuneRattachee(
                code=str(old), nom=None, nature="ancien-code", code_commune_insee=str(row["code"])
            )
        return
    yield CommuneRattachee(
        code=str(row["code"]),
        nom=clean(str(row["nom"])),
        nature=str(row.get("type")),
        code_commune_insee=str(row.get("chefLieu") or row.get("commune")),
    )


def _check_members(
    communes: Mapping[str, Commune], groups: tuple[_Members, ...], faults: FaultGatherer
) -> None:
    for members in groups:
        for code in sorted(members.group.keys() - communes.keys()):
            faults.add_message(
                f"le groupement {members.group[code]} compte une commune inconnue",
                place=Place(file="epci.json"),
                value=code,
                expected="un code de commune actuelle de communes.json",
            )


def _count(row: Row, key: str) -> int | None:
    value = row.get(key)
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not re.fullmatch(r"\d+", str(value)):
        raise UserFault.single(
            f"« {key} » n’est pas un nombre d’habitants",
            value=str(value),
            expected="un entier positif ou nul",
        )
    return int(value)
