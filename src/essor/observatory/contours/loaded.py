"""Layers from the loaded outlines: communes of the file's year, put into those of today."""

from collections.abc import Mapping
from pathlib import Path

import duckdb
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from essor.observatory.contours.layers import Layer, grouped, layer_of
from essor.observatory.contours.places import Places
from essor.observatory.contours.surfaces import Geometries, dissolved, simplified
from essor.observatory.contours.writing import DIGITS
from essor.observatory.geography import Niveau
from essor.observatory.sql import literal

GRID = 10.0**-DIGITS  # degrees, that of the file
SLIVER = 2e-5  # square degrees, 15 ha: a gap between two communes simplified apart
TOLERANCE = 0.005  # degrees, about 500 metres: less than a pixel of the whole country
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


def layers_of(outlines: Geometries, places: Places) -> list[Layer]:
    """Draw territories and intercommunalités from their communes.

    Both come from the same pieces, an intercommunalité inside or outside a territory, simplified
    together: their borders are the same lines.
    """
    pieces = grouped(
        (f"{places.epci.get(code, '')}/{places.territoire.get(code, '')}", outline)
        for code, outline in outlines.items()
    )
    drawn = simplified(
        {key: dissolved(of, grid=GRID, sliver=SLIVER) for key, of in pieces.items()}, TOLERANCE
    )
    return [
        layer_of(niveau, _joined(drawn, rank), places)
        for rank, niveau in ((1, Niveau.TERRITOIRE), (0, Niveau.EPCI))
    ]


def _joined(pieces: Geometries, rank: int) -> dict[str, BaseGeometry]:
    found = grouped((key.split("/")[rank], one) for key, one in pieces.items())
    return {code: dissolved(of, grid=GRID, sliver=SLIVER) for code, of in found.items() if code}
