"""Where the soil goes, drawn by the server: sites, outlets, platforms, and the flows between."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from essor.references.territoires.contours.grid import UNIT_M, place
from essor.references.territoires.contours.shapes import Box, Outline, groupings_around
from essor.reports.charts.bars import shortened
from essor.reports.charts.svg import COST, GAIN, INK, drawing, element, hover, line, text
from essor.reports.plan_terres.kinds import PlaceNature

GROUND, AROUND, EDGE, STOCK = "#f4f4f1", "#e7eef3", "#a3adb4", "#5c5c5c"
HALO = {"stroke": "#ffffff", "stroke_width": 3, "paint_order": "stroke", "stroke_linejoin": "round"}
MARGIN, LEGEND, LETTER = 1.25, 64.0, 6.2
NARROWEST = 60.0  # units of the grid: 6 km
THIN, THICK = 1.4, 9.0
MAINLAND = "63"  # any département of the mainland: they share one grid
LATITUDES = {"971": 16.2, "972": 14.65, "973": 4.0, "974": -21.1, "976": -12.8}
MAINLAND_SOUTH = 40.0
STEPS_M = (200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000)
Rectangle = tuple[float, float, float, float]  # left, top, right, bottom
ANCHORS = ((11, 4, "start"), (-11, 4, "end"), (0, -12, "middle"), (0, 21, "middle"))


@dataclass(frozen=True, slots=True, kw_only=True)
class MapPlace:
    """A place of the map; lon, lat in degrees WGS 84."""

    key: str
    name: str
    nature: PlaceNature
    lon: float
    lat: float
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MapFlow:
    """Tonnes from a place to another."""

    origin: str
    destination: str
    tonnes: float
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Size of the drawing in pixels."""

    width: float
    height: float
    name_length: int


