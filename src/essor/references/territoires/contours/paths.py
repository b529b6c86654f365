"""SVG path data on an integer grid: written from polygons, read back as polygons and as boxes."""

import re
from collections.abc import Iterator

import shapely
from shapely.geometry.base import BaseGeometry

_RING = re.compile(r"M(-?\d+) (-?\d+)l([^Mz]*)z")
_NUMBER = re.compile(r"-?\d+")
Ring = list[tuple[int, int]]


def path_of(geometry: BaseGeometry) -> str:
    """Write polygons, holes included, as relative moves without needless spaces."""
    rings = [
        ring for polygon in _polygons(geometry) for ring in (polygon.exterior, *polygon.interiors)
    ]
    return "".join(filter(None, map(_written, rings)))


def rings_of(path: str) -> Iterator[Ring]:
    """Read back the rings of path data written here."""
    for x, y, rest in _RING.findall(path):
        point = (int(x), int(y))
        ring = [point]
        steps = [int(number) for number in _NUMBER.findall(rest)]
        for step_x, step_y in zip(steps[::2], steps[1::2], strict=True):
            point = (point[0] + step_x, point[1] + step_y)
            ring.append(point)
        yield ring


def geometry_of(path: str) -> BaseGeometry:
    """Return the surface inside a path; where rings overlap an even number of times is outside."""
    found: BaseGeometry = shapely.Polygon()
    for ring in rings_of(path):
        found = shapely.symmetric_difference(found, shapely.make_valid(shapely.Polygon(ring)))
    return found


def _polygons(geometry: BaseGeometry) -> list[BaseGeometry]:
    parts = shapely.get_parts(geometry)
    return [part for part in parts if part.geom_type == "Polygon" and not part.is_empty]


def _written(ring: BaseGeometry) -> str:
    points: Ring = []
    for x, y in shapely.get_coordinates(ring)[:-1]:
        point = (round(x), round(y))
        if not points or points[-1] != point:
            points.append(point)
    if len(set(points)) < 3:
        return ""
    (x, y), moves = points[0], []
    for next_x, next_y in points[1:]:
        moves.append(f"{next_x - x} {next_y - y}".replace(" -", "-"))
        x, y = next_x, next_y
    line = moves[0] + "".join(one if one.startswith("-") else f" {one}" for one in moves[1:])
    return f"M{points[0][0]} {points[0][1]}l{line}z"
