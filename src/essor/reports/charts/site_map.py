"""Where a site is, drawn by the server: its commune, the groupings around, and its outline."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import shapely

from essor.references.territoires.contours.grid import UNIT_M
from essor.references.territoires.contours.paths import geometry_of
from essor.references.territoires.contours.shapes import Box, Outline
from essor.reports.charts.bars import shortened
from essor.reports.charts.svg import COST, INK, drawing, element, hover, line, text

WIDTH, HEIGHT, LEGEND = 640.0, 400.0, 46.0
RATIO = WIDTH / HEIGHT
WIDER = 2.2
NARROWEST = 260.0  # units of the grid: 26 km, or no neighbour is seen
HERE, AROUND, GROUND = "#8fb6d3", "#dce9f2", "#f4f4f1"
HALO = {"stroke": "#ffffff", "stroke_width": 3, "paint_order": "stroke", "stroke_linejoin": "round"}
LETTER, LABEL_ROOM = 6.8, 28.0  # pixels: width of a letter, least radius that bears a name
BAR_SHARE = 0.25
STEPS_M = (20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000)
Ring = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """A grouping on the map; `is_inside` the territory of the study, or beside it."""

    outline: Outline
    is_inside: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A part of the grid and how it fills the drawing."""

    box: Box
    height: float

    @property
    def scale(self) -> float:
        """Pixels per unit of the grid."""
        return WIDTH / self.box.width

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point of the grid falls in the drawing."""
        return (x - self.box.left) * self.scale, (y - self.box.top) * self.scale

    @property
    def transform(self) -> str:
        """The same as `at`, for elements written in units of the grid; to the decimetre."""
        return f"scale({self.scale:.5f}) translate({-self.box.left:.3f} {-self.box.top:.3f})"

    @property
    def frame(self) -> shapely.Polygon:
        """The part shown, as a surface of the grid."""
        return shapely.box(self.box.left, self.box.top, self.box.right, self.box.bottom)


def view_of(box: Box, *, wider: float, narrowest: float) -> View:
    """Return the view centred on a box, wider than it, in the shape of the drawing."""
    width = max(box.width * wider, box.height * wider * RATIO, narrowest)
    middle_x, middle_y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    half_x, half_y = width / 2, width / 2 / RATIO
    return View(
        box=Box(
            left=middle_x - half_x,
            top=middle_y - half_y,
            right=middle_x + half_x,
            bottom=middle_y + half_y,
        ),
        height=HEIGHT,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteMap:
    """A site in its commune, among groupings.

    site : where it is on the grid, None when only the commune is known
    rings : its outline on the grid, empty when unknown
    """

    title: str
    commune: Outline
    neighbours: Sequence[Neighbour]
    site: tuple[float, float] | None = None
    rings: Sequence[Ring] = ()

    def svg(self) -> str:
        """Draw the map: ground, groupings, commune, names, site, legend."""
        view = view_of(self.commune.box, wider=WIDER, narrowest=NARROWEST)
        shift = view.transform
        return drawing(
            WIDTH,
            HEIGHT + LEGEND,
            self.title,
            element("rect", width=WIDTH, height=HEIGHT, fill=GROUND),
            element("g", *self._surfaces(view), transform=shift),
            *self._names(view),
            *self._marker(view),
            element("rect", y=HEIGHT, width=WIDTH, height=LEGEND + 2, fill="#ffffff"),
            *self._legend(),
            *scale_bar(view, right=WIDTH - 12, y=HEIGHT - 12),
        )

    def _surfaces(self, view: View) -> Iterator[str]:
        thin = 1 / view.scale
        for one in self.neighbours:
            yield element(
                "path",
                hover(one.outline.nom),
                d=one.outline.path,
                fill=AROUND if one.is_inside else "none",
                stroke="#7f8a92",
                stroke_width=1.6 * thin,
            )
        yield element(
            "path",
            hover(self.commune.nom),
            d=self.commune.path,
            fill=HERE,
            stroke=INK,
            stroke_width=1.2 * thin,
        )
        if self.rings:
            yield element("path", d=_path(self.rings), fill=COST, fill_opacity=0.6)

    def _names(self, view: View) -> Iterator[str]:
        """Write each name where there is most room around it, none where there is too little."""
        taken = geometry_of(self.commune.path).buffer(LABEL_ROOM / 2 / view.scale)
        for one in self.neighbours:
            shown = geometry_of(one.outline.path).intersection(view.frame).difference(taken)
            if shown.is_empty:
                continue
            radius = shapely.maximum_inscribed_circle(shown, tolerance=5.0)
            room = shapely.length(radius) * view.scale
            x, y = view.at(*shapely.get_coordinates(radius)[0])
            if room >= LABEL_ROOM:
                name = shortened(one.outline.nom, int(2 * room / LETTER))
                yield text(name, x, y + 4, text_anchor="middle", fill="#3a3a3a", **HALO)

    def _marker(self, view: View) -> Iterator[str]:
        if self.site is None:
            return
        x, y = view.at(*self.site)
        yield element("circle", cx=x, cy=y, r=11, fill="none", stroke=COST, stroke_width=2.5)
        yield element(
            "circle", hover("Le site"), cx=x, cy=y, r=4, fill=COST, stroke="#ffffff", stroke_width=1
        )

    def _legend(self) -> Iterator[str]:
        y = HEIGHT + 16
        yield element("rect", x=1, y=y - 10, width=14, height=11, fill=HERE, stroke=INK)
        yield text(self.commune.nom, 22, y)
        if any(one.is_inside for one in self.neighbours):
            yield element("rect", x=1, y=y + 9, width=14, height=11, fill=AROUND, stroke="#7f8a92")
            yield text("intercommunalités du territoire", 22, y + 19)
        said = "le site" if self.site else "lieu précis du site : non renseigné"
        if self.site:
            yield element("circle", cx=278, cy=y - 4, r=5, fill=COST)
        yield text(said, 290, y)
        yield text("le nord est en haut", 290, y + 19, fill="#5c5c5c")


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteOutline:
    """The outline of a site at its own scale."""

    title: str
    rings: Sequence[Ring]

    def svg(self) -> str:
        """Draw the outline and a scale."""
        xs = [x for ring in self.rings for x, _ in ring]
        ys = [y for ring in self.rings for _, y in ring]
        box = Box(left=min(xs), top=min(ys), right=max(xs), bottom=max(ys))
        view = view_of(box, wider=1.3, narrowest=0.2)
        shift = view.transform
        thin = 1.5 / view.scale
        shape = element(
            "path", d=_path(self.rings), fill=HERE, fill_rule="evenodd", stroke=INK,
            stroke_width=thin,
        )  # fmt: skip
        return drawing(
            WIDTH,
            HEIGHT,
            self.title,
            element("rect", width=WIDTH, height=HEIGHT, fill=GROUND),
            element("g", shape, transform=shift),
            *scale_bar(view, right=WIDTH - 12, y=HEIGHT - 12),
        )


def scale_bar(view: View, *, right: float, y: float) -> Iterator[str]:
    """Draw the longest round length that takes less than a quarter of the width."""
    room_m = WIDTH * BAR_SHARE / view.scale * UNIT_M
    length_m = max((step for step in STEPS_M if step <= room_m), default=STEPS_M[0])
    left = right - length_m / UNIT_M * view.scale
    said = f"{length_m} m" if length_m < 1_000 else f"{length_m // 1_000} km"
    for thick, colour in ((6, "#ffffff"), (2, INK)):
        yield line(left, y, right, y, stroke=colour, stroke_width=thick)
    yield text(said, (left + right) / 2, y - 6, text_anchor="middle", **HALO)


def _path(rings: Sequence[Ring]) -> str:
    return "".join(
        "M" + "L".join(f"{x:.3f} {y:.3f}" for x, y in ring) + "z" for ring in rings if ring
    )
