"""Outlines of communes and groupings: on one grid, read back as they were drawn."""

import json

import pytest
import shapely

from essor.references.territoires.contours.build import build_contours
from essor.references.territoires.contours.grid import place
from essor.references.territoires.contours.paths import geometry_of, path_of, rings_of
from essor.references.territoires.contours.shapes import (
    CONTOURS_DIR,
    Box,
    commune_outline,
    groupings_around,
)
from essor.references.territoires.tables import load_faits

HOLED = shapely.Polygon(
    [(0, 0), (40, 0), (40, 30), (0, 30)], [[(10, 10), (20, 10), (20, 20), (10, 20)]]
)


def test_a_path_is_read_back_with_its_holes():
    islands = shapely.MultiPolygon([HOLED, shapely.box(-9, -9, -5, -5)])
    assert geometry_of(path_of(islands)).equals(islands)
    assert len(list(rings_of(path_of(islands)))) == 3


def test_what_vanishes_in_the_grid_has_no_path():
    assert path_of(shapely.box(0.1, 0.1, 0.3, 0.3)) == ""


def test_clermont_is_where_it_is():
    """The cathedral, IGN coordinates, is inside the commune and inside the metropole."""
    cathedral = shapely.Point(*place("63", 3.0857, 45.7788))
    clermont = commune_outline("63113")
    assert clermont.nom == "Clermont-Ferrand"
    assert geometry_of(clermont.path).contains(cathedral)
    # 43.1 km² published; the outline is simplified at a kilometre
    assert geometry_of(clermont.path).area / 100 == pytest.approx(43.1, rel=0.1)
    here = [one.code for one in groupings_around("63", clermont.box)]
    assert here == ["200070753", "246300701"]
    home = next(one for one in groupings_around("63", clermont.box) if one.code == "246300701")
    assert geometry_of(home.path).contains(cathedral)


def test_overseas_has_a_grid_of_its_own():
    everywhere = Box(left=-1e6, top=-1e6, right=1e6, bottom=1e6)
    reunion = {one.code for one in groupings_around("974", everywhere)}
    assert len(reunion) == 5
    assert not reunion & {one.code for one in groupings_around("63", everywhere)}


def test_unknown_communes_have_no_outline():
    assert commune_outline("99999") is None
    assert commune_outline("../63") is None


def test_boxes_and_paths_agree():
    for path in sorted(CONTOURS_DIR.glob("communes/*.csv"))[::25]:
        for row in path.read_text(encoding="utf-8").splitlines()[1::40]:
            outline = commune_outline(row.split(",")[0])
            bounds = shapely.total_bounds(geometry_of(outline.path))
            box = outline.box
            assert list(bounds) == [box.left, box.top, box.right, box.bottom]


def test_communes_of_yesterday_are_in_those_of_today(tmp_path):
    """Two neighbours, one of which was taken in by the other: one outline, no line between."""
    faits = load_faits()
    names = {one.code_commune_insee for one in faits.geographie.communes}
    old = next(
        one
        for one in faits.geographie.rattachees
        if one.code not in names and one.code_commune_insee == "01165"
    )
    squares = {"01165": (5.0, 46.0, 5.1, 46.1), old.code: (5.1, 46.0, 5.2, 46.1)}
    features = [
        {
            "type": "Feature",
            "properties": {"code": code},
            "geometry": shapely.geometry.mapping(shapely.box(*bounds)),
        }
        for code, bounds in squares.items()
    ]
    collection = {"type": "FeatureCollection", "features": features}
    (tmp_path / "communes-1000m-01.geojson").write_text(json.dumps(collection), encoding="utf-8")
    files = build_contours(faits, tmp_path)
    rows = files["groupements/01.csv"].splitlines()
    assert len(rows) == 2
    (ring,) = rings_of(rows[1].rpartition(",")[2])
    width = max(x for x, _ in ring) - min(x for x, _ in ring)
    assert width == pytest.approx(154, abs=3)  # 0.2 degree of longitude at 46° N, 15.4 km
