"""Where the site of a study is, in words and drawings: the page and the document say the same."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import shapely

from essor.foundations.french import format_number
from essor.records.studies.location import Location, location_of, surface_of
from essor.references.territoires.contours.grid import UNIT_M, departement_of, place
from essor.references.territoires.contours.paths import geometry_of
from essor.references.territoires.contours.shapes import (
    Outline,
    commune_outline,
    groupings_around,
)
from essor.reports.charts.site_map import (
    NARROWEST,
    WIDER,
    Neighbour,
    Ring,
    SiteMap,
    SiteOutline,
    view_of,
)
from essor.reports.charts.zone_bar import ZoneArea, ZoneBar

M2_PER_HECTARE = 10_000
LONG = 60
UNKNOWN = "non renseignée"
OUTLINES = (
    "Contours simplifiés (IGN Admin Express, par Etalab vers 2022, par france-geojson en 2018 pour "
    "le Puy-de-Dôme, Licence Ouverte 2.0)\u00a0: ils situent, ils ne font foi d'aucune limite."
)
FAR_APART = 0.1
"""Share by which the outline and the area of the study may differ before it is said."""
OSM = "https://www.openstreetmap.org/?mlat={lat}&mlon={lon}#map=16/{lat}/{lon}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing said of the place; `href` where it can be looked at."""

    label: str
    said: str
    href: str = ""

    @property
    def is_long(self) -> bool:
        """Tell whether it takes a line of its own."""
        return len(self.said) > LONG


