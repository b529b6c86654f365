"""The map: shapes read once, zoomed without cutting, every territory inside its frame."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essor.references.territoires.carte.shapes import Shape, map_shapes
from essor.web.territoires.carte import Box, bounds, draw, locate, sprite

SHAPES = map_shapes()


def shape(path: str) -> Shape:
    return Shape(code="x", frame="metropole", label_x=0, label_y=0, path=path)


@pytest.mark.parametrize(
    ("path", "box"),
    [
        ("M10 10l5 0 0-4z", (10, 6, 15, 10)),
        ("M10 10h1v1h-1z", (10, 10, 11, 11)),
        ("M0 0l1 1zM50 60l-5 5z", (0, 0, 50, 65)),
    ],
)
def test_bounds_are_read_from_the_path(path: str, box: tuple[int, int, int, int]):
    found = bounds(shape(path))
    assert found == Box(left=box[0], top=box[1], right=box[2], bottom=box[3])


def test_an_empty_shape_has_no_bounds():
    assert bounds(shape("")) is None


def test_every_territory_lies_inside_its_frame():
    frames = {frame.code: frame for frame in SHAPES.frames}
    for one in SHAPES.territoires.values():
        box, frame = bounds(one), frames[one.frame]
        assert box is not None
        assert frame.x - 1 <= box.left <= box.right <= frame.x + frame.width + 1, one.code
        assert frame.y - 1 <= box.top <= box.bottom <= frame.y + frame.height + 1, one.code


@given(st.integers(0, 2000), st.integers(0, 2000), st.integers(0, 2000), st.integers(0, 2000))
def test_the_view_holds_the_box_with_a_margin(left: int, top: int, width: int, height: int):
    box = Box(left=left, top=top, right=left + width, bottom=top + height)
    x, y, wide, high = map(int, box.view_box().split())
    assert x < left
    assert y < top
    assert x + wide > left + width
    assert y + high > top + height


def test_the_zoom_on_a_region_is_closer_than_the_country():
    names = [(code, code) for code in SHAPES.territoires]
    on = {code for code in SHAPES.territoires if code.startswith("ti-84")}
    whole, near = draw(names, on), draw(names, on, zoom_region="84")
    assert whole.view_box == SHAPES.view_box
    assert int(near.view_box.split()[2]) < int(whole.view_box.split()[2])
    assert draw(names, set(), zoom_region="zz").view_box == SHAPES.view_box


def test_lit_territories_are_drawn_last():
    drawn = draw([("ti-8404", "a"), ("ti-8405", "b")], {"ti-8404"})
    assert [mark.code for mark in drawn.marks] == ["ti-8405", "ti-8404"]


def test_a_territory_without_a_shape_has_no_map():
    assert locate("ti-9999", "Inconnu") is None


def test_the_file_of_shapes_holds_them_all():
    text = sprite()
    assert text.count("<path id=") == len(SHAPES.territoires) + 1
