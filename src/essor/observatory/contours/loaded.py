"""Layers from the loaded outlines: communes of the file's year, put into those of today."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from essor.observatory.contours.layers import Layer, ground_code, ground_of, grouped, layer_of
from essor.observatory.contours.places import Places
from essor.observatory.contours.surfaces import Geometries, dissolved, joined, simplified
from essor.observatory.contours.writing import DIGITS
from essor.observatory.contours.zonings import Zoning
from essor.observatory.sql import literal

GRID = 10.0**-DIGITS  # degrees, that of the file
SLIVER = 2e-5  # square degrees, 15 ha: a gap between two communes simplified apart
TOLERANCE = 0.005  # degrees, about 500 metres: less than a pixel of the whole country
SEPARATOR = "/"
WHOLE = 0.99  # share of the communes of territories under which a file is a sample


def read_outlines(folder: Path, places: Places) -> tuple[dict[str, BaseGeometry], int]:
    """Return commune of today -> outline, and how many communes of the file were merged since.

    folder : of the tidy tables of the source
    """
    path = literal(str(folder / "contour_commune.parquet"))
    with duckdb.connect() as connection:
        rows = connection.execute(
            f"SELECT code_commune_insee, contour FROM read_parquet({path}) ORDER BY 1"
        ).fetchall()
    shapes = shapely.force_2d(shapely.from_geojson(np.array([row[1] for row in rows])))
    pairs = [(places.today(row[0]), shape) for row, shape in zip(rows, shapes, strict=True)]
    parts = grouped((code, shape) for code, shape in pairs if code)
    merged = sum(len(of) > 1 for of in parts.values())
    return {
        code: of[0] if len(of) == 1 else dissolved(of, grid=GRID, sliver=SLIVER)
        for code, of in parts.items()
    }, merged


def is_whole(outlines: Mapping[str, BaseGeometry], places: Places) -> bool:
    """Tell whether nearly every commune of a territory has an outline: a sample has not."""
    return len(set(places.territoire) & set(outlines)) >= WHOLE * len(places.territoire)


def layers_of(outlines: Geometries, zonings: Sequence[Zoning]) -> list[Layer]:
    """Draw every level from its communes.

    All come from the same pieces, what is in one place of each level, simplified together: their
    borders are the same lines.
    """
    whole = (*(one.communes for one in zonings), {one: ground_code(one) for one in outlines})
    pieces = grouped(
        (SEPARATOR.join(of.get(code, "") for of in whole), outline)
        for code, outline in outlines.items()
    )
    drawn = simplified(
        {key: dissolved(of, grid=GRID, sliver=SLIVER) for key, of in pieces.items()}, TOLERANCE
    )
    layers = [
        layer_of(str(one.niveau), _joined(drawn, rank), one.noms, one.communes)
        for rank, one in enumerate(zonings)
    ]
    return [*layers, ground_of(_joined(drawn, len(zonings)))]


def _joined(pieces: Geometries, rank: int) -> dict[str, BaseGeometry]:
    found = grouped((key.split(SEPARATOR)[rank], one) for key, one in pieces.items())
    return {code: joined(of, sliver=SLIVER) for code, of in found.items() if code}
