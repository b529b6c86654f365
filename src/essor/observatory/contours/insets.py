"""Overseas places drawn in frames in the Bay of Biscay, so that one look holds all of France."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from essor.observatory.contours.writing import Feature

KM_PER_DEGREE = 111.2  # of latitude
SIDE_KM = 155.0
FILLED = 0.84  # share of a frame that its places take


@dataclass(frozen=True, slots=True, kw_only=True)
class Cadre:
    """A frame: where its middle is drawn, degrees."""

    departement: str
    nom: str
    longitude: float
    latitude: float

    def corner(self, east: int, north: int) -> tuple[float, float]:
        """Return a corner; east and north are -1 or 1."""
        half = SIDE_KM / 2 / KM_PER_DEGREE
        return (
            self.longitude + east * half / cos(radians(self.latitude)),
            self.latitude + north * half,
        )


CADRES = (
    Cadre(departement="971", nom="Guadeloupe", longitude=-5.3, latitude=45.3),
    Cadre(departement="972", nom="Martinique", longitude=-3.2, latitude=45.3),
    Cadre(departement="973", nom="Guyane", longitude=-5.3, latitude=43.84),
    Cadre(departement="974", nom="La Réunion", longitude=-3.2, latitude=43.84),
    Cadre(departement="976", nom="Mayotte", longitude=-5.3, latitude=42.38),
)


def with_insets(features: Sequence[Feature], overseas: Mapping[str, str]) -> list[Feature]:
    """Return the features, those of overseas moved into their frames.

    overseas : code of a place -> its département, for the places that are overseas
    """
    moved: dict[str, BaseGeometry] = {}
    for cadre in CADRES:
        mine = [one for one in features if overseas.get(one.code) == cadre.departement]
        if mine:
            moved |= _framed(mine, cadre)
    return [
        Feature(code=one.code, nom=one.nom, geometry=moved[one.code], properties=one.properties)
        if one.code in moved
        else one
        for one in features
        if one.code in moved or one.code not in overseas
    ]


def _framed(features: Sequence[Feature], cadre: Cadre) -> dict[str, BaseGeometry]:
    left, bottom, right, top = shapely.total_bounds([one.geometry for one in features])
    middle = ((left + right) / 2, (bottom + top) / 2)
    shrink = cos(radians(middle[1]))
    scale = FILLED * SIDE_KM / KM_PER_DEGREE / max((right - left) * shrink, top - bottom)
    stretch = scale * shrink / cos(radians(cadre.latitude))

    def move(points: np.ndarray) -> np.ndarray:
        return np.column_stack(
            (
                cadre.longitude + (points[:, 0] - middle[0]) * stretch,
                cadre.latitude + (points[:, 1] - middle[1]) * scale,
            )
        )

    return {one.code: shapely.transform(one.geometry, move) for one in features}


def frames() -> list[Feature]:
    """Return the frames as surfaces, to draw around what is moved into them."""
    return [
        Feature(
            code=one.departement,
            nom=one.nom,
            geometry=shapely.box(*one.corner(-1, -1), *one.corner(1, 1)),
        )
        for one in CADRES
    ]
