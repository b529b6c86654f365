"""The places of a view drawn over the communes of the territory, by the server, as SVG."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

import shapely
from django.urls import reverse

from essor.records.plans.choices import Statut
from essor.records.territoires.queries import communes_of
from essor.records.vues.places import SitedRows, Spot, places_of
from essor.records.vues.queries import WorkingList
from essor.records.vues.rows import ListRow
from essor.references.territoires.contours.grid import departement_of, place
from essor.references.territoires.contours.paths import geometry_of
from essor.references.territoires.contours.shapes import (
    Box,
    Outline,
    commune_outline,
)
from essor.web.plan.gate import PlanGate
from essor.web.plan.map_frame import frame_around, free_side, members_around

MARGIN = 0.03  # of the larger side, around the territory
SIGNS = 36  # symbols that fit side by side in the larger side
LETTER = 0.55  # mean width of a letter, of its height
WITHOUT = "statut non publié"
NBSP = "\u00a0"
SIDES = ("start", "end")


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One place: where it is drawn, in units of 100 metres, and where it leads.

    x, y : None when its outline is not shipped; name_x : None when its name has no room
    statut : of its only action, empty when there are several or when nobody published it
    """

    place: SitedRows
    href: str
    label: str
    x: float | None = None
    y: float | None = None
    name_x: float | None = None
    name_side: str = ""

    @property
    def count(self) -> int:
        """Number of actions there."""
        return len(self.place.rows)

    @property
    def statut(self) -> str:
        """Status that gives the symbol its shape."""
        return self.place.rows[0].action.statut if self.count == 1 else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanMap:
    """What the template draws; ``view_box`` is empty when there is nothing to draw on."""

    view_box: str
    communes: str
    members: tuple[Outline, ...]
    points: tuple[Point, ...]
    unsited: tuple[ListRow, ...]
    scale: float
    letter: float
    statuses: tuple[tuple[str, str], ...]

    @property
    def has_several(self) -> bool:
        """Tell whether a place bears more than one action."""
        return any(one.count > 1 for one in self.points)


def draw_plan(gate: PlanGate, found: WorkingList) -> PlanMap:
    """Return the map of a view: its places in the order of its rows, then what nobody sited."""
    places, unsited = places_of(found.page_rows)
    codes = [row.commune.code_commune_insee for row in communes_of(gate.territoire)]
    named = dict.fromkeys(one.spot.code_commune_insee for one in places)
    codes += [code for code in named if code and code not in codes]
    outlines = [one for one in map(commune_outline, codes) if one is not None]
    box = frame_around((one.box for one in outlines), margin=MARGIN)
    side = max(box.width, box.height)
    letter = side / SIGNS * 0.62
    points = _named([_point(gate, one) for one in places], box, side / SIGNS, letter)
    shown = {one.statut for one in points if one.count == 1}
    return PlanMap(
        view_box=f"{box.left:.0f} {box.top:.0f} {box.width:.0f} {box.height:.0f}" if side else "",
        communes="".join(one.path for one in outlines),
        members=members_around(gate, codes, box),
        points=points,
        unsited=unsited,
        scale=round(side / SIGNS / 20, 3),
        letter=round(letter, 1),
        statuses=tuple((one, _status(one)) for one in ("", *Statut.values) if one in shown),
    )


def spot_point(spot: Spot) -> tuple[float, float] | None:
    """Return where a place is drawn: its own point, else the middle of its commune."""
    if spot.longitude is None or spot.latitude is None:
        return point_of(spot.code_commune_insee)
    x, y = place(departement_of(spot.code_commune_insee), spot.longitude, spot.latitude)
    return round(x, 1), round(y, 1)


@cache
def point_of(code_commune_insee: str) -> tuple[float, float] | None:
    """Return a point inside a commune, on the grid of its département; None without outline."""
    outline = commune_outline(code_commune_insee)
    if outline is None:
        return None
    surface = geometry_of(outline.path)
    largest = max(shapely.get_parts(surface), key=lambda part: part.area)
    centre = shapely.get_coordinates(shapely.maximum_inscribed_circle(largest, 1.0))[0]
    return round(float(centre[0]), 1), round(float(centre[1]), 1)


def _point(gate: PlanGate, here: SitedRows) -> Point:
    code = gate.territoire.code
    where = spot_point(here.spot) or (None, None)
    only = here.rows[0].action
    if len(here.rows) == 1:
        href = reverse("plan:action", args=[code, only.code])
        label = f"{here.nom}{NBSP}: {only.code} {only.titre}, {_status(only.statut).lower()}"
    else:
        href = f"#lieu-{here.spot.key}"
        label = f"{here.nom}{NBSP}: {len(here.rows)} actions, {_counted(here.rows)}"
    return Point(place=here, href=href, label=label, x=where[0], y=where[1])


def _counted(rows: Iterable[ListRow]) -> str:
    counts = Counter(row.action.statut for row in rows)
    return ", ".join(
        f"{counts[one]} {_status(one).lower()}" for one in ("", *Statut.values) if counts[one]
    )


def _status(statut: str) -> str:
    return str(Statut(statut).label) if statut else WITHOUT.capitalize()


def _named(points: Sequence[Point], frame: Box, size: float, letter: float) -> tuple[Point, ...]:
    """Give each name the side of its symbol where it covers nothing, or leave it to the list."""
    taken = [
        Box(left=one.x - size, right=one.x + size, top=one.y - size, bottom=one.y + size)
        for one in points
        if one.x is not None and one.y is not None
    ]
    named = []
    for one in points:
        is_drawn = one.x is not None and one.y is not None
        sides = [(side, _room(one, side, size, letter)) for side in SIDES if is_drawn]
        if found := free_side(sides, frame, taken):
            one = replace(one, name_x=found[0], name_side=found[1])
        named.append(one)
    return tuple(named)


def _room(one: Point, side: str, size: float, letter: float) -> Box:
    x, y = one.x or 0.0, one.y or 0.0
    width = len(one.place.nom) * letter * LETTER
    left = x + size * 1.05 if side == "start" else x - size * 1.05 - width
    return Box(left=left, right=left + width, top=y - letter / 2, bottom=y + letter / 2)
