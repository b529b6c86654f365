"""Figures by year, one line each, told apart by dashes and by a name as much as by colour."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from essor.reports.charts.scale import Scale, scale_of
from essor.reports.charts.svg import (
    BAND,
    COST,
    GAIN,
    GRID,
    INK,
    drawing,
    element,
    hover,
    line,
    text,
)
from essor.reports.charts.trajectory import short_number

Points = Sequence[tuple[float, float]]
STYLES: tuple[dict[str, object], ...] = (
    {"stroke": COST, "stroke_width": 3},
    {"stroke": GAIN, "stroke_width": 2},
    {"stroke": "#5b3a8c", "stroke_width": 2, "stroke_dasharray": "7 4"},
    {"stroke": INK, "stroke_width": 1.6, "stroke_dasharray": "2 3"},
)
FAINT = "#9aa7af"
LEGEND = 18.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """One line: its name, its points (year, figure) in order."""

    label: str
    points: Points


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Size of the chart."""

    width: float
    height: float
    years: int


DESK = Frame(width=680, height=300, years=12)
PHONE = Frame(width=340, height=280, years=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """At most four named curves, over a crowd of faint ones and a band.

    band : (year, low, high) ; crowd : other places, without a name
    since : first year after, a vertical line ; level : a figure to compare with (0, 100)
    """

    title: str
    unit: str
    curves: Sequence[Curve]
    band: Sequence[tuple[float, float, float]] = ()
    band_label: str = ""
    crowd: Sequence[Points] = ()
    crowd_label: str = ""
    since: float | None = None
    level: float | None = None

    def svg(self) -> str:
        """Draw it for a desk or a page."""
        return self._drawn(DESK)

    def phone_svg(self) -> str:
        """Draw it for a phone."""
        return self._drawn(PHONE)

    def _drawn(self, frame: Frame) -> str:
        legend = list(self._legend())
        floor, height = frame.height - 30, frame.height + LEGEND * len(legend) + 6
        x = self._years(frame)
        y = self._figures(floor)
        return drawing(
            frame.width,
            height,
            self.title,
            text(self.unit, 4, 13, font_size=12),
            *_grid(x, y, frame, floor),
            *self._band(x, y),
            *(_path(one, x, y, stroke=FAINT, stroke_width=0.8, stroke_opacity=0.55)
              for one in self.crowd),
            *self._marks(x, y, frame, floor),
            *self._curves(x, y),
            *(element("g", shape, text(label, 44, 4, font_size=12),
                      transform=f"translate(50 {frame.height + 8 + rank * LEGEND:g})")
              for rank, (label, shape) in enumerate(legend)),
        )  # fmt: skip

    def _years(self, frame: Frame) -> Scale:
        years = [year for one in self._all() for year, _ in one]
        low, high = min(years), max(years)
        return Scale(low=low, high=high if high > low else low + 1, start=58, stop=frame.width - 16)

    def _figures(self, floor: float) -> Scale:
        """From the smallest to the largest; zero is not forced, an index has none."""
        figures = [figure for one in self._all() for _, figure in one]
        figures += [end for _, low, high in self.band for end in (low, high)]
        figures += [self.level] if self.level is not None else []
        low, high = min(figures), max(figures)
        if low <= 0 <= high:
            return scale_of(figures, start=floor, stop=24)
        room = (high - low) * 0.08 or abs(high) * 0.05
        return Scale(low=low - room, high=high + room, start=floor, stop=24)

    def _all(self) -> list[Points]:
        return [*(one.points for one in self.curves if one.points), *self.crowd]

    def _band(self, x: Scale, y: Scale) -> Iterator[str]:
        if len(self.band) > 1:
            upper = [f"{x.at(year):.1f},{y.at(high):.1f}" for year, _, high in self.band]
            lower = [f"{x.at(year):.1f},{y.at(low):.1f}" for year, low, _ in reversed(self.band)]
            yield element("polygon", points=" ".join(upper + lower), fill=BAND, fill_opacity=0.5)

    def _marks(self, x: Scale, y: Scale, frame: Frame, floor: float) -> Iterator[str]:
        if self.level is not None:
            place = y.at(self.level)
            yield line(x.start, place, frame.width - 16, place, stroke=INK, stroke_width=1)
        if self.since is not None:
            place = x.at(self.since)
            yield line(place, 20, place, floor, stroke=INK, stroke_dasharray="4 3")
            anchor = "end" if place > frame.width * 0.7 else "start"
            shift = -5 if anchor == "end" else 5
            yield text(
                f"à partir de {self.since:g}", place + shift, 18, text_anchor=anchor, font_size=12
            )

    def _curves(self, x: Scale, y: Scale) -> Iterator[str]:
        for curve, style in reversed(list(zip(self.curves, STYLES, strict=False))):
            if len(curve.points) > 1:
                yield _path(curve.points, x, y, **style)
            for year, figure in curve.points:
                yield element(
                    "circle", hover(f"{curve.label}, {year:g}\u00a0: {short_number(figure)}"),
                    cx=x.at(year), cy=y.at(figure), r=3.2, fill=style["stroke"],
                )  # fmt: skip

    def _legend(self) -> Iterator[tuple[str, str]]:
        for curve, style in zip(self.curves, STYLES, strict=False):
            yield curve.label, line(0, 0, 34, 0, **style)
        if len(self.band) > 1:
            yield (
                self.band_label,
                element("rect", x=0, y=-5, width=34, height=10, fill=BAND, fill_opacity=0.5),
            )
        if self.crowd:
            yield self.crowd_label, line(0, 0, 34, 0, stroke=FAINT, stroke_width=1.2)


def _path(points: Points, x: Scale, y: Scale, **attributes: object) -> str:
    joined = " ".join(f"{x.at(year):.1f},{y.at(figure):.1f}" for year, figure in points)
    return element("polyline", points=joined, fill="none", **attributes)


def _grid(x: Scale, y: Scale, frame: Frame, floor: float) -> Iterator[str]:
    for value in y.ticks(5):
        place = y.at(value)
        yield line(x.start, place, frame.width - 16, place, stroke=GRID, stroke_width=0.7)
        yield text(short_number(value), x.start - 6, place + 4, text_anchor="end", font_size=12)
    first, last = int(x.low), int(x.high)
    step = 1 + (last - first) // frame.years
    for year in range(first, last + 1, step):
        place = x.at(year)
        yield line(place, floor, place, floor + 5, stroke=INK)
        yield text(str(year), place, floor + 19, text_anchor="middle", font_size=12)
