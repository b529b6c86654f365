"""The zones of a site as one bar: their areas in proportion, nothing of their place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from essor.foundations.french import format_number
from essor.reports.charts.bars import shortened
from essor.reports.charts.svg import INK, drawing, element, hover, text

WIDTH, TOP, THICKNESS, BOTTOM = 640.0, 6.0, 44.0, 22.0
COLOURS = ("#a9c7de", "#f0d9b5", "#c7dcc0", "#e2c8dd", "#d8d4c8", "#f1c7bd")
LETTER = 6.2
LABEL = "schéma sans échelle : les surfaces sont en proportion, leur place n'est pas connue"


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneArea:
    """A zone and its area."""

    nom: str
    surface_ha: float

    @property
    def said(self) -> str:
        """The name and the area."""
        digits = 0 if self.surface_ha >= 100 else 1
        area = format_number(round(self.surface_ha, digits) or self.surface_ha)
        return f"{self.nom}, {area}\u00a0ha"


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneBar:
    """The zones of a site, side by side."""

    title: str
    zones: Sequence[ZoneArea]

    def svg(self) -> str:
        """Draw the bar."""
        return drawing(
            WIDTH,
            TOP + THICKNESS + BOTTOM,
            self.title,
            *self._parts(),
            text(LABEL, 0, TOP + THICKNESS + 16, fill="#5c5c5c"),
        )

    def _parts(self) -> Iterator[str]:
        whole = sum(one.surface_ha for one in self.zones)
        left = 1.0
        for rank, one in enumerate(self.zones):
            width = (WIDTH - 2) * one.surface_ha / whole
            yield element(
                "rect",
                hover(one.said),
                x=left,
                y=TOP,
                width=width,
                height=THICKNESS,
                fill=COLOURS[rank % len(COLOURS)],
                stroke=INK,
            )
            letters = int((width - 8) / LETTER)
            if letters >= 4:
                yield text(shortened(one.said, letters), left + 5, TOP + THICKNESS / 2 + 4)
            left += width
