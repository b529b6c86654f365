"""The map: one shape per territory, inside its frame, with a point to put a label on."""

import re

import pytest
import shapely

from essor.references.territoires.carte.shapes import map_shapes
from essor.references.territoires.tables import load_faits

TOKEN = re.compile(r"[MlhvzZ]|-?\d+")


def polygons(path: str) -> list[shapely.Polygon]:
    """Read back our own path data: M x y, then relative l, h, v, closed by z."""
    rings, points, command, numbers = [], [], "", []
    for token in TOKEN.findall(path):
        if token in "Mlhv":
            command, numbers = token, []
        elif token == "z":
            rings.append(shapely.Polygon(points))
        else:
            numbers.append(int(token))
            x, y = points[-1] if points and command != "M" else (0, 0)
            if command in "hv":
                points.append((x + numbers[0], y) if command == "h" else (x, y + numbers[0]))
                numbers = []
            elif len(numbers) == 2:
                dx, dy = numbers
                points = [(dx, dy)] if command == "M" else [*points, (x + dx, y + dy)]
                numbers = []
    return rings


@pytest.fixture(scope="module")
def carte():
    return map_shapes()


def test_every_territory_is_drawn_once(carte):
    codes = {t.code_territoire for t in load_faits().perimetre.territoires}
    assert set(carte.territoires) == codes
    assert len(carte.regions) == 18


def test_paths_are_svg_path_data(carte):
    for shape in (*carte.regions, *carte.territoires.values()):
        assert re.fullmatch(r"(M-?\d+ -?\d+l(?:-?\d+[ ]?)+z|M\d+ \d+h1v1h-1z)+", shape.path)


def test_shapes_and_labels_are_inside_their_frame(carte):
    frames = {f.code: f for f in carte.frames}
    for shape in (*carte.regions, *carte.territoires.values()):
        frame = frames[shape.frame]
        left, top, right, bottom = shapely.total_bounds(polygons(shape.path))
        assert frame.x <= left <= right <= frame.x + frame.width, shape.code
        assert frame.y <= top <= bottom <= frame.y + frame.height, shape.code
        label = shapely.Point(shape.label_x, shape.label_y)
        assert min(p.distance(label) for p in polygons(shape.path)) <= 2, shape.code


def test_overseas_territories_are_in_their_own_frame(carte):
    assert carte.territoires["ti-0101"].frame == "01"
    assert carte.territoires["ti-0601"].frame == "06"
    assert carte.territoires["ti-8404"].frame == "metropole"


def test_territories_hardly_overlap(carte):
    """Simplified as one coverage: what overlaps is rounding, not a border drawn twice."""
    shapes = [
        shapely.make_valid(shapely.union_all([p.buffer(0) for p in polygons(s.path)]))
        for s in carte.territoires.values()
        if s.frame == "metropole"
    ]
    apart = sum(s.area for s in shapes)
    together = shapely.union_all(shapes).area
    assert 0 <= apart - together < 0.002 * apart


def test_clermont_is_where_it_should_be(carte):
    """Lambert-93 of Clermont-Ferrand is about 707 km east, 6 520 km north."""
    clermont, brest = carte.territoires["ti-8404"], carte.territoires["ti-5301"]
    assert brest.label_x < clermont.label_x
    assert abs(clermont.label_x * 500 + 99_000 - 707_000) < 30_000


def test_insets_do_not_cover_one_another(carte):
    boxes = [
        shapely.box(f.x, f.y, f.x + f.width, f.y + f.height)
        for f in carte.frames
        if f.code != "metropole"
    ]
    mainland = [p for s in carte.regions if s.frame == "metropole" for p in polygons(s.path)]
    assert len(boxes) == 5
    for i, box in enumerate(boxes):
        assert not any(box.intersects(other) for other in boxes[i + 1 :])
        assert not any(box.intersects(p.buffer(0)) for p in mainland)
