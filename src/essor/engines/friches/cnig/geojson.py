"""GeoJSON (RFC 7946): longitude and latitude, one feature per brownfield."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

import shapely

from essor.engines.friches.cnig.fields import BY_NAME, Kind
from essor.engines.friches.cnig.records import Friche, friche_of
from essor.foundations.errors import Place, UserFault

GEOMETRY = "geomsurf"
POINT = "geompoint"


def to_geojson(friches: Iterable[Friche]) -> dict[str, Any]:
    """Feature collection; the outline when there is one, else the point; numbers as numbers."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": friche["site_id"],
                "geometry": _geometry(friche),
                "properties": {
                    name: _typed(name, text)
                    for name, text in friche.values.items()
                    if name != GEOMETRY
                },
            }
            for friche in friches
        ],
    }


def _geometry(friche: Friche) -> Any:
    text = friche[GEOMETRY] or friche[POINT]
    shape = shapely.from_wkt(text, on_invalid="ignore") if text else None
    return None if shape is None else json.loads(shapely.to_geojson(shape))


def _typed(name: str, text: str) -> str | int | None:
    if not text:
        return None
    return int(text) if BY_NAME[name].kind is Kind.WHOLE and text.isdigit() else text


def from_geojson(data: object, *, file: str) -> tuple[Friche, ...]:
    """Read brownfields back from a feature collection.

    A surface becomes `geomsurf`; `geompoint` keeps its property, or takes a point inside.
    Raises UserFault when it is not a feature collection.
    """
    features = data.get("features") if isinstance(data, Mapping) else None
    if not isinstance(features, list):
        raise UserFault.single(
            "le fichier n'est pas une collection GeoJSON",
            place=Place(file=file),
            expected='{"type": "FeatureCollection", "features": […]}',
            code="geojson",
        )
    return tuple(_friche(feature) for feature in features if isinstance(feature, Mapping))


def _friche(feature: Mapping[str, Any]) -> Friche:
    properties = feature.get("properties") or {}
    row = {str(k): "" if v is None else str(v) for k, v in properties.items()}
    geometry = feature.get("geometry")
    if geometry:
        shape = shapely.from_geojson(json.dumps(geometry))
        if shape.geom_type in ("Polygon", "MultiPolygon"):
            row[GEOMETRY] = shape.wkt
        if not row.get(POINT):
            row[POINT] = shape.representative_point().wkt
    return friche_of(row)
