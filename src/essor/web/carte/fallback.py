"""The map as a drawing made here: what is read without JavaScript, without WebGL and on paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from essor.observatory.geography import Niveau
from essor.references.territoires.carte.shapes import Frame, map_shapes
from essor.references.territoires.contours.shapes import commune_outline
from essor.web.carte.drawn import Drawn, Row
from essor.web.territoires.carte import sprite_href

MARGIN = 10  # units of 100 metres


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One place: `href` points at a shape of the shared file, or `path` is its outline."""

    row: Row
    href: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """What the template needs. background : address of the outlines of the regions, or nothing."""

    view_box: str
    shapes: tuple[Shape, ...]
    frames: tuple[Frame, ...] = ()
    background: str = ""


def drawing_of(drawn: Drawn) -> Drawing | None:
    """Return the drawing of the territories, or of the communes of one; None for the others.

    Twelve hundred intercommunalités would weigh more than the page: their list says the same.
    """
    if drawn.asked.niveau is Niveau.TERRITOIRE:
        return _territoires(drawn.rows)
    if drawn.asked.niveau is Niveau.COMMUNE and drawn.asked.territoire:
        return _communes({one.code: one for one in drawn.rows})
    return None


def _territoires(rows: Sequence[Row]) -> Drawing:
    shapes, sprite = map_shapes(), sprite_href()
    return Drawing(
        view_box=shapes.view_box,
        shapes=tuple(
            Shape(row=one, href=f"{sprite}#{one.code}")
            for one in rows
            if one.code in shapes.territoires
        ),
        frames=tuple(one for one in shapes.frames if one.code != "metropole"),
        background=f"{sprite}#regions",
    )


def _communes(rows: Mapping[str, Row]) -> Drawing | None:
    """Draw the communes of one grid: overseas départements each have theirs."""
    found = {code: commune_outline(code) for code in rows}
    outlines = {code: one for code, one in found.items() if one is not None}
    if not outlines:
        return None
    boxes = [one.box for one in outlines.values()]
    whole = boxes[0]
    for box in boxes[1:]:
        whole = whole.around(box)
    left, top = whole.left - MARGIN, whole.top - MARGIN
    size = f"{whole.width + 2 * MARGIN:.0f} {whole.height + 2 * MARGIN:.0f}"
    return Drawing(
        view_box=f"{left:.0f} {top:.0f} {size}",
        shapes=tuple(Shape(row=rows[code], path=one.path) for code, one in outlines.items()),
    )
