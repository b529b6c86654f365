"""Draw the map once, from the producers' polygons: project, simplify together, round, write.

Territories are simplified as one coverage, so that a border shared by two of them stays shared;
rounding to the grid of the view box keeps it shared, since equal points round alike.
"""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry import shape as geometry_of
from shapely.geometry.base import BaseGeometry

from essor.references.territoires.carte.projection import Projection, equirectangular, lambert_93
from essor.references.territoires.carte.shapes import Frame

METROPOLE = "metropole"
UNIT_M = 500
MARGIN = 10
INSET = 200
# Overseas frames fill the Bay of Biscay, the only empty corner of the metropolitan frame:
# code of the region -> column, row.
INSETS = {"01": (0, 0), "02": (1, 0), "03": (0, 1), "04": (1, 1), "06": (0, 2)}
TOLERANCE = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layout:
    """How one frame turns degrees into view-box units."""

    frame: Frame
    project: Projection
    left_m: float
    top_m: float
    unit_m: float

    def apply(self, geometry: BaseGeometry) -> BaseGeometry:
        """The geometry in view-box units, y downwards."""
        return shapely.transform(geometry, self._move)

    def _move(self, coordinates: np.ndarray) -> np.ndarray:
        frame = self.frame
        points = np.array([self.project(lon, lat) for lon, lat in coordinates])
        return np.column_stack(
            (
                frame.x + (points[:, 0] - self.left_m) / self.unit_m,
                frame.y + (self.top_m - points[:, 1]) / self.unit_m,
            )
        )


def build_carte(*, territoires: Path, regions: Path) -> dict[str, str]:
    """File name -> content of the map, from two GeoJSON files in WGS 84."""
    named = _read(regions, "code", "nom")
    outlines = {code: geometry for code, (_, geometry) in named.items()}
    shapes = {
        code: g for code, (_, g) in _read(territoires, "id_territoire", "lib_territoire").items()
    }
    layouts = _layouts({code: nom for code, (nom, _) in named.items()}, outlines, shapes)
    return {
        "cadres.csv": _frames_csv([layout.frame for layout in layouts.values()]),
        "regions.csv": _shapes_csv(outlines, layouts, {c: c for c in outlines}),
        "territoires.csv": _shapes_csv(shapes, layouts, {c: c[3:5] for c in shapes}),
    }


def _read(path: Path, code: str, nom: str) -> dict[str, tuple[str, BaseGeometry]]:
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    return {
        f["properties"][code]: (
            f["properties"][nom],
            shapely.make_valid(shapely.force_2d(geometry_of(f["geometry"]))),
        )
        for f in features
    }


def _layouts(
    noms: Mapping[str, str],
    outlines: Mapping[str, BaseGeometry],
    shapes: Mapping[str, BaseGeometry],
) -> dict[str, _Layout]:
    mainland = [g for code, g in outlines.items() if code not in INSETS]
    mainland += [g for code, g in shapes.items() if code[3:5] not in INSETS]
    points = [lambert_93(x, y) for g in mainland for x, y in shapely.get_coordinates(g)]
    left, right = min(p[0] for p in points), max(p[0] for p in points)
    bottom, top = min(p[1] for p in points), max(p[1] for p in points)
    frame = Frame(
        code=METROPOLE,
        nom="France métropolitaine",
        x=MARGIN,
        y=MARGIN,
        width=round((right - left) / UNIT_M) + MARGIN,
        height=round((top - bottom) / UNIT_M) + MARGIN,
        unit_m=UNIT_M,
    )
    mainland_layout = _Layout(
        frame=frame, project=lambert_93, left_m=left, top_m=top, unit_m=UNIT_M
    )
    layouts = {METROPOLE: mainland_layout}
    for code, (column, row) in INSETS.items():
        geometries = [outlines[code], *(g for c, g in shapes.items() if c[3:5] == code)]
        corner = (
            MARGIN + column * (INSET + MARGIN),
            frame.height - (3 - row) * (INSET + MARGIN),
        )
        layouts[code] = _inset(code, noms[code], geometries, corner)
    return layouts


def _inset(
    code: str, nom: str, geometries: Sequence[BaseGeometry], corner: tuple[int, int]
) -> _Layout:
    bounds = shapely.total_bounds(list(geometries))
    project = equirectangular((bounds[1] + bounds[3]) / 2)
    (left, bottom), (right, top) = project(bounds[0], bounds[1]), project(bounds[2], bounds[3])
    room = INSET - 2 * MARGIN
    unit = max(right - left, top - bottom) / room
    return _Layout(
        frame=Frame(
            code=code,
            nom=nom,
            x=corner[0],
            y=corner[1],
            width=INSET,
            height=INSET,
            unit_m=round(unit),
        ),
        project=project,
        left_m=left - MARGIN * unit - (room * unit - (right - left)) / 2,
        top_m=top + MARGIN * unit + (room * unit - (top - bottom)) / 2,
        unit_m=unit,
    )


def _shapes_csv(
    geometries: Mapping[str, BaseGeometry],
    layouts: Mapping[str, _Layout],
    region_of: Mapping[str, str],
) -> str:
    codes = sorted(geometries)
    frames = {c: region_of[c] if region_of[c] in INSETS else METROPOLE for c in codes}
    drawn = [layouts[frames[c]].apply(geometries[c]) for c in codes]
    simple = shapely.coverage_simplify(drawn, TOLERANCE)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("code", "frame", "label_x", "label_y", "path"))
    for code, geometry in zip(codes, simple, strict=True):
        largest = max(_polygons(geometry), key=lambda polygon: polygon.area)
        centre = shapely.get_coordinates(shapely.maximum_inscribed_circle(largest, 1.0))[0]
        writer.writerow((code, frames[code], round(centre[0]), round(centre[1]), _path(geometry)))
    return out.getvalue()


def _polygons(geometry: BaseGeometry) -> list[BaseGeometry]:
    parts = shapely.get_parts(geometry)
    return [part for part in parts if part.geom_type == "Polygon" and not part.is_empty]


def _path(geometry: BaseGeometry) -> str:
    """SVG path data, relative and without needless spaces; a shape never vanishes in rounding."""
    rings = [
        ring for polygon in _polygons(geometry) for ring in (polygon.exterior, *polygon.interiors)
    ]
    kept = [path for path in map(_ring, rings) if path]
    return "".join(kept) if kept else _square(rings[0])


def _ring(ring: BaseGeometry) -> str:
    points: list[tuple[int, int]] = []
    for x, y in shapely.get_coordinates(ring)[:-1]:
        point = (round(x), round(y))
        if not points or points[-1] != point:
            points.append(point)
    if len(set(points)) < 3:
        return ""
    (x, y), rest = points[0], points[1:]
    moves = []
    for next_x, next_y in rest:
        moves.append(f"{next_x - x} {next_y - y}".replace(" -", "-"))
        x, y = next_x, next_y
    line = moves[0] + "".join(m if m.startswith("-") else f" {m}" for m in moves[1:])
    return f"M{points[0][0]} {points[0][1]}l{line}z"


def _square(ring: BaseGeometry) -> str:
    x, y = (round(value) for value in shapely.get_coordinates(ring)[0])
    return f"M{x} {y}h1v1h-1z"


def _frames_csv(frames: Sequence[Frame]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("code", "nom", "x", "y", "width", "height", "unit_m"))
    for f in frames:
        writer.writerow((f.code, f.nom, f.x, f.y, f.width, f.height, f.unit_m))
    return out.getvalue()
