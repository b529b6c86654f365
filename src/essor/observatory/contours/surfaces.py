"""Surfaces put together, holes left by a simplification filled, borders kept shared."""

from collections.abc import Iterable, Mapping

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

Geometries = Mapping[str, BaseGeometry]


def dissolved(parts: Iterable[BaseGeometry], *, grid: float, sliver: float) -> BaseGeometry:
    """Return the whole that parts make, on a grid.

    grid : smallest step between two points ; sliver : area under which a hole or a part is an
    accident of the simplification, in the units of the parts, squared
    """
    valid = shapely.make_valid(np.array(list(parts), dtype=object))
    return _cleaned(shapely.union_all(valid, grid_size=grid), sliver)


def joined(parts: Iterable[BaseGeometry], *, sliver: float) -> BaseGeometry:
    """Return the whole that parts make, when they were simplified together: far faster."""
    return _cleaned(shapely.coverage_union_all(list(parts)), sliver)


def simplified(geometries: Geometries, tolerance: float) -> dict[str, BaseGeometry]:
    """Simplify surfaces together: a border that two of them share stays shared.

    tolerance : as in `shapely.coverage_simplify`, the side of a triangle that may be cut off
    """
    done = shapely.coverage_simplify(np.array(list(geometries.values()), dtype=object), tolerance)
    return dict(zip(geometries, done, strict=True))


def _cleaned(whole: BaseGeometry, sliver: float) -> BaseGeometry:
    polygons = [one for one in shapely.get_parts(whole) if one.geom_type == "Polygon"]
    large = [one for one in polygons if one.area > sliver] or polygons
    return shapely.MultiPolygon([_filled(one, sliver) for one in large])


def _filled(polygon: BaseGeometry, sliver: float) -> BaseGeometry:
    rings = [one for one in polygon.interiors if shapely.Polygon(one).area > sliver]
    return shapely.Polygon(polygon.exterior, rings)
