"""Flows week after week: one line per way, one bar per week, as tall as its tonnes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from essor.foundations.french import format_number
from essor.reports.charts.bars import shortened
from essor.reports.charts.svg import COST, GAIN, GRID, INK, drawing, element, hover, line, text
from essor.reports.plan_terres.kinds import PlaceNature

STOCK = "#5c5c5c"
COLOURS = {PlaceNature.REEMPLOI: GAIN, PlaceNature.DECHARGE: COST, PlaceNature.PLATEFORME: STOCK}
MOST_LINES = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class GanttLine:
    """One way; tonnes by period."""

    origin: str
    destination: str
    nature: PlaceNature
    tonnes: Mapping[int, float]

    @property
    def label(self) -> str:
        """The way in words, whole."""
        return f"{self.origin} → {self.destination}"

    def short(self, length: int) -> str:
        """The way in so many letters, both ends told."""
        if len(self.label) <= length:
            return self.label
        half = (length - 3) // 2
        return f"{shortened(self.origin, half)} → {shortened(self.destination, half)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """Places of the chart; on a phone the label stands above its line."""

    width: float
    row: float
    left: float
    right: float
    top: float
    bar: float
    label_length: int
    ticks: int
    is_label_above: bool = False


DESK = Paper(width=860, row=26, left=260, right=64, top=26, bar=20, label_length=46, ticks=13)
PHONE = Paper(
    width=340, row=42, left=6, right=50, top=26, bar=20, label_length=44, ticks=5,
    is_label_above=True,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowGantt:
    """Lines over periods; ``starts`` names each period (« 4 janv. »)."""

    title: str
    lines: Sequence[GanttLine]
    starts: Sequence[str]

    @property
    def shown(self) -> Sequence[GanttLine]:
        """The lines that are drawn: the table holds them all."""
        return self.lines[:MOST_LINES]

    def svg(self) -> str:
        """Draw the chart for a desk or a page."""
        return self._drawn(DESK)

    def phone_svg(self) -> str:
        """Draw the same chart for a phone."""
        return self._drawn(PHONE)

    def _drawn(self, paper: Paper) -> str:
        height = paper.top + paper.row * len(self.shown) + 8
        most = max((max(one.tonnes.values()) for one in self.shown if one.tonnes), default=1.0)
        step = (paper.width - paper.left - paper.right) / max(1, len(self.starts))
        return drawing(
            paper.width,
            height,
            self.title,
            *self._axis(paper, step, height),
            *(
                part
                for rank, one in enumerate(self.shown)
                for part in self._line(one, paper, step, rank, most)
            ),
        )

    def _axis(self, paper: Paper, step: float, height: float) -> Iterator[str]:
        every = max(1, -(-len(self.starts) // paper.ticks))
        for period in range(0, len(self.starts), every):
            x = paper.left + period * step
            yield line(x, paper.top - 6, x, height - 6, stroke=GRID, stroke_width=0.6)
            yield text(self.starts[period], x + 2, 14, fill=STOCK)

    def _line(
        self, one: GanttLine, paper: Paper, step: float, rank: int, most: float
    ) -> Iterator[str]:
        bottom = paper.top + paper.row * (rank + 1) - 3
        label = one.short(paper.label_length)
        if paper.is_label_above:
            yield text(label, 2, bottom - paper.bar - 4)
        else:
            yield text(label, 2, bottom - 5)
        yield line(
            paper.left, bottom, paper.width - paper.right, bottom, stroke=GRID, stroke_width=0.6
        )
        for period, tonnes in sorted(one.tonnes.items()):
            tall = max(2.0, paper.bar * tonnes / most)
            said = (
                f"{one.label}, semaine du {self.starts[period]} : {format_number(round(tonnes))} t"
            )
            yield element(
                "rect", hover(said), x=paper.left + period * step + 0.5, y=bottom - tall,
                width=max(1.5, step - 1.5), height=tall, fill=COLOURS.get(one.nature, GAIN),
            )  # fmt: skip
        total = format_number(round(sum(one.tonnes.values())))
        yield text(f"{total} t", paper.width - 4, bottom - 5, text_anchor="end", fill=INK)
