"""The chances as a chart: date across, share of the draws that have ended up."""

from dataclasses import dataclass

from essor.foundations.french import format_date
from essor.records.risques.chances import Chances
from essor.web.jalons.time_axis import TimeAxis, px

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 720, 320, 64, 24, 20, 40
SHARES = (0.0, 0.1, 0.5, 0.9, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One date that the chart names."""

    x: str
    y: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """All that the template draws, in pixels already written for SVG."""

    width: int
    height: int
    left: int
    right: int
    bottom: int
    points: str
    ticks: tuple[tuple[str, str], ...]
    shares: tuple[tuple[str, str], ...]
    marks: tuple[Mark, ...]
    expected_x: str


def draw_curve(chances: Chances) -> Curve:
    """Return the curve of the chances."""
    days = [day for _, day in chances.curve]
    axis = TimeAxis.around([*days, chances.expected], low=LEFT, high=WIDTH - RIGHT)
    named = ((0.1, chances.p10), (0.5, chances.p50), (0.9, chances.p90))
    return Curve(
        width=WIDTH,
        height=HEIGHT,
        left=LEFT,
        right=WIDTH - RIGHT,
        bottom=HEIGHT - BOTTOM,
        points=" ".join(f"{px(axis.at(day))},{_y(share)}" for share, day in chances.curve),
        ticks=tuple((px(x), label) for x, label in axis.ticks()),
        shares=tuple((_y(share), f"{round(share * 100)} %") for share in SHARES),
        marks=tuple(
            Mark(
                x=px(axis.at(day)),
                y=_y(share),
                label=f"{round(share * 100)} % de chances au plus tard le {format_date(day)}",
            )
            for share, day in named
        ),
        expected_x=px(axis.at(chances.expected)),
    )


def _y(share: float) -> str:
    return px(HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP))
