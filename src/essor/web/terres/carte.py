"""Sites, outlets and platforms drawn over the communes of the territory, by the server, as SVG."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.urls import reverse

from essor.records.terres.models import Chantier, Exutoire, Plateforme
from essor.records.terres.queries import Soils
from essor.records.territoires.queries import communes_of
from essor.references.territoires.contours.grid import departement_of, place
from essor.references.territoires.contours.shapes import (
    Box,
    Outline,
    commune_outline,
)
from essor.web.plan.gate import PlanGate
from essor.web.plan.map_frame import frame_around, free_side, members_around

Placed = Chantier | Exutoire | Plateforme
MARGIN = 0.04  # of the larger side, around what is drawn
SIGNS = 34  # signs that fit side by side in the larger side
LETTER = 0.58  # mean width of a letter, of its height
NBSP = "\u00a0"
KINDS = {Chantier: "chantier", Exutoire: "exutoire", Plateforme: "plateforme"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """One place drawn: ``kind`` gives its shape; name_x is None when its code has no room.

    x, y : units of 100 metres; href : its page
    """

    row: Placed
    kind: str
    href: str
    label: str
    x: float
    y: float
    name_x: float | None = None
    name_side: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SoilMap:
    """What a template draws; ``view_box`` is empty when there is nothing to draw on."""

    view_box: str
    communes: str
    members: tuple[Outline, ...]
    signs: tuple[Sign, ...]
    unplaced: tuple[Placed, ...]
    scale: float
    letter: float

    @property
    def kinds(self) -> frozenset[str]:
        """Kinds that the legend names."""
        return frozenset(one.kind for one in self.signs)

    @property
    def points(self) -> dict[str, tuple[float, float]]:
        """Where each place is drawn, by its code: what flows are drawn between."""
        return {one.row.code: (one.x, one.y) for one in self.signs}


def draw_soils(gate: PlanGate, soils: Soils) -> SoilMap:
    """Return the map of the places that a person may read; communes of the territory below."""
    rows: list[Placed] = [*soils.exutoires, *soils.plateformes, *soils.chantiers]
    codes = [row.commune.code_commune_insee for row in communes_of(gate.territoire)]
    outlines = [one for one in map(commune_outline, codes) if one is not None]
    placed = [row for row in rows if row.is_placed]
    departement = departement_of(codes[0]) if codes else ""
    points = [_point(departement, row) for row in placed] if departement else []
    drawn = [*(one.box for one in outlines), *(_dot(*point) for point in points)]
    box = frame_around(drawn, margin=MARGIN)
    side = max(box.width, box.height)
    size, letter = side / SIGNS, side / SIGNS * 0.7
    signs = [_sign(gate, row, point) for row, point in zip(placed, points, strict=False)]
    return SoilMap(
        view_box=f"{box.left:.0f} {box.top:.0f} {box.width:.0f} {box.height:.0f}" if side else "",
        communes="".join(one.path for one in outlines),
        members=members_around(gate, codes, box),
        signs=_named(signs, box, size, letter),
        unplaced=tuple(row for row in rows if not row.is_placed),
        scale=round(size / 20, 3),
        letter=round(letter, 1),
    )


def href_of(code: str, row: Placed) -> str:
    """Return the page of a place."""
    return reverse(f"terres:{KINDS[type(row)]}", args=[code, row.pk])


def _point(departement: str, row: Placed) -> tuple[float, float]:
    x, y = place(departement, float(row.longitude or 0), float(row.latitude or 0))
    return round(x, 1), round(y, 1)


def _dot(x: float, y: float) -> Box:
    return Box(left=x, right=x, top=y, bottom=y)


def _sign(gate: PlanGate, row: Placed, point: tuple[float, float]) -> Sign:
    kind = KINDS[type(row)]
    what = row.get_nature_display() if isinstance(row, Exutoire) else kind.capitalize()
    return Sign(
        row=row,
        kind=kind,
        href=href_of(gate.territoire.code, row),
        label=f"{row.code}{NBSP}: {row.nom} ({what})",
        x=point[0],
        y=point[1],
    )


def _named(signs: Sequence[Sign], frame: Box, size: float, letter: float) -> tuple[Sign, ...]:
    """Give each code the side of its sign where it covers nothing, or leave it to the list."""
    taken = [_room(one, -size * 0.6, size * 1.2, size * 1.2) for one in signs]
    named = []
    for one in signs:
        width = len(one.row.code) * letter * LETTER
        lefts = (("start", size * 0.8), ("end", -size * 0.8 - width))
        sides = [(side, _room(one, left, width, letter)) for side, left in lefts]
        if found := free_side(sides, frame, taken):
            one = replace(one, name_x=found[0], name_side=found[1])
        named.append(one)
    return tuple(named)


def _room(one: Sign, left: float, width: float, height: float) -> Box:
    return Box(
        left=one.x + left,
        right=one.x + left + width,
        top=one.y - height / 2,
        bottom=one.y + height / 2,
    )
