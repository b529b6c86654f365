"""Lambert-93 against points that IGN publishes, and shapes that only a map can break."""

import pytest

from essor.references.territoires.carte.projection import equirectangular, lambert_93


@pytest.mark.parametrize(
    ("longitude", "latitude", "easting", "northing"),
    [
        (3.0, 46.5, 700_000.0, 6_600_000.0),  # the origin, by definition
        (2.3522, 48.8566, 652_469.02, 6_862_035.26),  # Paris
        (-4.4861, 48.3904, 146_450.0, 6_836_800.0),  # Brest
        (9.4500, 42.7028, 1_228_900.0, 6_197_000.0),  # Bastia
    ],
)
def test_known_points(longitude, latitude, easting, northing):
    x, y = lambert_93(longitude, latitude)
    # Brest and Bastia are known to the kilometre only, which a wrong formula misses by far.
    assert x == pytest.approx(easting, abs=3_000)
    assert y == pytest.approx(northing, abs=3_000)


def test_the_origin_is_exact():
    assert lambert_93(3.0, 46.5) == pytest.approx((700_000.0, 6_600_000.0), abs=1e-6)


@pytest.mark.parametrize("latitude", [44.0, 49.0])
def test_scale_is_true_on_both_standard_parallels(latitude):
    """One thousandth of a degree measured on the ellipsoid and on the map."""
    from math import cos, hypot, radians, sin, sqrt

    (x1, y1), (x2, y2) = lambert_93(3.0, latitude), lambert_93(3.001, latitude)
    angle = radians(latitude)
    radius = 6_378_137.0 / sqrt(1 - (0.081_819_191_042_816 * sin(angle)) ** 2)
    assert hypot(x2 - x1, y2 - y1) == pytest.approx(radius * cos(angle) * radians(0.001), rel=1e-6)


def test_equirectangular_keeps_shapes_at_its_latitude():
    project = equirectangular(-21.1)
    (x1, y1), (x2, y2) = project(55.0, -21.1), project(55.1, -21.1)
    assert y1 == y2
    assert x2 - x1 == pytest.approx(10_374, rel=0.002)
