"""The calendar as a chart: what was promised above, what is expected below, today across."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from essor.foundations.periods import Period
from essor.records.jalons.calendar import ActionCalendar, JalonRow, PlanCalendar
from essor.web.jalons.time_axis import TimeAxis, px

WIDTH, LEFT, RIGHT, TOP, LINE = 960, 300, 16, 34, 30
LONGEST_LABEL = 42
MOST_LINES = 160
SMALLEST = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One stretch of time, in pixels already written for SVG."""

    x: str
    width: str
    y: str
    kind: str  # reference | courant | atteint | retard
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the chart; ``kind`` is action or jalon."""

    label: str
    whole_label: str
    y: str
    kind: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gantt:
    """All that the template draws. ``is_short`` : actions only, there are too many milestones."""

    width: int
    height: int
    left: int
    ticks: tuple[tuple[str, str], ...]
    today_x: str
    lines: tuple[Line, ...]
    is_short: bool


def draw_gantt(calendar: PlanCalendar) -> Gantt | None:
    """Return the chart, None when no milestone has any date."""
    periods = [period for row in calendar.rows() for period in _periods(row)]
    if not periods:
        return None
    days = [day for period in periods for day in (period.start, period.end)]
    axis = TimeAxis.around([*days, calendar.today], low=LEFT, high=WIDTH - RIGHT)
    actions = [action for axe in calendar.axes for action in axe.actions]
    is_short = len(actions) + len(calendar.rows()) > MOST_LINES
    lines: list[Line] = []
    for kind, one in _entries(actions, with_jalons=not is_short):
        top = TOP + LINE * len(lines)
        lines.append(_line(kind, one, axis, top))
    return Gantt(
        width=WIDTH,
        height=TOP + LINE * len(lines) + 8,
        left=LEFT,
        ticks=tuple((px(x), label) for x, label in axis.ticks()),
        today_x=px(axis.at(calendar.today)),
        lines=tuple(lines),
        is_short=is_short,
    )


def _entries(
    actions: list[ActionCalendar], *, with_jalons: bool
) -> Iterator[tuple[str, ActionCalendar | JalonRow]]:
    for action in actions:
        yield "action", action
        if with_jalons:
            for row in action.rows:
                yield "jalon", row


def _line(kind: str, one: ActionCalendar | JalonRow, axis: TimeAxis, top: float) -> Line:
    if isinstance(one, ActionCalendar):
        label = f"{one.action.code} {one.action.titre}"
        bars = _action_bars(one, axis, top)
    else:
        label = one.jalon.titre
        bars = _jalon_bars(one, axis, top)
    short = label if len(label) <= LONGEST_LABEL else f"{label[: LONGEST_LABEL - 1].rstrip()}…"
    return Line(
        label=short, whole_label=label, y=px(top + LINE / 2 + 5), kind=kind, bars=tuple(bars)
    )


def _action_bars(action: ActionCalendar, axis: TimeAxis, top: float) -> Iterator[Bar]:
    promised = [row.jalon.baseline for row in action.rows if row.jalon.baseline]
    now = [row.current for row in action.rows if row.current]
    for periods, kind, shift, word in (
        (promised, "reference", 5, "référence"),
        (now, "courant", 16, "attendu"),
    ):
        if periods:
            start = min(period.start for period in periods)
            whole = Period(start, max(period.end for period in periods))
            yield _bar(whole, f"{kind} ensemble", axis, top + shift, f"{word} : {whole.label()}")


def _jalon_bars(row: JalonRow, axis: TimeAxis, top: float) -> Iterator[Bar]:
    if row.jalon.baseline:
        text = f"{row.jalon.titre}, référence : {row.jalon.baseline.label()}"
        yield _bar(row.jalon.baseline, "reference", axis, top + 5, text)
    if row.current:
        kind = "atteint" if row.is_reached else "retard" if row.days_late else "courant"
        word = "atteint" if row.is_reached else "attendu"
        text = f"{row.jalon.titre}, {word} : {row.current.label()}"
        yield _bar(row.current, kind, axis, top + 16, text)


def _bar(period: Period, kind: str, axis: TimeAxis, top: float, title: str) -> Bar:
    start, end = axis.at(period.start), axis.at(period.end + dt.timedelta(days=1))
    width = max(SMALLEST, end - start)
    return Bar(x=px(start), width=px(width), y=px(top), kind=kind, title=title)


def _periods(row: JalonRow) -> Iterator[Period]:
    for period in (row.jalon.baseline, row.current):
        if period is not None:
            yield period
