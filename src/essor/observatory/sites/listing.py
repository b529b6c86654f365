"""The sites of a territory that the loaded sources know, each placed as well as it can be."""

import gzip
import json
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import duckdb
import shapely

from essor.observatory.contours.places import shipped_places
from essor.observatory.contours.reading import layer_named
from essor.observatory.lake import Lake, is_sample_version
from essor.observatory.sites.readers import READERS
from essor.observatory.sites.site import SOURCES, Genre, Position, Site
from essor.observatory.sql import literal


def sites_of(lake: Lake, code_territoire: str) -> tuple[Site, ...]:
    """Return the sites of a territory that the loaded sources know, by kind then name."""
    folders = tuple(
        (name, folder)
        for name in sorted(set(SOURCES.values()))
        if (folder := lake.source_folder(name)) is not None
    )
    return _sites(lake, folders, code_territoire)


def loaded_kinds(lake: Lake) -> frozenset[Genre]:
    """Return the kinds whose source is loaded; of the others nothing is known."""
    return frozenset(
        genre for genre, name in SOURCES.items() if lake.source_folder(name) is not None
    )


def unverified_share(lake: Lake) -> float | None:
    """Return the share of the country's brownfields that nobody verified, between 0 and 1.

    None when the whole file is not loaded: a sample says nothing of the country.
    """
    folder = lake.source_folder(SOURCES[Genre.FRICHE_NON_VERIFIEE])
    if folder is None or is_sample_version(folder.name):
        return None
    return _unverified_share(folder)


@lru_cache(maxsize=2)
def _unverified_share(folder: Path) -> float:
    path = literal(str(folder / "friche.parquet"))
    with duckdb.connect() as connection:
        row = connection.execute(
            f"SELECT avg(CAST(NOT is_verifie AS DOUBLE)) FROM read_parquet({path})"
        ).fetchone()
    assert row is not None
    return float(row[0])


@lru_cache(maxsize=32)
def _sites(
    lake: Lake, folders: tuple[tuple[str, Path], ...], code_territoire: str
) -> tuple[Site, ...]:
    communes = shipped_places().communes_of(code_territoire)
    middles = _middles(lake, code_territoire)
    found: list[Site] = []
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE ici(code_commune_insee VARCHAR)")
        connection.execute("INSERT INTO ici SELECT unnest(?)", [communes])
        for name, folder in folders:
            found.extend(READERS[name](connection, folder))
    placed = (_placed(one, middles) for one in found)
    order = list(Genre)
    return tuple(sorted(placed, key=lambda one: (order.index(one.genre), one.nom, one.id)))


def _middles(lake: Lake, code_territoire: str) -> Mapping[str, tuple[float, float]]:
    """Return commune -> a point inside its outline, for what is known by its commune alone."""
    layer = layer_named(lake, code_territoire)
    features = json.loads(gzip.decompress(layer.content))["features"] if layer else []
    shapes = shapely.from_geojson([json.dumps(one["geometry"]) for one in features])
    points = shapely.get_coordinates(shapely.point_on_surface(shapes))
    return {
        one["properties"]["code"]: (round(float(x), 4), round(float(y), 4))
        for one, (x, y) in zip(features, points, strict=True)
    }


def _placed(site: Site, middles: Mapping[str, tuple[float, float]]) -> Site:
    """Place at its commune a site that has no point of its own; nothing is invented beyond."""
    if site.position is not Position.AUCUNE or len(site.communes) != 1:
        return site
    middle = middles.get(site.communes[0])
    if middle is None:
        return site
    longitude, latitude = middle
    return replace(site, position=Position.COMMUNE, longitude=longitude, latitude=latitude)
