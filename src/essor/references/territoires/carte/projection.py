"""From longitude and latitude to metres, without a projection library.

Lambert-93 is the legal projection of metropolitan France: a conformal conic with two standard
parallels on the GRS 80 ellipsoid. Overseas, over a few hundred kilometres at most, a plain
equirectangular projection at the middle latitude is within a pixel of any better one.
Source: IGN, NTG 71 « Projection cartographique conique conforme de Lambert », 1995.
"""

from collections.abc import Callable
from math import cos, exp, log, pi, radians, sin, sqrt, tan

Point = tuple[float, float]
Projection = Callable[[float, float], Point]

# GRS 80 and the constants of Lambert-93 (decree 2000-1276 amended), degrees and metres.
SEMI_MAJOR_AXIS_M = 6_378_137.0
ECCENTRICITY = 0.081_819_191_042_816
CENTRAL_MERIDIAN, ORIGIN_LATITUDE = 3.0, 46.5
PARALLELS = (44.0, 49.0)
FALSE_EASTING_M, FALSE_NORTHING_M = 700_000.0, 6_600_000.0
EARTH_RADIUS_M = 6_371_008.8


def _isometric(latitude: float) -> float:
    """Isometric latitude, dimensionless; latitude in radians."""
    swing = ECCENTRICITY * sin(latitude)
    half = (1 - swing) / (1 + swing)
    return log(tan(pi / 4 + latitude / 2) * half ** (ECCENTRICITY / 2))


def _normal_radius(latitude: float) -> float:
    """Radius of curvature in the prime vertical, metres; latitude in radians."""
    return SEMI_MAJOR_AXIS_M / sqrt(1 - (ECCENTRICITY * sin(latitude)) ** 2)


def _cone() -> tuple[float, float]:
    """Exponent of the cone and its constant in metres, from the two standard parallels."""
    south, north = map(radians, PARALLELS)
    south_width = _normal_radius(south) * cos(south)
    north_width = _normal_radius(north) * cos(north)
    exponent = log(north_width / south_width) / (_isometric(south) - _isometric(north))
    return exponent, south_width / exponent * exp(exponent * _isometric(south))


_EXPONENT, _CONSTANT = _cone()
_ORIGIN_RADIUS = _CONSTANT * exp(-_EXPONENT * _isometric(radians(ORIGIN_LATITUDE)))


def lambert_93(longitude: float, latitude: float) -> Point:
    """Easting and northing in metres; longitude and latitude in degrees, WGS 84 = RGF93 here."""
    angle = _EXPONENT * radians(longitude - CENTRAL_MERIDIAN)
    radius = _CONSTANT * exp(-_EXPONENT * _isometric(radians(latitude)))
    return (
        FALSE_EASTING_M + radius * sin(angle),
        FALSE_NORTHING_M + _ORIGIN_RADIUS - radius * cos(angle),
    )


def equirectangular(middle_latitude: float) -> Projection:
    """Projection in metres, true to scale along the given latitude in degrees."""
    width = EARTH_RADIUS_M * cos(radians(middle_latitude))

    def project(longitude: float, latitude: float) -> Point:
        return width * radians(longitude), EARTH_RADIUS_M * radians(latitude)

    return project
