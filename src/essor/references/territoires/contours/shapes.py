"""The outlines as SVG path data: read, never computed, at run time.

Whole numbers in units of 100 metres, Lambert-93 in metropolitan France, y downwards.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from essor.references.territoires.contours.grid import MIDDLE_LATITUDE, departement_of

CONTOURS_DIR = Path(__file__).parent
METROPOLE = "metropole"


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle of the grid."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """West to east, in units of 100 metres."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """North to south, in units of 100 metres."""
        return self.bottom - self.top

    def around(self, other: "Box") -> "Box":
        """Return the smallest box that holds both."""
        return Box(
            left=min(self.left, other.left),
            top=min(self.top, other.top),
            right=max(self.right, other.right),
            bottom=max(self.bottom, other.bottom),
        )

    def meets(self, other: "Box") -> bool:
        """Tell whether the two have something in common."""
        is_beside = self.right < other.left or other.right < self.left
        return not (is_beside or self.bottom < other.top or other.bottom < self.top)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """One commune (INSEE code) or one grouping (SIREN): `path` is the `d` of an SVG path."""

    code: str
    nom: str
    box: Box
    path: str


def commune_outline(code_commune_insee: str, folder: Path = CONTOURS_DIR) -> Outline | None:
    """Return the outline of a commune of a territory; None when it is not shipped."""
    departement = departement_of(code_commune_insee)
    if not departement.isalnum():
        return None
    return _table(folder / "communes" / f"{departement}.csv").get(code_commune_insee)


def groupings_around(departement: str, box: Box, folder: Path = CONTOURS_DIR) -> list[Outline]:
    """Return the groupings that a box of the grid of a département may show, by SIREN."""
    return [one for one in _groupings(_grid_of(departement), folder) if one.box.meets(box)]


def _grid_of(departement: str) -> str:
    """Name the grid on which a département is drawn: each overseas one has its own."""
    return departement if departement in MIDDLE_LATITUDE else METROPOLE


@cache
def _groupings(grid: str, folder: Path) -> tuple[Outline, ...]:
    files = [one for one in folder.glob("groupements/*.csv") if _grid_of(one.stem) == grid]
    found = [outline for path in files for outline in _table(path).values()]
    return tuple(sorted(found, key=lambda one: one.code))


@cache
def _table(path: Path) -> dict[str, Outline]:
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as stream:
        return {row["code"]: _outline(row) for row in csv.DictReader(stream)}


def _outline(row: dict[str, str]) -> Outline:
    sides = {name: float(row[name]) for name in ("left", "top", "right", "bottom")}
    return Outline(code=row["code"], nom=row["nom"], box=Box(**sides), path=row["path"])
