"""The front of compromises between cost and emissions: every point is the cheapest of its kind."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from essor.foundations.french import format_number
from essor.reports.charts.scale import Scale, short_eur
from essor.reports.charts.svg import COST, GAIN, GRID, INK, drawing, element, hover, line, text

ROOM = 0.08


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontPoint:
    """One compromise; emissions in tonnes of CO2e."""

    numero: int
    cost_eur: float
    tco2e: float
    is_chosen: bool = False

    @property
    def said(self) -> str:
        """The point in words."""
        return f"compromis {self.numero} : {short_eur(self.cost_eur)}, {tonnes_co2(self.tco2e)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Size of the chart."""

    width: float
    height: float
    left: float
    ticks: int


DESK = Sheet(width=680, height=320, left=84, ticks=5)
PHONE = Sheet(width=340, height=300, left=70, ticks=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """Points from the cheapest to the cleanest."""

    title: str
    points: Sequence[FrontPoint]

    def svg(self) -> str:
        """Draw the chart for a desk or a page."""
        return self._drawn(DESK)

    def phone_svg(self) -> str:
        """Draw the same chart for a phone."""
        return self._drawn(PHONE)

    def _drawn(self, sheet: Sheet) -> str:
        x = _scale([one.tco2e for one in self.points], start=sheet.left, stop=sheet.width - 24)
        y = _scale([one.cost_eur for one in self.points], start=sheet.height - 44, stop=26)
        path = " ".join(f"{x.at(one.tco2e):.1f},{y.at(one.cost_eur):.1f}" for one in self.points)
        return drawing(
            sheet.width,
            sheet.height,
            self.title,
            *_grid(x, y, sheet),
            element("polyline", points=path, fill="none", stroke=GAIN, stroke_width=1.6),
            *self._points(x, y),
            text("Émissions (t CO2e)", sheet.width - 24, sheet.height - 8,
                 text_anchor="end"),
            text("Coût", 4, 14),
        )  # fmt: skip

    def _points(self, x: Scale, y: Scale) -> Iterator[str]:
        for one in self.points:
            cx, cy = x.at(one.tco2e), y.at(one.cost_eur)
            colour = COST if one.is_chosen else GAIN
            yield element(
                "circle", hover(one.said), cx=cx, cy=cy, r=8 if one.is_chosen else 5, fill=colour,
                stroke="#ffffff", stroke_width=1.5,
            )  # fmt: skip
            said = f"{one.numero} (retenu)" if one.is_chosen else str(one.numero)
            yield text(said, cx, cy - 12, text_anchor="middle", fill=INK)


def tonnes_co2(value: float) -> str:
    """« 412 t CO2e », with a decimal below a hundred."""
    return f"{format_number(value, decimals=0 if abs(value) >= 100 else 1)}\u00a0t\u00a0CO2e"


def _scale(values: Sequence[float], *, start: float, stop: float) -> Scale:
    low, high = min(values), max(values)
    room = (high - low) * ROOM or max(abs(high), 1.0) * ROOM
    return Scale(low=low - room, high=high + room, start=start, stop=stop)


def _grid(x: Scale, y: Scale, sheet: Sheet) -> Iterator[str]:
    for value in y.ticks(sheet.ticks):
        place = y.at(value)
        yield line(sheet.left, place, sheet.width - 24, place, stroke=GRID, stroke_width=0.6)
        yield text(short_eur(value), sheet.left - 6, place + 4, text_anchor="end")
    for value in x.ticks(sheet.ticks):
        place = x.at(value)
        yield line(place, 26, place, sheet.height - 44, stroke=GRID, stroke_width=0.6)
        yield text(format_number(round(value, 1)), place, sheet.height - 28, text_anchor="middle")
