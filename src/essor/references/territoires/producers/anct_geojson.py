"""The ANCT's GeoJSON of territories, in its two shapes.

Phase 2 file: `id_territoire`, `lib_territoire`, `liste_geo` = « Nom (SIREN); Nom (SIREN) ».
Phase 1 file: `id_ti`, `lib_ti`, `lib_groupement` and `siren_groupement`, both comma separated.
Names may hold parentheses, commas or semicolons: only the SIREN in final parentheses is trusted.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from essor.foundations.codes import parse_siren
from essor.foundations.errors import FaultGatherer, Place, UserFault
from essor.references.territoires.producers.files import RawFile
from essor.references.territoires.producers.liste import ListePubliee, MembrePublie, clean

_MEMBER = re.compile(r"(?P<nom>.*?)\(\s*(?P<siren>\d[\d ]{7,}\d)\s*\)\s*(?:;|$)", re.DOTALL)
_SHAPES = (
    ("id_territoire", "lib_territoire", "liste_geo"),
    ("id_ti", "lib_ti", "siren_groupement"),
)


def parse_anct_geojson(raw: RawFile) -> ListePubliee:
    """Read the list. Raises UserFault with every faulty territory at once."""
    noms: dict[str, str] = {}
    membres: list[MembrePublie] = []
    with FaultGatherer() as faults:
        for number, properties in enumerate(_features(raw), start=1):
            place = Place(file=raw.name, cell=f"objet {number}")
            keys = next((s for s in _SHAPES if all(k in properties for k in s)), None)
            if keys is None:
                faults.add_message(
                    "les propriétés de l’objet ne sont pas celles d’un territoire",
                    place=place,
                    value=", ".join(sorted(map(str, properties))),
                    expected=" ou ".join(", ".join(shape) for shape in _SHAPES),
                )
                continue
            code = clean(str(properties[keys[0]])).lower()
            if code in noms:
                faults.add_message("le territoire est deux fois dans la liste", place=place,
                                   value=code)  # fmt: skip
            noms[code] = clean(str(properties[keys[1]]))
            with faults.catching(place):
                membres.extend(_membres(code, keys[2], properties))
    return ListePubliee(
        noms=noms,
        membres=tuple(membres),
        files={raw.name: raw.sha256},
        file_name=raw.name,
    )


def _features(raw: RawFile) -> Iterator[Mapping[str, Any]]:
    document = raw.json()
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or not features:
        raise UserFault.single(
            "le fichier ne contient aucun territoire",
            expected="un GeoJSON « FeatureCollection » avec au moins un objet",
            place=Place(file=raw.name),
        )
    for feature in features:
        properties = feature.get("properties") if isinstance(feature, dict) else None
        yield properties if isinstance(properties, dict) else {}


def _membres(code: str, key: str, properties: Mapping[str, Any]) -> Iterator[MembrePublie]:
    text = clean(str(properties[key] or ""))
    pairs = _pairs_in_parentheses(text) if key == "liste_geo" else _pairs_by_comma(properties)
    if not pairs:
        raise UserFault.single(
            f"le territoire {code} n’a aucun membre lisible",
            value=text,
            expected="« Nom (SIREN); Nom (SIREN) »",
        )
    with FaultGatherer() as faults:
        for nom, siren in pairs:
            with faults.catching(Place(field=f"{code}, {nom}" if nom else code)):
                yield MembrePublie(code_territoire=code, siren=str(parse_siren(siren)), nom=nom)


def _pairs_in_parentheses(text: str) -> list[tuple[str, str]]:
    pairs, end = [], 0
    for match in _MEMBER.finditer(text):
        pairs.append((clean(match["nom"]), match["siren"].replace(" ", "")))
        end = match.end()
    rest = text[end:].strip(" ;")
    if rest:
        raise UserFault.single(
            "un membre n’a pas de numéro SIREN", value=rest, expected="« Nom (SIREN) »"
        )
    return pairs


def _pairs_by_comma(properties: Mapping[str, Any]) -> list[tuple[str, str]]:
    sirens = [s.strip() for s in clean(str(properties["siren_groupement"] or "")).split(",")]
    noms = [n.strip() for n in clean(str(properties.get("lib_groupement") or "")).split(", ")]
    # A name may itself hold a comma: then nobody can tell which name goes with which SIREN.
    known = noms if len(noms) == len(sirens) else [""] * len(sirens)
    return [(nom, siren) for nom, siren in zip(known, sirens, strict=True) if siren]
