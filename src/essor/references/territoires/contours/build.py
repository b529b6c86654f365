"""Draw the outlines once, from the polygons of the communes: project, round, dissolve, write.

Equal points round alike, so a border shared by two communes stays shared, and a grouping is
exactly the union of its communes.
"""

import csv
import io
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry import shape as geometry_of
from shapely.geometry.base import BaseGeometry

from essor.references.territoires.contours.grid import departement_of, place
from essor.references.territoires.contours.paths import path_of
from essor.references.territoires.schema import Faits

HEAD = ("code", "nom", "left", "top", "right", "bottom", "path")
SLIVER = 4.0  # square units, 4 ha: a gap left between two communes by the simplification
SOURCES = ("communes-1000m-*.geojson", "communes-*-detail-*.geojson")
"""Names of the files, from the coarsest to the finest: a finer outline takes the place."""
Geometries = Mapping[str, BaseGeometry]


def build_contours(faits: Faits, communes: Path) -> dict[str, str]:
    """File name -> content: the communes of the territories, by département, and the groupings.

    communes : folder of GeoJSON files in WGS 84, one feature per commune with its `code`; communes
        that merged since are dissolved into the one that took them in
    """
    found = _current(_read(communes), faits)
    inside = _inside(faits)
    groups: dict[str, list[BaseGeometry]] = defaultdict(list)
    for commune in faits.geographie.communes:
        owner = commune.siren_ept or commune.siren_epci
        if owner and commune.code_commune_insee in found:
            groups[owner].append(found[commune.code_commune_insee])
    noms = {one.code_commune_insee: one.nom for one in faits.geographie.communes}
    noms |= {one.siren: one.nom for one in faits.geographie.groupements}
    files = {
        f"communes/{name}.csv": _table(rows, noms)
        for name, rows in _by_departement(found, inside).items()
    }
    homes: dict[str, dict[str, BaseGeometry]] = defaultdict(dict)
    for siren, home in _homes(faits).items():
        if siren in groups:
            homes[home][siren] = _dissolved(groups[siren])
    return files | {f"groupements/{name}.csv": _table(rows, noms) for name, rows in homes.items()}


def _inside(faits: Faits) -> set[str]:
    """Return the communes of the territories, which a study may be about."""
    members = {membre.siren for membre in faits.perimetre.membres}
    alone = {membre.code_commune_insee for membre in faits.perimetre.membres}
    return {
        one.code_commune_insee
        for one in faits.geographie.communes
        if {one.siren_epci, one.siren_ept} & members or one.code_commune_insee in alone
    }


def _homes(faits: Faits) -> dict[str, str]:
    """Return the département of each grouping: that of most of its people."""
    weights: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for one in faits.geographie.communes:
        owner = one.siren_ept or one.siren_epci
        if owner:
            home = departement_of(one.code_commune_insee)
            weights[owner][home] += one.population_municipale or 0
    return {owner: max(sorted(of), key=lambda home: of[home]) for owner, of in weights.items()}


def _read(folder: Path) -> dict[str, BaseGeometry]:
    """Read the polygons, on the grid. Communes without a shape are left out."""
    found: dict[str, BaseGeometry] = {}
    for path in (path for name in SOURCES for path in sorted(folder.rglob(name))):
        for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
            code = feature["properties"]["code"]
            if feature["geometry"]:
                found[code] = _on_grid(code, geometry_of(feature["geometry"]))
    return found


def _on_grid(code: str, geometry: BaseGeometry) -> BaseGeometry:
    departement = departement_of(code)

    def move(coordinates: np.ndarray) -> np.ndarray:
        return np.array([place(departement, lon, lat) for lon, lat in coordinates]).round()

    moved = shapely.transform(shapely.force_2d(geometry), move)
    return shapely.make_valid(moved, method="structure", keep_collapsed=False)


def _current(read: Geometries, faits: Faits) -> dict[str, BaseGeometry]:
    """Put the communes of yesterday into those of today."""
    codes = {one.code_commune_insee for one in faits.geographie.communes}
    merged = {one.code: one.code_commune_insee for one in faits.geographie.rattachees}
    parts: dict[str, list[BaseGeometry]] = defaultdict(list)
    for code, geometry in read.items():
        today = code if code in codes else merged.get(code)
        if today:
            parts[today].append(geometry)
    return {code: _dissolved(of) for code, of in parts.items()}


def _dissolved(parts: Iterable[BaseGeometry]) -> BaseGeometry:
    whole = shapely.union_all(list(parts), grid_size=1.0)
    polygons = [one for one in shapely.get_parts(whole) if one.geom_type == "Polygon"]
    filled = [
        shapely.Polygon(
            one.exterior, [r for r in one.interiors if shapely.Polygon(r).area > SLIVER]
        )
        for one in polygons
    ]
    return shapely.MultiPolygon(filled)


def _by_departement(found: Geometries, kept: set[str]) -> dict[str, Geometries]:
    rows: dict[str, dict[str, BaseGeometry]] = defaultdict(dict)
    for code, geometry in found.items():
        if code in kept:
            rows[departement_of(code)][code] = geometry
    return dict(rows)


def _table(rows: Geometries, noms: Mapping[str, str]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEAD)
    for code in sorted(rows):
        path = path_of(rows[code])
        if path:
            box = [round(value) for value in shapely.bounds(rows[code])]
            writer.writerow((code, noms[code], *box, path))
    return out.getvalue()
