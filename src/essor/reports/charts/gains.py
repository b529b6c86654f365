"""Who gains, who pays: one bar per bearer from zero, and its range."""

from collections.abc import Sequence
from dataclasses import dataclass

from essor.reports.charts.bars import axis, shortened
from essor.reports.charts.scale import Scale, scale_of, short_eur
from essor.reports.charts.svg import COST, GAIN, INK, drawing, element, line, text

WIDTH, ROW, TOP, BOTTOM = 640.0, 28.0, 24.0, 24.0
LEFT, RIGHT = 200.0, 40.0
THICKNESS = ROW - 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one bearer gains (positive) or pays, EUR; bounds of nine draws out of ten."""

    label: str
    eur: float
    low_eur: float | None = None
    high_eur: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gains:
    """The bearers of a project."""

    title: str
    shares: Sequence[Share]

    def rows(self) -> list[tuple[str, ...]]:
        """Return the table of the chart."""
        return [
            (
                one.label,
                short_eur(one.eur),
                "" if one.low_eur is None else short_eur(one.low_eur),
                "" if one.high_eur is None else short_eur(one.high_eur),
            )
            for one in self._sorted()
        ]

    def svg(self) -> str:
        """Draw the chart."""
        shares = self._sorted()
        height = TOP + ROW * max(len(shares), 1) + BOTTOM
        bounds = [b for one in shares for b in (one.low_eur, one.high_eur) if b is not None]
        ends = [one.eur for one in shares]
        x = scale_of([*ends, *bounds], start=LEFT, stop=WIDTH - RIGHT)
        return drawing(
            WIDTH,
            height,
            self.title,
            *_legend(has_ranges=bool(bounds)),
            *axis(x, top=TOP, height=height, bottom=BOTTOM),
            *(part for rank, one in enumerate(shares) for part in _bar(one, rank, x)),
            line(x.at(0), TOP, x.at(0), height - BOTTOM, stroke=INK, stroke_width=1.2),
        )

    def _sorted(self) -> list[Share]:
        return sorted(self.shares, key=lambda one: -one.eur)


def _legend(*, has_ranges: bool) -> list[str]:
    found = [
        element("rect", x=LEFT, y=4, width=14, height=11, fill=GAIN),
        text("gagne", LEFT + 19, 14),
        element("rect", x=LEFT + 70, y=4, width=14, height=11, fill=COST),
        text("paie", LEFT + 89, 14),
    ]
    if has_ranges:
        found += [
            line(LEFT + 130, 10, LEFT + 152, 10, stroke=INK, stroke_width=1.5),
            text("neuf tirages sur dix (P5 à P95)", LEFT + 158, 14),
        ]
    return found


def _bar(one: Share, rank: int, x: Scale) -> list[str]:
    top = TOP + rank * ROW + 4
    zero, end = x.at(0), x.at(one.eur)
    fill, name = (GAIN, "g-gain") if one.eur >= 0 else (COST, "g-cout")
    left, width = min(zero, end), max(abs(end - zero), 0.5)
    return [
        text(shortened(one.label), LEFT - 8, top + 13, text_anchor="end"),
        element("rect", x=left, y=top, width=width, height=THICKNESS, fill=fill, class_=name),
        *_whisker(one, top + THICKNESS / 2, x),
    ]


def _whisker(one: Share, middle: float, x: Scale) -> list[str]:
    if one.low_eur is None or one.high_eur is None:
        return []
    low, high = x.at(one.low_eur), x.at(one.high_eur)
    return [
        line(low, middle, high, middle, stroke=INK, stroke_width=1.5),
        line(low, middle - 4, low, middle + 4, stroke=INK, stroke_width=1.5),
        line(high, middle - 4, high, middle + 4, stroke=INK, stroke_width=1.5),
    ]
