"""From degrees to the grid of the outlines: 100 metres, y downwards."""

from collections.abc import Mapping

from essor.references.territoires.carte.projection import Projection, equirectangular, lambert_93

UNIT_M = 100
MIDDLE_LATITUDE: Mapping[str, float] = {
    "971": 16.2, "972": 14.65, "973": 4.0, "974": -21.1, "976": -12.8,
}  # fmt: skip
"""Degrees, by overseas département: there the grid is equirectangular around this parallel."""


def departement_of(code_commune_insee: str) -> str:
    """Return the département of a commune, as its code begins."""
    return code_commune_insee[: 3 if code_commune_insee.startswith("97") else 2]


def place(departement: str, longitude: float, latitude: float) -> tuple[float, float]:
    """Return where a point of a département falls on its grid, in units of 100 metres.

    longitude, latitude : degrees, WGS 84
    """
    x, y = _projection(departement)(longitude, latitude)
    return x / UNIT_M, -y / UNIT_M


def _projection(departement: str) -> Projection:
    middle = MIDDLE_LATITUDE.get(departement)
    return lambert_93 if middle is None else equirectangular(middle)
