"""Layers from the outlines that Essor ships, for an installation that loaded no other."""

from collections import defaultdict
from collections.abc import Iterable

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from essor.observatory.contours.layers import GROUND, MAINLAND, Layer, ground_of, grouped, layer_of
from essor.observatory.contours.places import Places
from essor.observatory.contours.surfaces import Geometries, dissolved, simplified
from essor.observatory.geography import Niveau, shipped
from essor.references.territoires.contours.degrees import degrees_of
from essor.references.territoires.contours.grid import MIDDLE_LATITUDE, departement_of
from essor.references.territoires.contours.paths import geometry_of
from essor.references.territoires.contours.shapes import (
    CONTOURS_DIR,
    Box,
    commune_outline,
    groupings_around,
)

METROPOLE = "63"  # any département of the one grid of metropolitan France
EVERYWHERE = Box(left=-1e9, top=-1e9, right=1e9, bottom=1e9)
GRID = 1.0  # of the shipped outlines: 100 metres
SLIVER = 16.0  # square units, 16 ha
TOLERANCE = 5.0  # units of 100 metres


def shipped_layers(places: Places) -> list[Layer]:
    """Draw territories and intercommunalités from the groupings and communes shipped."""
    found: dict[str, dict[str, BaseGeometry]] = defaultdict(dict)
    for grid in (METROPOLE, *MIDDLE_LATITUDE):
        drawn = _groupings(grid)
        of_epci, of_territoire = _pieces(drawn, places)
        ground = [(MAINLAND if grid == METROPOLE else grid, one) for one in drawn.values()]
        parts = {Niveau.EPCI: of_epci, Niveau.TERRITOIRE: of_territoire, GROUND: ground}
        whole = {
            f"{name}/{code}": shape for name, of in parts.items() for code, shape in _joined(of)
        }
        for key, geometry in to_degrees(grid, whole).items():
            name, code = key.split("/")
            found[name][code] = geometry
    of = {Niveau.TERRITOIRE: places.territoire, Niveau.EPCI: places.epci}
    layers = [layer_of(one, found[one], places.noms[one], of[one]) for one in of]
    return [*layers, ground_of(found[GROUND])]


def shipped_communes(codes: Iterable[str]) -> dict[str, BaseGeometry]:
    """Return the outlines of communes in degrees; those that are not shipped are left out."""
    found = {code: commune_outline(code) for code in codes}
    drawn = {code: geometry_of(one.path) for code, one in found.items() if one is not None}
    by_grid: dict[str, dict[str, BaseGeometry]] = defaultdict(dict)
    for code, geometry in drawn.items():
        departement = departement_of(code)
        by_grid[departement if departement in MIDDLE_LATITUDE else METROPOLE][code] = geometry
    return {
        code: geometry
        for grid, mine in by_grid.items()
        for code, geometry in to_degrees(grid, mine).items()
    }


def to_degrees(departement: str, geometries: Geometries) -> dict[str, BaseGeometry]:
    """Return geometries of the grid of a département in longitude and latitude (WGS 84).

    A point that several of them share is computed once, and stays shared.
    """

    def move(points: np.ndarray) -> np.ndarray:
        once, places = np.unique(points, axis=0, return_inverse=True)
        moved = np.array([degrees_of(departement, x, y) for x, y in once.tolist()])
        return moved[places.reshape(-1)]

    found = np.array(list(geometries.values()), dtype=object)
    moved = shapely.transform(found, move) if len(found) else found
    return dict(zip(geometries, moved, strict=True))


def _groupings(departement: str) -> dict[str, BaseGeometry]:
    found = groupings_around(departement, EVERYWHERE, CONTOURS_DIR)
    shapes = {one.code: shapely.make_valid(geometry_of(one.path)) for one in found}
    whole = {code: dissolved([shape], grid=GRID, sliver=SLIVER) for code, shape in shapes.items()}
    return simplified(whole, TOLERANCE)


def _pieces(
    drawn: dict[str, BaseGeometry], places: Places
) -> tuple[list[tuple[str, BaseGeometry]], list[tuple[str, BaseGeometry]]]:
    """Share groupings out between intercommunalités and territories.

    A grouping that is only partly in a territory gives it its communes one by one.
    """
    communes: dict[str, list[str]] = defaultdict(list)
    for one in shipped().geographie.communes:
        owner = one.siren_ept or one.siren_epci
        if owner in drawn:
            communes[owner].append(one.code_commune_insee)
    of_epci, of_territoire = [], []
    for owner, mine in communes.items():
        of_epci.append((places.epci[mine[0]], drawn[owner]))
        territoires = {places.territoire.get(code, "") for code in mine}
        if len(territoires) == 1:
            of_territoire.append((territoires.pop(), drawn[owner]))
            continue
        for code in mine:
            outline = commune_outline(code) if code in places.territoire else None
            if outline is not None:
                of_territoire.append((places.territoire[code], geometry_of(outline.path)))
    return of_epci, [one for one in of_territoire if one[0]]


def _joined(parts: list[tuple[str, BaseGeometry]]) -> list[tuple[str, BaseGeometry]]:
    return [(code, dissolved(of, grid=GRID, sliver=SLIVER)) for code, of in grouped(parts).items()]