DESK = Sheet(width=760, height=460, name_length=28)
PHONE = Sheet(width=340, height=380, name_length=16)


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowMap:
    """Places and flows; ``places`` holds only what has coordinates."""

    title: str
    places: Sequence[MapPlace]
    flows: Sequence[MapFlow]

    def svg(self) -> str:
        """Draw the map for a desk or a page."""
        return self._drawn(DESK)

    def phone_svg(self) -> str:
        """Draw the same map for a phone."""
        return self._drawn(PHONE)

    def _drawn(self, sheet: Sheet) -> str:
        home = departement_near(self.places[0].lat)
        spots = {one.key: place(home, one.lon, one.lat) for one in self.places}
        view = Frame.around(list(spots.values()), sheet)
        at = {key: view.at(*spot) for key, spot in spots.items()}
        return drawing(
            sheet.width,
            sheet.height + LEGEND,
            self.title,
            element("rect", width=sheet.width, height=sheet.height, fill=GROUND),
            element(
                "g",
                *_outlines(view, groupings_around(home, view.box)),
                transform=view.transform,
            ),
            *self._arrows(at),
            *_markers(self.places, at),
            *_labels(self.places, at, sheet),
            element("rect", y=sheet.height, width=sheet.width, height=LEGEND + 2, fill="#ffffff"),
            *_legend(sheet),
            *_scale_bar(view, sheet),
        )

    def _arrows(self, at: Mapping[str, tuple[float, float]]) -> Iterator[str]:
        natures = {one.key: one.nature for one in self.places}
        most = max((one.tonnes for one in self.flows), default=0.0)
        for flow in sorted(self.flows, key=lambda one: -one.tonnes):
            if flow.origin in at and flow.destination in at and flow.tonnes > 0:
                yield _arrow(
                    at[flow.origin],
                    at[flow.destination],
                    width=THIN + (THICK - THIN) * math.sqrt(flow.tonnes / most),
                    nature=natures[flow.destination],
                    said=flow.said,
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A part of the grid and how it fills the drawing."""

    box: Box
    scale: float

    @classmethod
    def around(cls, spots: Sequence[tuple[float, float]], sheet: Sheet) -> "Frame":
        """Return the view that holds every spot with some room, in the shape of the drawing."""
        xs, ys = [x for x, _ in spots], [y for _, y in spots]
        ratio = sheet.width / sheet.height
        wide = max((max(xs) - min(xs)) * MARGIN, (max(ys) - min(ys)) * MARGIN * ratio, NARROWEST)
        middle_x, middle_y = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
        half_x, half_y = wide / 2, wide / 2 / ratio
        box = Box(
            left=middle_x - half_x,
            top=middle_y - half_y,
            right=middle_x + half_x,
            bottom=middle_y + half_y,
        )
        return cls(box=box, scale=sheet.width / wide)

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point of the grid falls in the drawing."""
        return (x - self.box.left) * self.scale, (y - self.box.top) * self.scale

    @property
    def transform(self) -> str:
        """The same as `at`, for elements written in units of the grid."""
        return f"scale({self.scale:.5f}) translate({-self.box.left:.3f} {-self.box.top:.3f})"


def departement_near(latitude: float) -> str:
    """Return a département whose grid holds this latitude; the mainland has one grid."""
    if latitude > MAINLAND_SOUTH:
        return MAINLAND
    return min(LATITUDES, key=lambda code: abs(LATITUDES[code] - latitude))


def _outlines(view: Frame, outlines: Sequence[Outline]) -> Iterator[str]:
    for one in outlines:
        yield element(
            "path",
            hover(one.nom),
            d=one.path,
            fill=AROUND,
            stroke=EDGE,
            stroke_width=0.8 / view.scale,
        )


def _arrow(
    start: tuple[float, float],
    end: tuple[float, float],
    *,
    width: float,
    nature: PlaceNature,
    said: str,
) -> str:
    (x1, y1), (x2, y2) = start, end
    length = math.hypot(x2 - x1, y2 - y1) or 1.0
    bend = min(28.0, length / 6)
    middle_x = (x1 + x2) / 2 + (y2 - y1) / length * bend
    middle_y = (y1 + y2) / 2 - (x2 - x1) / length * bend
    colour, dashes = _stroke(nature)
    path = f"M{x1:.1f} {y1:.1f}Q{middle_x:.1f} {middle_y:.1f} {x2:.1f} {y2:.1f}"
    curve = element(
        "path", hover(said), d=path, fill="none", stroke=colour, stroke_width=width,
        stroke_opacity=0.8, stroke_dasharray=dashes, stroke_linecap="butt",
    )  # fmt: skip
    # The head stands at the middle of the curve, along its chord: it never hides under a marker.
    top_x, top_y = (x1 + 2 * middle_x + x2) / 4, (y1 + 2 * middle_y + y2) / 4
    ux, uy, size = (x2 - x1) / length, (y2 - y1) / length, 4 + width
    points = (
        f"{top_x + ux * size:.1f},{top_y + uy * size:.1f} "
        f"{top_x - uy * size * 0.7:.1f},{top_y + ux * size * 0.7:.1f} "
        f"{top_x + uy * size * 0.7:.1f},{top_y - ux * size * 0.7:.1f}"
    )
    return curve + element("polygon", points=points, fill=colour)


def _stroke(nature: PlaceNature) -> tuple[str, str | None]:
    """Colour and dashes: who sees no colour reads the dashes."""
    if nature is PlaceNature.PLATEFORME:
        return STOCK, "2 4"
    if nature is PlaceNature.DECHARGE:
        return COST, "9 4"
    return GAIN, None


def _markers(places: Sequence[MapPlace], at: Mapping[str, tuple[float, float]]) -> Iterator[str]:
    for one in places:
        yield marker(one.nature, *at[one.key], said=one.said or one.name)


def marker(nature: PlaceNature, x: float, y: float, *, said: str = "") -> str:
    """Return the sign of a place: a disc digs, a square receives, a triangle stores."""
    about = (hover(said),) if said else ()
    edge = {"stroke": "#ffffff", "stroke_width": 1.5}
    if nature is PlaceNature.CHANTIER:
        return element("circle", *about, cx=x, cy=y, r=7, fill=INK, **edge)
    if nature is PlaceNature.PLATEFORME:
        points = f"{x:.1f},{y - 8:.1f} {x - 8:.1f},{y + 6:.1f} {x + 8:.1f},{y + 6:.1f}"
        return element("polygon", *about, points=points, fill=STOCK, **edge)
    colour = COST if nature is PlaceNature.DECHARGE else GAIN
    return element("rect", *about, x=x - 6.5, y=y - 6.5, width=13, height=13, fill=colour, **edge)


def _labels(
    places: Sequence[MapPlace], at: Mapping[str, tuple[float, float]], sheet: Sheet
) -> Iterator[str]:
    """Write each name where it hides nothing, none where there is no room."""
    taken = [(x - 8, y - 8, x + 8, y + 8) for x, y in at.values()]
    for one in places:
        name = shortened(one.name, sheet.name_length)
        x, y = at[one.key]
        for dx, dy, anchor in ANCHORS:
            box = _text_box(x + dx, y + dy, len(name) * LETTER, anchor)
            is_inside = box[0] >= 0 and box[2] <= sheet.width and box[1] >= 0
            if is_inside and box[3] <= sheet.height and not any(_meet(box, b) for b in taken):
                taken.append(box)
                yield text(name, x + dx, y + dy, text_anchor=anchor, fill=INK, **HALO)
                break


def _text_box(x: float, y: float, width: float, anchor: str) -> Rectangle:
    left = {"start": x, "end": x - width, "middle": x - width / 2}[anchor]
    return left, y - 11, left + width, y + 3


def _meet(one: Rectangle, other: Rectangle) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _legend(sheet: Sheet) -> Iterator[str]:
    is_narrow = sheet.width < DESK.width
    columns = (10.0, sheet.width * 0.5) if is_narrow else (10.0, 200.0, 390.0, 580.0)
    signs = (
        (PlaceNature.CHANTIER, "chantier"),
        (PlaceNature.REEMPLOI, "exutoire qui réemploie"),
        (PlaceNature.DECHARGE, "stockage définitif"),
        (PlaceNature.PLATEFORME, "plateforme"),
    )
    for rank, (nature, said) in enumerate(signs):
        x = columns[rank % len(columns)]
        y = sheet.height + 18 + 20 * (rank // len(columns))
        yield marker(nature, x, y)
        yield text(said, x + 12, y + 4)
    y = sheet.height + (58 if is_narrow else 44)
    yield text("épaisseur selon les tonnes ; le nord est en haut", 4, y, fill=STOCK)


def _scale_bar(view: Frame, sheet: Sheet) -> Iterator[str]:
    room_m = sheet.width * 0.25 / view.scale * UNIT_M
    length_m = max((step for step in STEPS_M if step <= room_m), default=STEPS_M[0])
    right, y = sheet.width - 12, sheet.height - 12
    left = right - length_m / UNIT_M * view.scale
    said = f"{length_m} m" if length_m < 1_000 else f"{length_m // 1_000} km"
    for thick, colour in ((6, "#ffffff"), (2, INK)):
        yield line(left, y, right, y, stroke=colour, stroke_width=thick)
    yield text(said, (left + right) / 2, y - 6, text_anchor="middle", **HALO)
