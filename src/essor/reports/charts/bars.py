"""What the charts of horizontal bars share: the axis, the label beside its bar."""

from essor.reports.charts.scale import Scale, short_eur
from essor.reports.charts.svg import GRID, line, text

LABEL_LENGTH = 44


def axis(x: Scale, *, top: float, height: float, bottom: float) -> list[str]:
    """Vertical graduations with their amounts below."""
    found = []
    for value in x.ticks(4):
        place = x.at(value)
        found.append(line(place, top, place, height - bottom, stroke=GRID, stroke_width=0.6))
        found.append(text(short_eur(value), place, height - 7, text_anchor="middle"))
    return found


def shortened(label: str, length: int = LABEL_LENGTH) -> str:
    """Return a label that fits beside its bar; the table gives it whole."""
    return label if len(label) <= length else label[: length - 1].rstrip() + "…"
