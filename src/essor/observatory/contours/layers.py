"""The layers of the map, from outlines of communes or from those that Essor ships."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry

from essor.observatory.contours.insets import frames, with_insets
from essor.observatory.contours.places import Places
from essor.observatory.contours.surfaces import Geometries
from essor.observatory.contours.writing import Feature, collection, packed
from essor.observatory.geography import Niveau

ENCARTS = "-encarts"
DEPARTEMENT_LENGTH = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One layer of the whole country, with the same places moved into frames."""

    niveau: Niveau
    features: tuple[Feature, ...]
    overseas: Mapping[str, str]

    def files(self) -> dict[str, bytes]:
        """Return the compressed GeoJSON of the layer, as it is and with its frames."""
        framed = with_insets(self.features, dict(self.overseas))
        return {
            str(self.niveau): packed(collection(self.features)),
            f"{self.niveau}{ENCARTS}": packed(collection(framed)),
        }


def layer_of(niveau: Niveau, geometries: Geometries, places: Places) -> Layer:
    """Name the surfaces of a level and tell which are overseas."""
    noms = places.noms[niveau]
    return Layer(
        niveau=niveau,
        features=features_of(niveau, geometries, places),
        overseas={code: of for code, of in _overseas(niveau, places).items() if code in noms},
    )


def features_of(niveau: Niveau, geometries: Geometries, places: Places) -> tuple[Feature, ...]:
    """Name the surfaces of a level, by code."""
    noms = places.noms[niveau]
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
    return packed(collection(features_of(Niveau.COMMUNE, mine, places)))


def frames_file() -> bytes:
    """Return the compressed GeoJSON of the frames of overseas."""
    return packed(collection(frames()))


def grouped(
    parts: Iterable[tuple[str, BaseGeometry]],
) -> dict[str, list[BaseGeometry]]:
    """Put surfaces under the code that they belong to."""
    found: dict[str, list[BaseGeometry]] = defaultdict(list)
    for code, geometry in parts:
        found[code].append(geometry)
    return found


def _overseas(niveau: Niveau, places: Places) -> dict[str, str]:
    of = places.epci if niveau is Niveau.EPCI else places.territoire
    return {
        code: commune[:DEPARTEMENT_LENGTH]
        for commune, code in of.items()
        if commune.startswith("97")
    }
