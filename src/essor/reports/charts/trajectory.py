"""An indicator over time: what was aimed at, what was measured, what was declared.

Measured and declared figures bear different shapes and never share a line; an interval is drawn
as an interval; the trajectory is straight from the reference through each target.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from essor.foundations.french import format_date, format_number
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

WIDTH, HEIGHT = 440.0, 270.0
LEFT, RIGHT, TOP, BOTTOM = 58.0, 16.0, 26.0, 62.0
FONT_SIZE, SMALL = 13, 12
FLOOR = HEIGHT - BOTTOM
CAP, YEARS_SHOWN, NARROW = 4.0, 7, 0.4
TARGET = "#5b3a8c"
THOUSANDS, MILLION = 10_000, 1_000_000
Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One figure on a day; ``said`` is its label, ``asked`` what the trajectory asked that day.

    value : None when only bounds are known; low, high : bounds, a bare figure is its own
    """

    on: dt.date
    said: str
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    is_declared: bool = False
    is_target: bool = False
    asked: str = ""

    @property
    def middle(self) -> float:
        """Height at which its shape stands: the figure, else between its bounds."""
        bounds = [one for one in (self.low, self.high) if one is not None]
        if self.value is not None or not bounds:
            return float(self.value or 0)
        return float(sum(bounds, Decimal(0)) / len(bounds))

    @property
    def has_range(self) -> bool:
        """Tell whether the truth is an interval."""
        return self.low != self.high

    def numbers(self) -> Iterator[float]:
        """Yield every number that the drawing must hold."""
        for one in (self.low, self.value, self.high):
            if one is not None:
                yield float(one)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trajectory:
    """Figures of one indicator, each list in order of date; ``unit`` names the vertical axis."""

    title: str
    unit: str
    reference: Mark | None = None
    targets: tuple[Mark, ...] = ()
    measured: tuple[Mark, ...] = ()
    declared: tuple[Mark, ...] = ()
    today: dt.date | None = None

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Everything that is drawn, in order of date."""
        first = (self.reference,) if self.reference else ()
        return tuple(
            sorted((*first, *self.measured, *self.declared, *self.targets), key=lambda one: one.on)
        )

    @property
    def path(self) -> tuple[Mark, ...]:
        """The trajectory: from the reference through the targets that follow it."""
        if self.reference is None:
            return self.targets
        start = self.reference.on
        return (self.reference, *(one for one in self.targets if one.on > start))

    def rows(self) -> list[tuple[dt.date, str, str, str]]:
        """Return the table of the chart: day, what it is, the figure, what was asked that day."""
        return [(one.on, self._nature(one), one.said, one.asked) for one in self.marks]

    def svg(self) -> str:
        """Draw the chart. Raises ValueError when there is nothing to draw."""
        if not self.marks:
            raise ValueError("no figure to draw")
        x, y = self._days(), height_of(self.marks, start=FLOOR, stop=TOP)
        return drawing(
            WIDTH,
            HEIGHT,
            self.title,
            element(
                "g",
                *_grid(y),
                text(f"en {self.unit}", 4, 13, font_size=SMALL, class_="g-unite"),
                *_years(x),
                *self._today(x),
                *self._trajectory(x, y),
                *_series(self.measured, x, y, stroke=GAIN, stroke_width=2, class_="g-mesure"),
                *_series(
                    self.declared, x, y,
                    stroke=COST, stroke_width=2, stroke_dasharray="2 4", class_="g-declare",
                ),
                *self._shapes(x, y),
                *self._legend(),
                font_size=FONT_SIZE,
            ),
        )  # fmt: skip

    def _nature(self, one: Mark) -> str:
        kind = "déclaré par l'intéressé" if one.is_declared else "mesuré"
        if one is self.reference:
            return f"référence, {kind}"
        return "cible" if one.is_target else kind

    def _days(self) -> Scale:
        years = [one.on.year for one in self.marks]
        return Scale(
            low=dt.date(min(years), 1, 1).toordinal(),
            high=dt.date(max(years), 12, 31).toordinal(),
            start=LEFT + 6,
            stop=WIDTH - RIGHT,
        )

    def _today(self, x: Scale) -> list[str]:
        if self.today is None or not x.low <= self.today.toordinal() <= x.high:
            return []
        place = x.at(self.today.toordinal())
        return [
            line(place, TOP, place, FLOOR, stroke=INK, stroke_width=1, stroke_dasharray="1 3"),
            text("aujourd'hui", place, TOP - 5, text_anchor="middle", font_size=11, fill=INK),
        ]

    def _trajectory(self, x: Scale, y: Scale) -> list[str]:
        path = self.path
        found = []
        if any(one.has_range for one in path) and all(_is_closed(one) for one in path):
            band = [
                *(_at(one.on, one.high, x, y) for one in path),
                *(_at(one.on, one.low, x, y) for one in reversed(path)),
            ]
            found.append(element("polygon", points=_joined(band), fill=BAND, class_="g-bande"))
        return [
            *found,
            *_series(path, x, y, stroke=TARGET, stroke_width=1.6, stroke_dasharray="7 4",
                     class_="g-trajectoire"),
        ]  # fmt: skip

    def _shapes(self, x: Scale, y: Scale) -> Iterator[str]:
        for one in self.marks:
            colour = TARGET if one.is_target else COST if one.is_declared else GAIN
            title = f"{self._nature(one)}, {format_date(one.on)}\u00a0: {one.said}"
            place = (x.at(one.on.toordinal()), y.at(one.middle))
            yield element(
                "g",
                hover(title),
                *_range(one, place[0], y, colour),
                _shape(one, place, colour),
                *([_ring(place, colour)] if one is self.reference else []),
                class_="g-point",
            )

    def _legend(self) -> Iterator[str]:
        """Name the shapes that are there, two by line."""
        kinds = {one.is_declared for one in self.marks if not one.is_target}
        found = [
            (label, _shape(_key(is_declared=flag), (0, 0), colour))
            for flag, label, colour in (
                (False, "mesuré", GAIN),
                (True, "déclaré, non vérifié", COST),
            )
            if flag in kinds
        ]
        if self.targets:
            found.append(("cible et trajectoire", _shape(_key(is_target=True), (0, 0), TARGET)))
        if self.reference:
            found.append(("cerclé\u00a0: référence", _ring((0, 0), INK)))
        for rank, (label, shape) in enumerate(found):
            left, top = LEFT + (rank % 2) * 176, HEIGHT - 24 + (rank // 2) * 17
            yield element("g", shape, transform=f"translate({left:g} {top - 4:g})")
            yield text(label, left + 14, top, font_size=SMALL)


def _key(*, is_declared: bool = False, is_target: bool = False) -> Mark:
    return Mark(on=dt.date.min, said="", is_declared=is_declared, is_target=is_target)


def height_of(marks: Sequence[Mark], *, start: float, stop: float) -> Scale:
    """Scale of the figures: from zero, unless they lie so close together that nothing would show.

    The graduations tell which: a scale that does not start from zero bears no zero.
    """
    numbers = [number for one in marks for number in one.numbers()]
    low, high = min(numbers), max(numbers)
    if low > 0 and low < high < low / (1 - NARROW):
        pad = (high - low) * 0.2
        return Scale(low=max(0.0, low - pad), high=high + pad, start=start, stop=stop)
    return scale_of(numbers, start=start, stop=stop)


def short_number(value: float) -> str:
    """« 12,5 M », « 30 k », « 170 »: as short as a graduation needs."""
    for suffix, size in (("M", MILLION), ("k", THOUSANDS / 10)):
        if abs(value) >= (size if suffix == "M" else THOUSANDS):
            return f"{format_number(round(value / size, 2))}\u00a0{suffix}"
    return format_number(round(value, 2))


def _grid(y: Scale) -> Iterator[str]:
    for value in y.ticks(4):
        place = y.at(value)
        yield line(LEFT, place, WIDTH - RIGHT, place, stroke=GRID, stroke_width=0.7)
        yield text(short_number(value), LEFT - 6, place + 4, text_anchor="end", font_size=SMALL)


def _years(x: Scale) -> Iterator[str]:
    """A line where each year begins, its name in its middle."""
    first, last = (dt.date.fromordinal(int(bound)).year for bound in (x.low, x.high))
    step = 1 + (last - first) // YEARS_SHOWN
    for year in range(first, last + 1):
        start = x.at(dt.date(year, 1, 1).toordinal())
        yield line(start, FLOOR, start, FLOOR + 5, stroke=GRID)
        if (year - first) % step == 0:
            middle = x.at(dt.date(year, 7, 1).toordinal())
            yield text(str(year), middle, FLOOR + 17, text_anchor="middle", font_size=SMALL)


def _series(marks: Sequence[Mark], x: Scale, y: Scale, **attributes: object) -> list[str]:
    if len(marks) < 2:
        return []
    points = [(x.at(one.on.toordinal()), y.at(one.middle)) for one in marks]
    return [element("polyline", points=_joined(points), fill="none", **attributes)]


def _range(one: Mark, place: float, y: Scale, colour: str) -> Iterator[str]:
    """The interval, with a cap at each known end; an open end has none and runs to the edge."""
    if not one.has_range:
        return
    ends = [(one.low, y.low), (one.high, y.high)]
    heights = [y.at(float(edge if end is None else end)) for end, edge in ends]
    yield line(place, heights[0], place, heights[1], stroke=colour, stroke_width=1.5)
    for (end, _), height in zip(ends, heights, strict=True):
        if end is not None:
            yield line(place - CAP, height, place + CAP, height, stroke=colour, stroke_width=1.5)


def _shape(one: Mark, place: Point, colour: str) -> str:
    """A disc when measured, a hollow diamond when declared, a hollow square when aimed at."""
    x, y = place
    if one.is_target:
        return element(
            "rect", x=x - 4, y=y - 4, width=8, height=8, fill="#ffffff", stroke=colour,
            stroke_width=1.8,
        )  # fmt: skip
    if one.is_declared:
        corners = [(x, y - 6), (x + 6, y), (x, y + 6), (x - 6, y)]
        return element(
            "polygon", points=_joined(corners), fill="#ffffff", stroke=colour, stroke_width=1.8
        )
    return element("circle", cx=x, cy=y, r=4.5, fill=colour)


def _ring(place: Point, colour: str) -> str:
    return element(
        "circle", cx=place[0], cy=place[1], r=9, fill="none", stroke=colour, stroke_width=1
    )


def _is_closed(one: Mark) -> bool:
    return one.low is not None and one.high is not None


def _at(day: dt.date, value: Decimal | None, x: Scale, y: Scale) -> Point:
    return x.at(day.toordinal()), y.at(float(value or 0))


def _joined(points: Sequence[Point]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
