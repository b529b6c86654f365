"""Which uncertain quantity moves the result most: one bar each, the longest on top."""

from collections.abc import Sequence
from dataclasses import dataclass

from essor.reports.charts.bars import BOTTOM, PHONE, Layout, axis
from essor.reports.charts.scale import Scale, scale_of, short_eur
from essor.reports.charts.svg import COST, GAIN, INK, drawing, element, line, text

DESK = Layout(width=640, row=26, top=26, left=236, right=30, thickness=16)


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
        """Draw the chart for a desk or a page."""
        return self._drawn(DESK)

    def phone_svg(self) -> str:
        """Draw the same chart for a phone."""
        return self._drawn(PHONE)

    def _drawn(self, layout: Layout) -> str:
        swings = self._sorted()
        height = layout.height(len(swings))
        ends = [end for one in swings for end in (one.low_eur, one.high_eur)]
        places = [*ends, self.middle_eur]
        x = scale_of(places, start=layout.left, stop=layout.width - layout.right)
        middle = x.at(self.middle_eur)
        return drawing(
            layout.width,
            height,
            self.title,
            *_legend(layout),
            *axis(x, layout, height),
            *(
                part
                for rank, one in enumerate(swings)
                for part in _bar(one, rank, x, middle, layout)
            ),
            line(middle, layout.top, middle, height - BOTTOM, stroke=INK, stroke_width=1.2),
        )

    def _sorted(self) -> list[Swing]:
        return sorted(self.swings, key=lambda one: -one.width_eur)


def _legend(layout: Layout) -> list[str]:
    left = layout.left
    return [
        element("rect", x=left, y=5, width=14, height=11, fill=GAIN),
        text("valeur haute", left + 19, 15),
        element("rect", x=left + 104, y=5, width=14, height=11, fill=COST),
        text("valeur basse", left + 123, 15),
    ]


def _bar(one: Swing, rank: int, x: Scale, middle: float, layout: Layout) -> list[str]:
    """One bar from the middle result to each end; the longer is drawn first."""
    top = layout.bar_top(rank)
    ends = [(x.at(one.low_eur), COST, "g-bas"), (x.at(one.high_eur), GAIN, "g-haut")]
    ends.sort(key=lambda end: -abs(end[0] - middle))
    return [
        layout.label(one.label, rank),
        *(_half(middle, stop, top, layout.thickness, fill, name) for stop, fill, name in ends),
    ]


def _half(start: float, stop: float, top: float, thickness: float, fill: str, name: str) -> str:
    left, width = min(start, stop), max(abs(stop - start), 0.5)
    return element("rect", x=left, y=top, width=width, height=thickness, fill=fill, class_=name)
