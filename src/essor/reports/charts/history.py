"""A figure vintage after vintage: a line where it is known, a band where only bounds are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from essor.reports.charts.scale import Scale, scale_of
from essor.reports.charts.svg import BAND, GAIN, GRID, INK, drawing, element, hover, line, text
from essor.reports.charts.trajectory import short_number

WIDTH, HEIGHT = 360.0, 150.0
LEFT, RIGHT, TOP, BOTTOM = 62.0, 18.0, 12.0, 26.0
MOST_LABELS = 6
HALF_BAR = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One vintage. value : None when only bounds are known; said : what a reader is told of it."""

    label: str
    said: str
    value: float | None
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The vintages of one figure, the oldest first; `ticks` writes the vertical axis."""

    title: str
    moments: Sequence[Moment]

    def svg(self) -> str:
        """Draw it; nothing to draw with a single vintage."""
        if len(self.moments) < 2:  # noqa: PLR2004
            return ""
        bounds = [end for one in self.moments for end in (one.low, one.high)]
        y = scale_of(bounds, start=HEIGHT - BOTTOM, stop=TOP)
        x = Scale(low=0, high=len(self.moments) - 1, start=LEFT, stop=WIDTH - RIGHT)
        return drawing(
            WIDTH,
            HEIGHT,
            self.title,
            *_grid(y),
            *_labels(self.moments, x),
            *self._band(x, y),
            *self._lines(x, y),
            *(_mark(one, x.at(rank), y) for rank, one in enumerate(self.moments)),
        )

    def _band(self, x: Scale, y: Scale) -> Iterator[str]:
        if all(one.low == one.high for one in self.moments):
            return
        above = [(x.at(rank), y.at(one.high)) for rank, one in enumerate(self.moments)]
        below = [(x.at(rank), y.at(one.low)) for rank, one in enumerate(self.moments)]
        around = " ".join(f"{left:.1f},{top:.1f}" for left, top in [*above, *reversed(below)])
        yield element("polygon", points=around, fill=BAND, fill_opacity=0.6, class_="g-bande")

    def _lines(self, x: Scale, y: Scale) -> Iterator[str]:
        """Join vintages that follow each other and are both known."""
        for rank, (one, other) in enumerate(zip(self.moments, self.moments[1:], strict=False)):
            if one.value is not None and other.value is not None:
                ends = x.at(rank), y.at(one.value), x.at(rank + 1), y.at(other.value)
                yield line(*ends, stroke=GAIN, stroke_width=2)


def _mark(one: Moment, place: float, y: Scale) -> str:
    """Draw a disc for a value, a bar between its bounds for an interval."""
    if one.value is not None:
        shape = element("circle", cx=place, cy=y.at(one.value), r=3.2, fill=GAIN)
        return element("g", hover(one.said), shape)
    low, high = y.at(one.low), y.at(one.high)
    ends = (
        line(place - HALF_BAR, at, place + HALF_BAR, at, stroke=INK, stroke_width=1.5)
        for at in (low, high)
    )
    bar = line(place, low, place, high, stroke=INK, stroke_width=1.5)
    return element("g", hover(one.said), bar, *ends)


def _grid(y: Scale) -> Iterator[str]:
    for value in y.ticks(3):
        place = y.at(value)
        yield line(LEFT, place, WIDTH - RIGHT, place, stroke=GRID, stroke_width=0.6)
        yield text(short_number(value), LEFT - 6, place + 4, text_anchor="end")


def _labels(moments: Sequence[Moment], x: Scale) -> Iterator[str]:
    """Write the first vintage, the last one and a few between."""
    last = len(moments) - 1
    step = -(-len(moments) // MOST_LABELS)
    for rank, one in enumerate(moments):
        if rank == last or (rank % step == 0 and rank + step <= last):
            anchor, shift = ("end", RIGHT) if rank == last else ("middle", 0)
            yield text(one.label, x.at(rank) + shift, HEIGHT - 8, text_anchor=anchor)
