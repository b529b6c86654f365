"""What was planned and what was done, period after period: bars side by side, then sums.

Planned is drawn hollow, done is drawn full: shape tells them apart, not colour alone.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from essor.foundations.french import format_number
from essor.reports.charts.scale import Scale, scale_of
from essor.reports.charts.svg import GAIN, GRID, INK, drawing, element, hover, line, text
from essor.reports.charts.trajectory import short_number

WIDTH, HEIGHT = 480.0, 260.0
LEFT, RIGHT, TOP, BOTTOM = 52.0, 12.0, 34.0, 42.0
FLOOR = HEIGHT - BOTTOM
SMALL, LABELS = 12, 6
SHARE = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One period; ``done`` is None while it is to come."""

    label: str
    planned: float
    done: float | None
    is_current: bool = False


Marks = Callable[[Sequence[Step], Scale, Scale], Iterator[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedDone:
    """Both figures of each period; ``unit`` names the vertical axis."""

    title: str
    unit: str
    steps: Sequence[Step]

    def bars_svg(self) -> str:
        """Draw the periods one by one."""
        return self._drawn(self.title, self.steps, self._bars)

    def sums_svg(self, title: str) -> str:
        """Draw the sums since the beginning."""
        return self._drawn(title, self._summed(), self._lines)

    def _summed(self) -> list[Step]:
        planned = done = 0.0
        found = []
        for one in self.steps:
            planned += one.planned
            done += one.done or 0.0
            shown = None if one.done is None else done
            found.append(
                Step(label=one.label, planned=planned, done=shown, is_current=one.is_current)
            )
        return found

    def _drawn(self, title: str, steps: Sequence[Step], marks: Marks) -> str:
        numbers = [one.planned for one in steps] + [one.done or 0.0 for one in steps]
        y = scale_of(numbers, start=FLOOR, stop=TOP)
        x = Scale(low=0, high=max(len(steps), 1), start=LEFT, stop=WIDTH - RIGHT)
        return drawing(
            WIDTH,
            HEIGHT,
            title,
            *_grid(y, self.unit),
            *_labels(steps, x),
            *_today(steps, x),
            *marks(steps, x, y),
            *_legend(),
        )

    def _bars(self, steps: Sequence[Step], x: Scale, y: Scale) -> Iterator[str]:
        room = (x.stop - x.start) / max(len(steps), 1) * SHARE
        for rank, one in enumerate(steps):
            left = x.at(rank + (1 - SHARE) / 2)
            yield element(
                "g",
                hover(_told(one, self.unit)),
                _bar(left, one.planned, room / 2, y, fill="#ffffff", stroke=INK, stroke_width=1.2),
                _bar(left + room / 2, one.done or 0.0, room / 2, y, fill=GAIN, stroke=GAIN),
            )

    def _lines(self, steps: Sequence[Step], x: Scale, y: Scale) -> Iterator[str]:
        planned = [(rank + 1, one.planned) for rank, one in enumerate(steps)]
        done = [(rank + 1, one.done) for rank, one in enumerate(steps) if one.done is not None]
        yield _path(
            [(0, 0.0), *planned], x, y, stroke=INK, stroke_width=1.4, stroke_dasharray="6 4"
        )
        yield _path([(0, 0.0), *done], x, y, stroke=GAIN, stroke_width=2.6)
        if done:
            rank, height = done[-1]
            yield element("circle", cx=x.at(rank), cy=y.at(height), r=4, fill=GAIN)


def _bar(left: float, value: float, width: float, y: Scale, **look: object) -> str:
    top = y.at(max(value, 0.0))
    return element("rect", x=left, y=top, width=max(width, 1.0), height=y.at(0) - top, **look)


def _path(points: Sequence[tuple[float, float]], x: Scale, y: Scale, **look: object) -> str:
    joined = " ".join(f"{x.at(rank):.1f},{y.at(value):.1f}" for rank, value in points)
    return element("polyline", points=joined, fill="none", **look)


def _grid(y: Scale, unit: str) -> Iterator[str]:
    for value in y.ticks(4):
        place = y.at(value)
        yield line(LEFT, place, WIDTH - RIGHT, place, stroke=GRID, stroke_width=0.7)
        yield text(short_number(value), LEFT - 6, place + 4, text_anchor="end", font_size=SMALL)
    yield text(f"en {unit}", 4, TOP - 12, font_size=SMALL)


def _labels(steps: Sequence[Step], x: Scale) -> Iterator[str]:
    every = 1 + (len(steps) - 1) // LABELS
    for rank, one in enumerate(steps):
        if rank % every == 0:
            yield text(
                one.label, x.at(rank + 0.5), FLOOR + 17, text_anchor="middle", font_size=SMALL
            )


def _today(steps: Sequence[Step], x: Scale) -> Iterator[str]:
    for rank, one in enumerate(steps):
        if one.is_current:
            place = x.at(rank + 0.5)
            yield line(
                place, TOP, place, FLOOR, stroke=INK, stroke_width=0.8, stroke_dasharray="1 3"
            )


def _legend() -> Iterator[str]:
    top = HEIGHT - 8
    yield element("rect", x=LEFT, y=top - 10, width=11, height=10, fill="#ffffff", stroke=INK)
    yield text("prévu", LEFT + 17, top, font_size=SMALL)
    yield element("rect", x=LEFT + 70, y=top - 10, width=11, height=10, fill=GAIN)
    yield text("réalisé", LEFT + 87, top, font_size=SMALL)
    yield text("pointillé vertical\u00a0: période en cours", LEFT + 150, top, font_size=SMALL)


def _told(one: Step, unit: str) -> str:
    done = "à venir" if one.done is None else f"{format_number(round(one.done))} {unit}"
    return f"{one.label}\u00a0: prévu {format_number(round(one.planned))} {unit}, réalisé {done}"
