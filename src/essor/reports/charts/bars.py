"""What the charts of horizontal bars share: the axis, the label beside its bar."""

from dataclasses import dataclass

from essor.reports.charts.scale import Scale, short_eur
from essor.reports.charts.svg import GRID, line, text

LABEL_LENGTH = 44
BOTTOM = 24.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Places of a chart of bars; on a phone the label stands above its bar.

    ticks : about how many graduations; thickness : height of a bar
    """

    width: float
    row: float
    top: float
    left: float
    right: float
    thickness: float
    ticks: int = 4
    is_label_above: bool = False

    def height(self, count: int) -> float:
        """Height of the whole chart."""
        return self.top + self.row * max(count, 1) + BOTTOM

    def bar_top(self, rank: int) -> float:
        """Top of a bar."""
        return self.top + (rank + 1) * self.row - self.thickness - 6

    def label(self, words: str, rank: int) -> str:
        """Write the name of a bar, beside it or above it."""
        top = self.bar_top(rank)
        if self.is_label_above:
            return text(shortened(words, PHONE_LABEL), 2, top - 5)
        return text(shortened(words), self.left - 8, top + 12, text_anchor="end")


PHONE_LABEL = 52
PHONE = Layout(
    width=330, row=40, top=42, left=8, right=24, thickness=14, ticks=3, is_label_above=True
)


def axis(x: Scale, layout: Layout, height: float) -> list[str]:
    """Vertical graduations with their amounts below."""
    found = []
    for value in x.ticks(layout.ticks):
        place = x.at(value)
        top = layout.top
        found.append(line(place, top, place, height - BOTTOM, stroke=GRID, stroke_width=0.6))
        found.append(text(short_eur(value), place, height - 7, text_anchor="middle"))
    return found


def shortened(label: str, length: int = LABEL_LENGTH) -> str:
    """Return a label that fits beside its bar; the table gives it whole."""
    return label if len(label) <= length else label[: length - 1].rstrip() + "…"
