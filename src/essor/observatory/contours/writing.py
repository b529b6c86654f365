"""Layers of the map as GeoJSON, in as few bytes as they can be."""

import gzip
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

DIGITS = 3  # of a degree: about 100 metres, as fine as the sources are


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """One place of a layer. properties : what is written beside its code and its name."""

    code: str
    nom: str
    geometry: BaseGeometry
    properties: Mapping[str, Any] = field(default_factory=dict)


def collection(features: Iterable[Feature]) -> bytes:
    """Write a layer: coordinates on a grid, so that a border shared by two places stays shared."""
    written = ",".join(_feature(one) for one in features)
    return f'{{"type":"FeatureCollection","features":[{written}]}}'.encode()


def _feature(one: Feature) -> str:
    properties = {"code": one.code, "nom": one.nom, **one.properties}
    said = json.dumps(properties, ensure_ascii=False, separators=(",", ":"))
    on_grid = shapely.transform(one.geometry, lambda points: points.round(DIGITS))
    shape = shapely.to_geojson(on_grid).replace(" ", "")
    return f'{{"type":"Feature","properties":{said},"geometry":{shape}}}'


def packed(content: bytes) -> bytes:
    """Compress for ever the same way: the same layer is the same bytes."""
    return gzip.compress(content, compresslevel=9, mtime=0)
