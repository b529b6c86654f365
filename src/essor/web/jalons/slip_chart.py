"""Slip chart: across, the day it was said; up, the day it was expected.

A promise that is held stays level; one that slips as fast as time passes climbs along the
diagonal, where the day expected is the day it is said.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from essor.foundations.periods import Period
from essor.records.jalons.calendar import ActionCalendar, JalonRow
from essor.web.jalons.time_axis import TimeAxis, px

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 760, 460, 64, 40, 16, 44


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One announcement; the cross covers every day that its words allow."""

    x: str
    y: str
    left: str
    right: str
    low: str
    high: str
    title: str
    is_reached: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """One milestone through its announcements; ``mark`` numbers it, beside its last point."""

    mark: int
    titre: str
    path: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipChart:
    """All that the template draws; ``undated`` announcements are in the table only."""

    width: int
    height: int
    floor: int
    left: int
    across: tuple[tuple[str, str], ...]
    up: tuple[tuple[str, str], ...]
    diagonal: tuple[str, str, str, str]
    tracks: tuple[Track, ...]
    undated: int


def draw_slips(calendar: ActionCalendar) -> SlipChart | None:
    """Return the chart, None when no dated announcement was ever made."""
    said = [(row, _dated(row)) for row in calendar.rows]
    shown = [(row, points) for row, points in said if points]
    if not shown:
        return None
    heard = [day for _, points in shown for _, at, _ in points for day in (at.start, at.end)]
    hoped = [day for _, points in shown for due, _, _ in points for day in (due.start, due.end)]
    across = TimeAxis.around(heard, low=LEFT, high=WIDTH - RIGHT)
    up = TimeAxis.around(hoped, low=HEIGHT - BOTTOM, high=TOP)
    return SlipChart(
        width=WIDTH,
        height=HEIGHT,
        floor=HEIGHT - BOTTOM,
        left=LEFT,
        across=tuple((px(x), label) for x, label in across.ticks()),
        up=tuple((px(y), label) for y, label in up.ticks()),
        diagonal=_diagonal(across, up),
        tracks=tuple(
            _track(mark, row, points, across, up)
            for mark, (row, points) in enumerate(shown, start=1)
        ),
        undated=sum(1 for row, _ in said for one in row.kept if one.announced is None),
    )


def _dated(row: JalonRow) -> list[tuple[Period, Period, bool]]:
    found = [(one.expected, one.announced, False) for one in row.kept if one.announced]
    if found and row.jalon.actual:
        found.append((row.jalon.actual, row.jalon.actual, True))
    return found


def _track(
    mark: int,
    row: JalonRow,
    points: list[tuple[Period, Period, bool]],
    across: TimeAxis,
    up: TimeAxis,
) -> Track:
    drawn = tuple(_point(row, *point, across, up) for point in points)
    path = " ".join(f"{point.x},{point.y}" for point in drawn)
    return Track(mark=mark, titre=row.jalon.titre, path=path, points=drawn)


def _point(
    row: JalonRow, due: Period, said: Period, is_reached: bool, across: TimeAxis, up: TimeAxis
) -> Point:
    middle = said.start + (said.end - said.start) / 2
    verb = "atteint" if is_reached else "attendu"
    when = "" if is_reached else f", annoncé {said.label()}"
    return Point(
        x=px(across.at(middle)),
        y=px(up.at(due.end)),
        left=px(across.at(said.start)),
        right=px(across.at(said.end)),
        low=px(up.at(due.start)),
        high=px(up.at(due.end)),
        title=f"{row.jalon.titre} : {verb} {due.label()}{when}",
        is_reached=is_reached,
    )


def _diagonal(across: TimeAxis, up: TimeAxis) -> tuple[str, str, str, str]:
    """Return both ends of the line where the day expected is the day it is said, if they meet."""
    first, last = max(across.first, up.first), min(across.last, up.last)
    if first >= last:
        return ("", "", "", "")
    ends = _ends(across, up, first, last)
    x1, y1, x2, y2 = (px(value) for value in ends)
    return (x1, y1, x2, y2)


def _ends(across: TimeAxis, up: TimeAxis, first: dt.date, last: dt.date) -> Iterator[float]:
    for day in (first, last):
        yield across.at(day)
        yield up.at(day)
