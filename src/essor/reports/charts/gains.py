"""Who gains, who pays: one bar per bearer from zero, and its range."""

from collections.abc import Sequence
from dataclasses import dataclass

from essor.reports.charts.bars import BOTTOM, PHONE, Layout, axis
from essor.reports.charts.scale import Scale, scale_of, short_eur
from essor.reports.charts.svg import COST, GAIN, INK, drawing, element, line, text

DESK = Layout(width=640, row=28, top=24, left=200, right=40, thickness=16)


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
        """Draw the chart for a desk or a page."""
        return self._drawn(DESK)

    def phone_svg(self) -> str:
        """Draw the same chart for a phone."""
        return self._drawn(PHONE)

    def _drawn(self, layout: Layout) -> str:
        shares = self._sorted()
        height = layout.height(len(shares))
        bounds = [b for one in shares for b in (one.low_eur, one.high_eur) if b is not None]
        ends = [one.eur for one in shares]
        x = scale_of([*ends, *bounds], start=layout.left, stop=layout.width - layout.right)
        top, bottom = layout.top, height - BOTTOM
        return drawing(
            layout.width,
            height,
            self.title,
            *_legend(layout, has_ranges=bool(bounds)),
            *axis(x, layout, height),
            *(part for rank, one in enumerate(shares) for part in _bar(one, rank, x, layout)),
            line(x.at(0), top, x.at(0), bottom, stroke=INK, stroke_width=1.2),
        )

    def _sorted(self) -> list[Share]:
        return sorted(self.shares, key=lambda one: -one.eur)


def _legend(layout: Layout, *, has_ranges: bool) -> list[str]:
    left = layout.left
    found = [
        element("rect", x=left, y=4, width=14, height=11, fill=GAIN),
        text("gagne", left + 19, 14),
        element("rect", x=left + 70, y=4, width=14, height=11, fill=COST),
        text("paie", left + 89, 14),
    ]
    if has_ranges:
        start, top = (left, 28) if layout.is_label_above else (left + 130, 10)
        found += [
            line(start, top, start + 22, top, stroke=INK, stroke_width=1.5),
            text("neuf tirages sur dix (P5 à P95)", start + 28, top + 4),
        ]
    return found


def _bar(one: Share, rank: int, x: Scale, layout: Layout) -> list[str]:
    top = layout.bar_top(rank)
    zero, end = x.at(0), x.at(one.eur)
    fill, name = (GAIN, "g-gain") if one.eur >= 0 else (COST, "g-cout")
    left, width = min(zero, end), max(abs(end - zero), 0.5)
    thick = layout.thickness
    return [
        layout.label(one.label, rank),
        element("rect", x=left, y=top, width=width, height=thick, fill=fill, class_=name),
        *_whisker(one, top + thick / 2, x),
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
