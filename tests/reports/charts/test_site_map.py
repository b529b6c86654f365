"""The map of a site measured with a ruler: marks where they must be, a scale that is true."""

import re

import pytest

from essor.references.territoires.contours.grid import place
from essor.references.territoires.contours.shapes import Box, commune_outline
from essor.reports.charts.site_map import (
    HEIGHT,
    NARROWEST,
    WIDER,
    WIDTH,
    SiteMap,
    SiteOutline,
    scale_bar,
    view_of,
)
from essor.reports.etude_friche.map_facts import Shows, place_of

CLERMONT = {
    "commune": {"code_commune_insee": "63113"},
    "site": {"surface_m2": 40_000},
}


def test_the_marker_is_at_its_place():
    """The site is 800 m east and 600 m north of the middle of the map: a kilometre away."""
    commune = commune_outline("63113")
    middle = (
        (commune.box.left + commune.box.right) / 2,
        (commune.box.top + commune.box.bottom) / 2,
    )
    site = (middle[0] + 8, middle[1] - 6)
    svg = SiteMap(title="Carte", commune=commune, neighbours=(), site=site).svg()
    x, y = map(float, re.search(r'<circle cx="([\d.]+)" cy="([\d.]+)" r="11"', svg).groups())
    scale = view_of(commune.box, wider=WIDER, narrowest=NARROWEST).scale
    assert (x - WIDTH / 2, y - HEIGHT / 2) == pytest.approx((8 * scale, -6 * scale), abs=0.02)


@pytest.mark.parametrize("side", [2.0, 35.0, 400.0])
def test_the_scale_is_true_and_fits(side):
    view = view_of(Box(left=0, top=0, right=side, bottom=side), wider=1.0, narrowest=0.1)
    drawn = "".join(scale_bar(view, right=600.0, y=10.0))
    left, right = map(float, re.search(r'x1="([\d.]+)" y1="10" x2="([\d.]+)"', drawn).groups())
    number, unit = re.search(r">(\d+) (k?m)<", drawn).groups()
    metres = int(number) * (1_000 if unit == "km" else 1)
    assert (right - left) / view.scale * 100 == pytest.approx(metres, rel=0.01)
    assert WIDTH * 0.08 < right - left <= WIDTH * 0.25 + 0.01


def test_a_small_outline_far_from_the_origin_is_in_the_middle():
    """A square of 30 metres in Clermont-Ferrand: the centre of the drawing is its centre."""
    x, y = 7078.488, -65211.26
    ring = [(x, y), (x + 0.3, y), (x + 0.3, y + 0.3), (x, y + 0.3), (x, y)]
    svg = SiteOutline(title="Contour", rings=[ring]).svg()
    number = r"(-?[\d.]+)"
    found = re.search(rf"scale\({number}\) translate\({number} {number}\)", svg)
    scale, left, top = map(float, found.groups())
    middle = ((x + 0.15 + left) * scale, (y + 0.15 + top) * scale)
    assert middle == pytest.approx((WIDTH / 2, HEIGHT / 2), abs=2)
    assert 0.3 * scale > HEIGHT / 2


def test_a_place_without_anything_still_says_where_it_looks():
    found = place_of(CLERMONT, {})
    assert [one.shows for one in found.drawings] == [Shows.COMMUNE]
    assert "Clermont-Ferrand" in found.drawings[0].alt
    assert not found.is_located
    nowhere = place_of(CLERMONT | {"commune": {"code_commune_insee": "99999"}}, {})
    assert not nowhere.has_map
    assert nowhere.facts[0].said == "99999"


def test_overseas_stands_on_its_own_grid():
    inputs = {"commune": {"code_commune_insee": "97407"}, "site": {"surface_m2": 40_000}}
    found = place_of(inputs, {"longitude": 55.29, "latitude": -20.94})
    assert "20,94000°\u00a0S" in found.facts[2].said
    outline = commune_outline("97407")
    x, y = place("974", 55.29, -20.94)
    assert outline.box.left < x < outline.box.right
    assert outline.box.top < y < outline.box.bottom
