"""Tonnes week by week, as bars drawn by the server."""

from collections.abc import Sequence
from dataclasses import dataclass

from essor.records.terres.weeks import Week

WIDTH, HEIGHT, GAP = 640.0, 120.0, 0.15


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One week: its place in the drawing, in pixels."""

    week: Week
    x: float
    y: float
    width: float
    height: float


def week_bars(weeks: Sequence[Week]) -> tuple[Bar, ...]:
    """Return a bar per week, the heaviest one as high as the drawing."""
    most = max((one.tonnes for one in weeks), default=0)
    if not most:
        return ()
    step = min(WIDTH / len(weeks), HEIGHT / 2)
    return tuple(
        Bar(
            week=one,
            x=round(rank * step, 2),
            y=round(HEIGHT * (1 - float(one.tonnes / most)), 2),
            width=round(step * (1 - GAP), 2),
            height=round(HEIGHT * float(one.tonnes / most), 2),
        )
        for rank, one in enumerate(weeks)
    )
