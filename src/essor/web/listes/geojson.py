"""A map as GeoJSON (RFC 7946): the same places and actions as the screen, in that order."""

import json
from collections.abc import Sequence
from typing import Any

from essor.records.vues.columns import Column
from essor.records.vues.places import SitedRows, Spot, places_of
from essor.records.vues.queries import WorkingList
from essor.records.vues.rows import ListRow
from essor.references.territoires.contours.degrees import degrees_of
from essor.references.territoires.contours.grid import departement_of
from essor.web.listes.plan_map import point_of

PLACE_HEADS = ("Lieu", "Code INSEE", "Longitude", "Latitude")
UNSITED = "sans lieu"
DIGITS = 4  # about ten metres, finer than the outlines


def write_geojson(found: WorkingList, about: Sequence[Sequence[Any]]) -> bytes:
    """Return one feature per place and action; what nobody sited comes last, without geometry."""
    places, unsited = places_of(found.page_rows)
    features = [_feature(found.columns, row, place) for place in places for row in place.rows] + [
        _feature(found.columns, row, None) for row in unsited
    ]
    document = {
        "type": "FeatureCollection",
        "features": features,
        "essor": {str(name): _plain(value) for name, value in about},
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def place_rows(found: WorkingList) -> list[tuple[tuple[Any, ...], ListRow]]:
    """Return the place and the action of each line of the file of a map."""
    places, unsited = places_of(found.page_rows)
    sited = [(_place_cells(place), row) for place in places for row in place.rows]
    return sited + [((UNSITED, None, None, None), row) for row in unsited]


def degrees_at(spot: Spot) -> tuple[float, float] | None:
    """Return the longitude and latitude of a place, None when they are unknown."""
    if spot.longitude is not None and spot.latitude is not None:
        return spot.longitude, spot.latitude
    point = point_of(spot.code_commune_insee)
    if point is None:
        return None
    longitude, latitude = degrees_of(departement_of(spot.code_commune_insee), *point)
    return round(longitude, DIGITS), round(latitude, DIGITS)


def _place_cells(place: SitedRows) -> tuple[Any, ...]:
    degrees = degrees_at(place.spot) or (None, None)
    return (place.nom, place.spot.code_commune_insee or None, *degrees)


def _feature(columns: Sequence[Column], row: ListRow, place: SitedRows | None) -> dict[str, Any]:
    degrees = degrees_at(place.spot) if place else None
    properties: dict[str, Any] = {
        "Lieu": place.nom if place else None,
        "Code INSEE": place.spot.code_commune_insee or None if place else None,
    }
    properties |= {column.label: _plain(column.value(row)) for column in columns}
    return {
        "type": "Feature",
        "geometry": None if degrees is None else {"type": "Point", "coordinates": list(degrees)},
        "properties": properties,
    }


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | str):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else float(value)
