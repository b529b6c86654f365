"""Which uncertain quantity moves the result most: one bar each, the longest on top."""

from collections.abc import Sequence
from dataclasses import dataclass

from essor.reports.charts.bars import axis, shortened
from essor.reports.charts.scale import Scale, scale_of, short_eur
from essor.reports.charts.svg import COST, GAIN, INK, drawing, element, line, text

WIDTH, ROW, TOP, BOTTOM = 640.0, 26.0, 26.0, 24.0
LEFT, RIGHT = 236.0, 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Swing:
    """Result in EUR when one quantity takes its low value, then its high value."""

    label: str
    low_text: str
    high_text: str
    low_eur: float
    high_eur: float

    @property
    def width_eur(self) -> float:
        """Length of the bar."""
        return abs(self.high_eur - self.low_eur)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tornado:
    """Swings around a middle result in EUR."""

    title: str
    middle_eur: float
    swings: Sequence[Swing]

    def rows(self) -> list[tuple[str, ...]]:
        """Return the table of the chart: low value and result, high value and result."""
        return [
            (
                one.label,
                one.low_text,
                short_eur(one.low_eur),
                one.high_text,
                short_eur(one.high_eur),
            )
            for one in self._sorted()
        ]

    def svg(self) -> str:
        """Draw the chart."""
        swings = self._sorted()
        height = TOP + ROW * max(len(swings), 1) + BOTTOM
        ends = [end for one in swings for end in (one.low_eur, one.high_eur)]
        x = scale_of([*ends, self.middle_eur], start=LEFT, stop=WIDTH - RIGHT)
        middle = x.at(self.middle_eur)
        return drawing(
            WIDTH,
            height,
            self.title,
            *_legend(),
            *axis(x, top=TOP, height=height, bottom=BOTTOM),
            *(part for rank, one in enumerate(swings) for part in _bar(one, rank, x, middle)),
            line(middle, TOP, middle, height - BOTTOM, stroke=INK, stroke_width=1.2),
        )

    def _sorted(self) -> list[Swing]:
        return sorted(self.swings, key=lambda one: -one.width_eur)


def _legend() -> list[str]:
    return [
        element("rect", x=LEFT, y=5, width=14, height=11, fill=GAIN),
        text("valeur haute", LEFT + 19, 15),
        element("rect", x=LEFT + 104, y=5, width=14, height=11, fill=COST),
        text("valeur basse", LEFT + 123, 15),
    ]


def _bar(one: Swing, rank: int, x: Scale, middle: float) -> list[str]:
    """One bar from the middle result to each end; the longer is drawn first."""
    top = TOP + rank * ROW + 5
    ends = [(x.at(one.low_eur), COST, "g-bas"), (x.at(one.high_eur), GAIN, "g-haut")]
    ends.sort(key=lambda end: -abs(end[0] - middle))
    return [
        text(shortened(one.label), LEFT - 8, top + 12, text_anchor="end"),
        *(_half(middle, stop, top, fill, name) for stop, fill, name in ends),
    ]


def _half(start: float, stop: float, top: float, fill: str, name: str) -> str:
    left, width = min(start, stop), max(abs(stop - start), 0.5)
    return element("rect", x=left, y=top, width=width, height=ROW - 10, fill=fill, class_=name)
