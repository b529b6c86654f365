"""Running total of the project year after year, with its band and its break-even year."""

from collections.abc import Sequence
from dataclasses import dataclass

from essor.reports.charts.scale import Scale, scale_of, short_eur
from essor.reports.charts.svg import BAND, COST, GAIN, GRID, INK, drawing, element, line, text

BOTTOM = 26.0
ROUND_YEARS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Places of the chart; legend : where each of its three lines starts."""

    width: float
    height: float
    left: float
    right: float
    top: float
    years: int
    legend: tuple[tuple[float, float], ...]


DESK = Frame(
    width=640,
    height=280,
    left=66,
    right=14,
    top=30,
    years=8,
    legend=((66, 12), (216, 12), (376, 12)),
)
PHONE = Frame(
    width=330, height=300, left=52, right=14, top=62, years=4, legend=((4, 10), (4, 27), (4, 44))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CumulativeFlow:
    """Running totals in EUR, one per year from `first_year`.

    point : stated values; middle : median of the draws
    low, high : bounds of nine draws out of ten; empty when there are no draws
    break_even_year : of the stated values, None when never reached
    """

    title: str
    first_year: int
    point: Sequence[float]
    middle: Sequence[float] = ()
    low: Sequence[float] = ()
    high: Sequence[float] = ()
    break_even_year: int | None = None

    def rows(self, every: int = ROUND_YEARS) -> list[tuple[str, ...]]:
        """Return the table of the chart: the first year, every few years, the last one.

        Columns: year, stated values, then P5, median, P95 when there are draws.
        """
        last = len(self.point) - 1
        kept = [index for index in range(last + 1) if index % every == 0 or index == last]
        columns = [c for c in (self.point, self.low, self.middle, self.high) if len(c)]
        return [
            (str(self.first_year + index), *(short_eur(column[index]) for column in columns))
            for index in kept
        ]

    def svg(self) -> str:
        """Draw the chart for a desk or a page."""
        return self._drawn(DESK)

    def phone_svg(self) -> str:
        """Draw the same chart for a phone."""
        return self._drawn(PHONE)

    def _drawn(self, frame: Frame) -> str:
        values = [*self.point, *self.low, *self.high]
        y = scale_of(values, start=frame.height - BOTTOM, stop=frame.top)
        last = self.first_year + max(len(self.point) - 1, 1)
        x = Scale(low=self.first_year, high=last, start=frame.left, stop=frame.width - frame.right)
        return drawing(
            frame.width,
            frame.height,
            self.title,
            *_grid(y, frame),
            *self._band(x, y),
            line(x.start, y.at(0), x.stop, y.at(0), stroke=INK, stroke_width=1),
            self._path(self.point, x, y, stroke=GAIN, stroke_width=2.2, class_="g-trait"),
            *self._break_even(x, y, frame),
            *_years(x, frame),
            *_legend(frame, has_band=len(self.low) > 0),
        )

    def _points(self, values: Sequence[float], x: Scale, y: Scale) -> list[str]:
        return [
            f"{x.at(self.first_year + index):.1f},{y.at(value):.1f}"
            for index, value in enumerate(values)
        ]

    def _path(self, values: Sequence[float], x: Scale, y: Scale, **attributes: object) -> str:
        points = " ".join(self._points(values, x, y))
        return element("polyline", points=points, fill="none", **attributes)

    def _band(self, x: Scale, y: Scale) -> list[str]:
        if not len(self.low):
            return []
        around = [*self._points(self.high, x, y), *reversed(self._points(self.low, x, y))]
        found = [element("polygon", points=" ".join(around), fill=BAND, class_="g-bande")]
        if len(self.middle):
            dashed = {"stroke": INK, "stroke_width": 1.2, "stroke_dasharray": "5 3"}
            found.append(self._path(self.middle, x, y, class_="g-mediane", **dashed))
        return found

    def _break_even(self, x: Scale, y: Scale, frame: Frame) -> list[str]:
        year = self.break_even_year
        if year is None:
            return []
        place = x.at(year)
        anchor, shift = ("end", -6) if place > frame.width * 0.7 else ("start", 6)
        label = f"Équilibre\u00a0: {year}"
        return [
            line(place, frame.top, place, y.start, stroke=COST, stroke_dasharray="2 3"),
            element("circle", cx=place, cy=y.at(0), r=4, fill=COST),
            text(label, place + shift, frame.top + 12, text_anchor=anchor, fill=COST),
        ]


def _years(x: Scale, frame: Frame) -> list[str]:
    step = max(1, round((x.high - x.low) / frame.years / ROUND_YEARS) * ROUND_YEARS)
    years = [year for year in range(int(x.low), int(x.high) + 1) if year % step == 0]
    low = frame.height - 8
    return [text(str(year), x.at(year), low, text_anchor="middle") for year in years]


def _legend(frame: Frame, *, has_band: bool) -> list[str]:
    (a, first), (b, second), (c, third) = frame.legend
    found = [
        line(a, first, a + 22, first, stroke=GAIN, stroke_width=2.2),
        text("valeurs de l'étude", a + 27, first + 4),
    ]
    if has_band:
        found += [
            line(b, second, b + 22, second, stroke=INK, stroke_dasharray="5 3"),
            text("médiane des tirages", b + 27, second + 4),
            element("rect", x=c, y=third - 6, width=22, height=12, fill=BAND),
            text("neuf tirages sur dix (P5 à P95)", c + 27, third + 4),
        ]
    return found


def _grid(y: Scale, frame: Frame) -> list[str]:
    found = []
    for value in y.ticks():
        place, stop = y.at(value), frame.width - frame.right
        found.append(line(frame.left, place, stop, place, stroke=GRID, stroke_width=0.6))
        found.append(text(short_eur(value), frame.left - 6, place + 4, text_anchor="end"))
    return found
