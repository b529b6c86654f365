"""Every place of a ranking on one strip: where one stands among all, and the usual middle."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from essor.foundations.french import format_number
from essor.reports.charts.scale import Scale, scale_of
from essor.reports.charts.svg import BAND, COST, INK, drawing, element, hover, line, text
from essor.reports.charts.trajectory import short_number

OTHER = "#7d8f99"
ALIKE = "#1f5f8b"
BOTTOM, STEP = 46.0, 7.0
TIGHT = 0.6  # below this part of the drawing, values start far from zero: zero is not forced


class Axis(Protocol):
    """From a figure to its place: a straight scale, or one of ratios."""

    @property
    def start(self) -> float:
        """Left end."""

    @property
    def stop(self) -> float:
        """Right end."""

    def at(self, value: float) -> float:
        """Place of a figure."""

    def ticks(self, count: int = 5) -> list[float]:
        """Round figures of the axis."""


class Ratio:
    """An axis on which equal steps are equal ratios."""

    def __init__(self, dots: "Sequence[StripDot]", width: float) -> None:
        ends = [end for one in dots for end in (one.at, one.low, one.high)]
        self.low, self.high = math.log10(min(ends)), math.log10(max(ends))
        self.start, self.stop = 16.0, width - 16

    def at(self, value: float) -> float:
        """Place of a figure."""
        part = (math.log10(value) - self.low) / (self.high - self.low)
        return self.start + part * (self.stop - self.start)

    def ticks(self, count: int = 5) -> list[float]:
        """Powers of ten, with their double and their quintuple when there is room."""
        powers = range(math.floor(self.low), math.ceil(self.high) + 1)
        steps = (1, 2, 5) if (self.high - self.low) * 3 <= count + 4 else (1,)
        found = [step * 10.0**power for power in powers for step in steps]
        return [one for one in found if self.low <= math.log10(one) <= self.high]


@dataclass(frozen=True, slots=True, kw_only=True)
class StripDot:
    """One place: `at` its figure, `across` its row from the axis, `said` its words.

    low, high : its bounds, drawn for the place asked only
    """

    at: float
    low: float
    high: float
    across: int
    said: str
    is_own: bool = False
    is_alike: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """Dots, and the quartiles: (low edge of the first, middle, high edge of the third).

    is_ratio : each graduation is so many times the one before; every figure is positive
    """

    title: str
    unit: str
    own: str
    dots: Sequence[StripDot]
    quartiles: tuple[float, float, float] | None = None
    is_ratio: bool = False

    def svg(self) -> str:
        """Draw it for a desk or a page."""
        return self._drawn(680, 5)

    def phone_svg(self) -> str:
        """Draw it for a phone."""
        return self._drawn(340, 3)

    def _drawn(self, width: float, ticks: int) -> str:
        rows = max((abs(one.across) for one in self.dots), default=0)
        step = min(STEP, 90 / (rows or 1))
        middle = 34 + max(rows * step, 24)
        height = middle + max(rows * step, 24) + BOTTOM
        x = Ratio(self.dots, width) if self.is_ratio else _scale(self.dots, width)
        return drawing(
            width,
            height,
            self.title,
            *self._usual(x, middle, height),
            *_axis(x, height, ticks),
            *self._drawn_dots(x, middle, step),
            text(self._said_unit(), width - 16, height - 4, text_anchor="end"),
        )

    def _said_unit(self) -> str:
        """Name the unit, and say when the axis goes by ratios."""
        unit = f"en {self.unit}" if self.unit else ""
        return f"{unit}, échelle de rapports".removeprefix(", ") if self.is_ratio else unit

    def _usual(self, x: Axis, middle: float, height: float) -> Iterator[str]:
        if self.quartiles is None:
            return
        first, half, third = (x.at(one) for one in self.quartiles)
        yield element(
            "rect", x=first, y=30, width=max(third - first, 1), height=height - 30 - BOTTOM,
            fill=BAND, fill_opacity=0.45,
        )  # fmt: skip
        yield line(half, 30, half, height - BOTTOM, stroke=INK, stroke_dasharray="3 3")
        yield text("médiane", half, 22, text_anchor="middle", font_size=12)

    def _drawn_dots(self, x: Axis, middle: float, step: float) -> Iterator[str]:
        for one in sorted(self.dots, key=lambda dot: (dot.is_own, dot.is_alike)):
            top = middle + one.across * step
            if one.is_own:
                yield from self._own(one, x, middle)
                continue
            yield element(
                "circle", hover(one.said), cx=x.at(one.at), cy=top, r=3.6 if one.is_alike else 3,
                fill=ALIKE if one.is_alike else OTHER, stroke="#ffffff", stroke_width=0.6,
            )  # fmt: skip

    def _own(self, one: StripDot, x: Axis, middle: float) -> Iterator[str]:
        """The place asked stands on the axis, a diamond with its interval and its name."""
        place = x.at(one.at)
        if one.low < one.high:
            yield line(x.at(one.low), middle, x.at(one.high), middle, stroke=COST, stroke_width=3)
        points = (
            f"{place},{middle - 9} {place + 9},{middle} {place},{middle + 9} {place - 9},{middle}"
        )
        yield element(
            "polygon", hover(one.said), points=points, fill=COST, stroke="#ffffff", stroke_width=1.5
        )
        anchor = "start" if place < (x.start + x.stop) / 2 else "end"
        yield text(
            self.own, place, 10, text_anchor=anchor, font_size=12, font_weight=600, fill=COST
        )
        yield line(place, 13, place, middle - 9, stroke=COST, stroke_width=1)


def _scale(dots: Sequence[StripDot], width: float) -> Scale:
    ends = [end for one in dots for end in (one.at, *((one.low, one.high) if one.is_own else ()))]
    low, high = min(ends), max(ends)
    if low > 0 and high > low and low / high > TIGHT:
        room = (high - low) * 0.05
        return Scale(low=low - room, high=high + room, start=16, stop=width - 16)
    return scale_of(ends, start=16, stop=width - 16)


def _axis(x: Axis, height: float, ticks: int) -> Iterator[str]:
    yield line(x.start, height - BOTTOM, x.stop, height - BOTTOM, stroke=INK)
    for value in x.ticks(ticks):
        place = x.at(value)
        yield line(place, height - BOTTOM, place, height - BOTTOM + 5, stroke=INK)
        yield text(
            short_number(value), place, height - BOTTOM + 19, text_anchor="middle", font_size=12
        )


def said_of(*, nom: str, value: float | None, low: float, high: float) -> str:
    """Name a place and its figure, for the pointer."""
    if value is not None:
        return f"{nom}\u00a0: {format_number(round(value, 2))}"
    return f"{nom}\u00a0: de {format_number(round(low, 2))} à {format_number(round(high, 2))}"
