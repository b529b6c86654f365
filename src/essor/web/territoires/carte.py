"""The map, drawn once per process: browsers keep the file of shapes, pages only point at it."""

import hashlib
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache

from django.urls import reverse
from django.utils.html import escape

from essor.references.territoires.carte.shapes import Frame, MapShapes, Shape, map_shapes

MARGIN = 40
SMALLEST_VIEW = 420  # view-box units: beyond this zoom the simplified outlines look crude
_NUMBER = re.compile(r"-?\d+")
_COMMAND = re.compile(r"([Mlhvz])([^Mlhvz]*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle of the map, in view-box units."""

    left: float
    top: float
    right: float
    bottom: float

    def around(self, other: "Box") -> "Box":
        """Return the smallest box that holds both."""
        return Box(
            left=min(self.left, other.left),
            top=min(self.top, other.top),
            right=max(self.right, other.right),
            bottom=max(self.bottom, other.bottom),
        )

    def view_box(self) -> str:
        """Return the viewBox, with a margin and never closer than the outlines allow."""
        width, height = self.right - self.left, self.bottom - self.top
        grow_x = MARGIN + max(0.0, (SMALLEST_VIEW - width) / 2)
        grow_y = MARGIN + max(0.0, (SMALLEST_VIEW - height) / 2)
        left, top = self.left - grow_x, self.top - grow_y
        return f"{left:.0f} {top:.0f} {width + 2 * grow_x:.0f} {height + 2 * grow_y:.0f}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One territory on a map; `is_on` when the list beside it shows it."""

    code: str
    nom: str
    href: str
    is_on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Carte:
    """What a template needs to draw a map."""

    view_box: str
    sprite: str
    frames: tuple[Frame, ...]
    marks: tuple[Mark, ...]
    ring: tuple[int, int] | None = None

    @property
    def insets(self) -> tuple[Frame, ...]:
        """Overseas frames; metropolitan France needs no border."""
        return tuple(frame for frame in self.frames if frame.code != "metropole")


def draw(names: Iterable[tuple[str, str]], on: Collection[str], *, zoom_region: str = "") -> Carte:
    """Return the map of the territories given as (code, nom), those of `on` lit.

    zoom_region : code of the region to fill the frame with; the whole country otherwise
    """
    shapes = map_shapes()
    marks = [
        Mark(code=code, nom=nom, href=_href(code), is_on=code in on)
        for code, nom in names
        if code in shapes.territoires
    ]
    box = _zoom(shapes, zoom_region, on)
    return Carte(
        view_box=box.view_box() if box else shapes.view_box,
        sprite=sprite_href(),
        frames=shapes.frames,
        marks=tuple(sorted(marks, key=lambda mark: mark.is_on)),  # lit ones drawn last, on top
    )


def locate(code: str, nom: str) -> Carte | None:
    """Return the whole map with one territory lit and ringed; None if it has no shape."""
    shape = map_shapes().territoires.get(code)
    if shape is None:
        return None
    drawn = draw([(code, nom)], {code})
    return Carte(
        view_box=drawn.view_box,
        sprite=drawn.sprite,
        frames=drawn.frames,
        marks=drawn.marks,
        ring=(shape.label_x, shape.label_y),
    )


@cache
def _href(code: str) -> str:
    """Return the address of a territory; a page draws 183 of them."""
    return reverse("territoires:show", args=[code])


@cache
def sprite() -> str:
    """Return the file of all shapes, each with the code of its territory as its name."""
    shapes = map_shapes()
    background = "".join(region.path for region in shapes.regions)
    paths = "".join(
        f'<path id="{escape(code)}" d="{escape(shape.path)}"/>'
        for code, shape in sorted(shapes.territoires.items())
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg"><defs>'
        f'<path id="regions" d="{escape(background)}"/>{paths}</defs></svg>'
    )


@cache
def sprite_version() -> str:
    """Return a mark of the content, so that a browser keeps the file until it changes."""
    return hashlib.sha256(sprite().encode()).hexdigest()[:12]


@cache
def sprite_href() -> str:
    """Return the address of the shapes."""
    return f"{reverse('territoires:carte')}?v={sprite_version()}"


def _zoom(shapes: MapShapes, region: str, on: Collection[str]) -> Box | None:
    if not region:
        return None
    outlines = [shape for shape in shapes.regions if shape.code == region]
    inside = [shapes.territoires[code] for code in on if code in shapes.territoires]
    boxes = [box for box in map(bounds, [*outlines, *inside]) if box is not None]
    if not boxes:
        return None
    whole = boxes[0]
    for box in boxes[1:]:
        whole = whole.around(box)
    return whole


@cache
def bounds(shape: Shape) -> Box | None:
    """Return the rectangle of a shape, read from its path; None for an empty one."""
    xs: list[int] = []
    ys: list[int] = []
    x = y = 0
    for command, numbers in _COMMAND.findall(shape.path):
        values = [int(number) for number in _NUMBER.findall(numbers)]
        if command == "h":
            pairs = [(step, 0) for step in values]
        elif command == "v":
            pairs = [(0, step) for step in values]
        else:
            pairs = list(zip(values[::2], values[1::2], strict=True))
        for step_x, step_y in pairs:
            x, y = (step_x, step_y) if command == "M" else (x + step_x, y + step_y)
            xs.append(x)
            ys.append(y)
    if not xs:
        return None
    return Box(left=min(xs), top=min(ys), right=max(xs), bottom=max(ys))
