"""The shapes of the map as SVG path data: read, never computed, at run time.

Coordinates are integers in the units of the view box: 500 metres in metropolitan France, another
scale inside each overseas frame, said by its `unit_m`.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

CARTE_DIR = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One territory or one region: `path` is the `d` of an SVG path, `frame` where it is drawn.

    label_x, label_y : the point of the shape furthest from its border, view-box units
    """

    code: str
    frame: str
    label_x: int
    label_y: int
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A box of the map with its own scale: metropolitan France, or one overseas region."""

    code: str
    nom: str
    x: int
    y: int
    width: int
    height: int
    unit_m: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MapShapes:
    """Everything to draw: frames, region outlines as background, territories above.

    territoires : by code; the codes are those of the shipped phase and of no other
    """

    view_box: str
    frames: tuple[Frame, ...]
    regions: tuple[Shape, ...]
    territoires: dict[str, Shape]


@cache
def map_shapes(folder: Path = CARTE_DIR) -> MapShapes:
    """Load the shipped shapes (about 10 ms, then kept)."""
    frames = tuple(_read_frames(folder))
    return MapShapes(
        view_box=f"0 0 {max(f.x + f.width for f in frames)} {max(f.y + f.height for f in frames)}",
        frames=frames,
        regions=tuple(_read_shapes(folder / "regions.csv")),
        territoires={shape.code: shape for shape in _read_shapes(folder / "territoires.csv")},
    )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _read_shapes(path: Path) -> list[Shape]:
    return [
        Shape(
            code=row["code"],
            frame=row["frame"],
            label_x=int(row["label_x"]),
            label_y=int(row["label_y"]),
            path=row["path"],
        )
        for row in _rows(path)
    ]


def _read_frames(folder: Path) -> list[Frame]:
    return [
        Frame(
            code=row["code"],
            nom=row["nom"],
            x=int(row["x"]),
            y=int(row["y"]),
            width=int(row["width"]),
            height=int(row["height"]),
            unit_m=int(row["unit_m"]),
        )
        for row in _rows(folder / "cadres.csv")
    ]
