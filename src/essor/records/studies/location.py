"""Where the site of a study is: an address, a point, an outline, and who says so.

Nothing of it enters the computation: a study answers the same wherever its site is drawn.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from essor.foundations.errors import FaultGatherer, Place, UserFault
from essor.foundations.french import format_number
from essor.references.territoires.contours.grid import UNIT_M, departement_of, place
from essor.references.territoires.contours.paths import geometry_of
from essor.references.territoires.contours.shapes import commune_outline

Json = dict[str, Any]
KILOMETRE = 1_000 / UNIT_M
FARTHEST_KM = 3.0
"""Beyond the outline of the commune, which is itself drawn to the kilometre."""
MOST_POINTS = 2_000
DECIMALS = 6  # of a degree: ten centimetres
SURFACES = ("Polygon", "MultiPolygon")
COLLECTIONS = {"Feature": "geometry", "FeatureCollection": "features"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """What is known of the place; empty and None where nothing is.

    longitude, latitude : degrees, WGS 84
    contour : GeoJSON geometry, a surface
    origine : who says it, or where it was read
    """

    adresse: str = ""
    longitude: float | None = None
    latitude: float | None = None
    contour: Json | None = None
    origine: str = ""

    @property
    def is_known(self) -> bool:
        """Tell whether there is anything to show."""
        return bool(self.adresse) or self.latitude is not None

    def as_dict(self) -> Json:
        """Return what is kept: only what is known."""
        rows = {
            "adresse": self.adresse,
            "longitude": self.longitude,
            "latitude": self.latitude,
            "contour": self.contour,
            "origine": self.origine,
        }
        return {name: value for name, value in rows.items() if value not in ("", None)}


def location_of(kept: Mapping[str, Any]) -> Location:
    """Return the place that a study keeps."""
    return Location(**{name: kept[name] for name in Location.__slots__ if name in kept})


def checked(location: Location, code_commune_insee: str) -> Location:
    """Return the place ready to be kept: texts trimmed, the point of an outline found.

    Raises UserFault with every fault: half a point, a point out of the commune, a wrong outline.
    """
    faults = FaultGatherer()
    shape = None
    if location.contour is not None:
        with faults.catching():
            shape = surface_of(location.contour)
    longitude, latitude = location.longitude, location.latitude
    with faults.catching():
        _check_point(longitude, latitude, code_commune_insee, "latitude")
    if shape is not None:
        inside = shapely.point_on_surface(shape)
        with faults.catching():
            _check_point(inside.x, inside.y, code_commune_insee, "contour")
        if longitude is None and latitude is None:
            longitude, latitude = inside.x, inside.y
    faults.raise_if_any()
    return Location(
        adresse=location.adresse.strip(),
        longitude=None if longitude is None else round(longitude, DECIMALS),
        latitude=None if latitude is None else round(latitude, DECIMALS),
        contour=None if shape is None else json.loads(shapely.to_geojson(shape)),
        origine=location.origine.strip(),
    )


def read_contour(text: str) -> Json:
    """Return the surface of a GeoJSON document, several features made one. Raises UserFault."""
    try:
        data = json.loads(text)
        parts = [shapely.from_geojson(json.dumps(one)) for one in _geometries(data)]
    except (ValueError, TypeError, AttributeError, shapely.errors.ShapelyError) as error:
        raise _fault("Ce fichier n'est pas du GeoJSON lisible.", "un fichier .geojson") from error
    surfaces = [one for one in parts if one.geom_type in SURFACES]
    if not surfaces:
        raise _fault("Ce fichier ne contient aucune surface.", "un polygone")
    whole = surfaces[0] if len(surfaces) == 1 else shapely.union_all(surfaces)
    found: Json = json.loads(shapely.to_geojson(shapely.force_2d(whole)))
    return found


def _geometries(data: Any) -> list[Any]:
    inner = data[COLLECTIONS[data["type"]]] if data.get("type") in COLLECTIONS else data
    if isinstance(inner, list):
        return [geometry for one in inner for geometry in _geometries(one)]
    return [inner] if inner else []


def surface_of(contour: Mapping[str, Any]) -> BaseGeometry:
    """Return an outline kept as GeoJSON, in degrees. Raises UserFault."""
    shape = shapely.from_geojson(json.dumps(contour), on_invalid="ignore")
    if shape is None or shape.geom_type not in SURFACES or shape.is_empty:
        raise _fault("Le contour n'est pas une surface.", "un polygone en GeoJSON")
    left, bottom, right, top = shape.bounds
    if left < -180 or right > 180 or bottom < -90 or top > 90:
        raise _fault(
            "Le contour n'est pas en longitude et latitude.", "des degrés, WGS 84 (EPSG:4326)"
        )
    if shapely.get_num_coordinates(shape) > MOST_POINTS:
        raise _fault("Le contour a trop de points.", f"{format_number(MOST_POINTS)} points au plus")
    if not shape.is_valid:
        raise _fault(
            "Le contour se croise lui-même.", "un polygone dont les bords ne se coupent pas"
        )
    return shapely.set_precision(shape, 10**-DECIMALS)


def _check_point(longitude: float | None, latitude: float | None, code: str, field: str) -> None:
    if longitude is None and latitude is None:
        return
    if longitude is None or latitude is None:
        missing = "longitude" if longitude is None else "latitude"
        raise _fault(f"Il manque la {missing}.", "les deux, ou aucune", missing)
    away_km = distance_km(longitude, latitude, code)
    if away_km is None or away_km <= FARTHEST_KM:
        return
    swapped_km = distance_km(latitude, longitude, code)
    is_swapped = swapped_km is not None and swapped_km <= FARTHEST_KM
    raise _fault(
        f"Ce lieu est à {away_km:.0f} kilomètres de la commune de l'étude."
        if away_km < float("inf")
        else "Ces degrés ne désignent aucun lieu.",
        "la latitude d'abord, la longitude ensuite\u00a0: elles semblent inversées"
        if is_swapped
        else f"un lieu de la commune, à {FARTHEST_KM:.0f} kilomètres près",
        field,
    )


def distance_km(longitude: float, latitude: float, code_commune_insee: str) -> float | None:
    """Return how far a point is from a commune, 0 inside; None when it has no outline here.

    Infinite for a point that is nowhere on Earth.
    """
    outline = commune_outline(code_commune_insee)
    if outline is None:
        return None
    if not (-180 <= longitude <= 180 and -89 <= latitude <= 89):
        return float("inf")
    point = shapely.Point(*place(departement_of(code_commune_insee), longitude, latitude))
    return float(shapely.distance(geometry_of(outline.path), point) / KILOMETRE)


def _fault(message: str, expected: str, field: str = "contour") -> UserFault:
    return UserFault.single(
        message, expected=expected, place=Place(field=field), code="localisation"
    )