class Shows(StrEnum):
    """What a drawing shows."""

    COMMUNE = "commune"
    CONTOUR = "contour"
    ZONES = "zones"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A drawing with its title and what it shows, in words."""

    shows: Shows
    svg: str
    caption: str
    alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SitePlace:
    """Everything that is known of the place of a site.

    is_located : there is a point, not only a commune
    caution : what does not agree, empty when all does
    drawings : the map when the commune has an outline, the outline of the site, the zones
    """

    facts: tuple[Fact, ...]
    drawings: tuple[Drawing, ...]
    is_located: bool
    caution: str

    @property
    def has_map(self) -> bool:
        """Tell whether the commune could be drawn."""
        return any(one.shows is Shows.COMMUNE for one in self.drawings)

    @property
    def source(self) -> str:
        """Where the outlines come from, and what they are worth."""
        return OUTLINES


def place_of(
    inputs: Mapping[str, Any], kept: Mapping[str, Any], *, members: Collection[str] = ()
) -> SitePlace:
    """Return the place of a site.

    kept : what the study says of it (`records/studies/location.py`)
    members : SIREN of the groupings of the territory
    """
    code = str(inputs["commune"]["code_commune_insee"])
    location, outline = location_of(kept), commune_outline(code)
    rings = _rings(location, code)
    neighbours = _neighbours(outline, members) if outline else []
    zones = _zones(inputs)
    drawings = [
        *_map(location, outline, neighbours, rings),
        *_outline(rings),
        *_bar(zones),
    ]
    return SitePlace(
        facts=tuple(_facts(location, outline, code, neighbours, rings)),
        drawings=tuple(drawings),
        is_located=location.latitude is not None,
        caution=_caution(rings, sum(one.surface_ha for one in zones)),
    )


def _rings(location: Location, code: str) -> list[Ring]:
    if location.contour is None:
        return []
    parts = shapely.get_parts(surface_of(location.contour))
    lines = [ring for part in parts for ring in (part.exterior, *part.interiors)]
    home = departement_of(code)
    return [[place(home, x, y) for x, y in shapely.get_coordinates(ring)] for ring in lines]


def _neighbours(commune: Outline, members: Collection[str]) -> list[Neighbour]:
    view = view_of(commune.box, wider=WIDER, narrowest=NARROWEST)
    found = groupings_around(departement_of(commune.code), view.box)
    shown = [one for one in found if geometry_of(one.path).intersects(view.frame)]
    return [Neighbour(outline=one, is_inside=one.code in members) for one in shown]


def area_ha(rings: Sequence[Ring]) -> float:
    """Return the area inside rings of the grid; a ring inside another is a hole."""
    found = shapely.Polygon()
    for ring in rings:
        found = shapely.symmetric_difference(found, shapely.Polygon(ring))
    return float(found.area) * UNIT_M**2 / M2_PER_HECTARE


def _facts(
    location: Location,
    outline: Outline | None,
    code: str,
    neighbours: Sequence[Neighbour],
    rings: Sequence[Ring],
) -> Iterator[Fact]:
    yield Fact(label="Commune", said=f"{outline.nom} ({code})" if outline else code)
    yield Fact(label="Adresse", said=location.adresse or UNKNOWN)
    yield _coordinates(location)
    if rings:
        yield Fact(label="Contour", said=f"{_hectares(area_ha(rings))}\u00a0ha dessinés")
    if neighbours:
        names = ", ".join(one.outline.nom for one in neighbours)
        yield Fact(label="Intercommunalités sur la carte", said=names)
    if location.origine:
        yield Fact(label="D'où vient ce lieu", said=location.origine)


def _coordinates(location: Location) -> Fact:
    lat, lon = location.latitude, location.longitude
    if lat is None or lon is None:
        return Fact(label="Coordonnées", said="non renseignées")
    north, east = ("N" if lat >= 0 else "S"), ("E" if lon >= 0 else "O")
    said = f"{abs(lat):.5f}°\u00a0{north}, {abs(lon):.5f}°\u00a0{east}".replace(".", ",")
    return Fact(label="Coordonnées", said=said, href=OSM.format(lat=lat, lon=lon))


def _map(
    location: Location,
    outline: Outline | None,
    neighbours: Sequence[Neighbour],
    rings: Sequence[Ring],
) -> Iterator[Drawing]:
    if outline is None:
        return
    lat, lon = location.latitude, location.longitude
    site = None
    if lat is not None and lon is not None:
        site = place(departement_of(outline.code), lon, lat)
    caption = (
        f"Le site dans la commune de {outline.nom}"
        if site
        else f"La commune du site, {outline.nom}"
    )
    alt = f"{caption}. Autour\u00a0: {', '.join(one.outline.nom for one in neighbours)}."
    drawn = SiteMap(title=alt, commune=outline, neighbours=neighbours, site=site, rings=rings)
    yield Drawing(shows=Shows.COMMUNE, svg=drawn.svg(), caption=caption, alt=alt)


def _outline(rings: Sequence[Ring]) -> Iterator[Drawing]:
    if rings:
        caption = f"Le contour du site, {_hectares(area_ha(rings))}\u00a0ha"
        drawn = SiteOutline(title=caption, rings=rings)
        yield Drawing(shows=Shows.CONTOUR, svg=drawn.svg(), caption=caption, alt=caption)


def _zones(inputs: Mapping[str, Any]) -> list[ZoneArea]:
    rows = inputs.get("zones") or [inputs]
    return [
        ZoneArea(
            nom=str(row.get("nom") or "Site"),
            surface_ha=row["site"]["surface_m2"] / M2_PER_HECTARE,
        )
        for row in rows
    ]


def _bar(zones: Sequence[ZoneArea]) -> Iterator[Drawing]:
    if len(zones) > 1:
        caption = "Les zones du site, schéma sans échelle"
        said = "\u00a0; ".join(one.said for one in zones)
        alt = f"{caption}\u00a0: {said}."
        drawn = ZoneBar(title=alt, zones=zones)
        yield Drawing(shows=Shows.ZONES, svg=drawn.svg(), caption=caption, alt=alt)


def _caution(rings: Sequence[Ring], study_ha: float) -> str:
    if not rings:
        return ""
    drawn_ha = area_ha(rings)
    if abs(drawn_ha - study_ha) <= FAR_APART * study_ha:
        return ""
    return (
        f"Le contour dessiné fait {_hectares(drawn_ha)}\u00a0ha, l'étude porte sur "
        f"{_hectares(study_ha)}\u00a0ha\u00a0: l'un des deux est à revoir, ou ne couvre pas tout."
    )


def _hectares(area: float) -> str:
    return format_number(round(area, 1 if area < 100 else 0))
