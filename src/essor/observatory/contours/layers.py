"""The layers of the map, from outlines of communes or from those that Essor ships."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry

from essor.observatory.contours.insets import CADRES, frames, with_insets
from essor.observatory.contours.places import Places
from essor.observatory.contours.surfaces import Geometries
from essor.observatory.contours.writing import Feature, collection, packed
from essor.observatory.geography import Niveau

ENCARTS = "-encarts"
GROUND = "fond"  # the country behind the places: the mainland, and each overseas département
MAINLAND = "metropole"
OVERSEAS = {one.departement: one.nom for one in CADRES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One layer of the whole country. overseas : code of a place -> its département."""

    name: str
    features: tuple[Feature, ...]
    overseas: Mapping[str, str]

    def files(self) -> dict[str, bytes]:
        """Return the compressed GeoJSON of the layer, as it is and with its frames."""
        framed = with_insets(self.features, self.overseas)
        return {
            self.name: packed(collection(self.features)),
            f"{self.name}{ENCARTS}": packed(collection(framed)),
        }


def layer_of(
    name: str, geometries: Geometries, noms: Mapping[str, str], communes: Mapping[str, str]
) -> Layer:
    """Name the surfaces of a level and tell which are overseas.

    communes : commune -> code of its place
    """
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for commune, code in communes.items():
        counted[code][commune[:3]] += 1
    homes = {code: found.most_common(1)[0][0] for code, found in counted.items()}
    return Layer(
        name=name,
        features=features_of(geometries, noms),
        overseas={code: home for code, home in homes.items() if home in OVERSEAS},
    )


def ground_of(geometries: Geometries) -> Layer:
    """Return the country behind the places.

    geometries : « metropole » or an overseas département -> its surface
    """
    return Layer(
        name=GROUND,
        features=features_of(geometries, {MAINLAND: "France métropolitaine", **OVERSEAS}),
        overseas={code: code for code in OVERSEAS},
    )


def ground_code(code_commune_insee: str) -> str:
    """Return the part of the ground that a commune is in."""
    departement = code_commune_insee[:3]
    return departement if departement in OVERSEAS else MAINLAND


def features_of(geometries: Geometries, noms: Mapping[str, str]) -> tuple[Feature, ...]:
    """Name the surfaces of a level, by code."""
    return tuple(
        Feature(code=code, nom=noms[code], geometry=geometries[code])
        for code in sorted(geometries)
        if code in noms and not geometries[code].is_empty
    )


def communes_file(code_territoire: str, geometries: Geometries, places: Places) -> bytes:
    """Return the compressed GeoJSON of the communes of a territory that have an outline."""
    mine = {
        one: geometries[one] for one in places.communes_of(code_territoire) if one in geometries
    }
    return packed(collection(features_of(mine, places.noms[Niveau.COMMUNE])))


def frames_file() -> bytes:
    """Return the compressed GeoJSON of the frames of overseas."""
    return packed(collection(frames()))


def grouped(parts: Iterable[tuple[str, BaseGeometry]]) -> dict[str, list[BaseGeometry]]:
    """Put surfaces under the code that they belong to."""
    found: dict[str, list[BaseGeometry]] = defaultdict(list)
    for code, geometry in parts:
        found[code].append(geometry)
    return found
