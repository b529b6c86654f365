"""A calendar cut into pages of whole actions, in its order. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from essor.records.jalons.calendar import ActionCalendar, AxeCalendar, PlanCalendar

MOST_JALONS = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarPage:
    """Some actions of a calendar; the drifts of its axes and of the plan are those of the whole.

    number : from 1 to last
    """

    calendar: PlanCalendar
    number: int
    last: int


def page_of(calendar: PlanCalendar, number: int, *, most: int = MOST_JALONS) -> CalendarPage:
    """Return a page, the nearest one when it does not exist; one action is never cut in two."""
    pages = list(_pages(calendar, most)) or [[]]
    number = min(max(number, 1), len(pages))
    mine = {one.action.pk for one in pages[number - 1]}
    cut = (
        replace(axe, actions=tuple(one for one in axe.actions if one.action.pk in mine))
        for axe in calendar.axes
    )
    shown = replace(calendar, axes=tuple(axe for axe in cut if axe.actions))
    return CalendarPage(calendar=shown, number=number, last=len(pages))


def _pages(calendar: PlanCalendar, most: int) -> Iterator[list[ActionCalendar]]:
    page: list[ActionCalendar] = []
    count = 0
    for action in _actions(calendar.axes):
        if page and count + len(action.rows) > most:
            yield page
            page, count = [], 0
        page.append(action)
        count += len(action.rows)
    if page:
        yield page


def _actions(axes: tuple[AxeCalendar, ...]) -> Iterator[ActionCalendar]:
    for axe in axes:
        yield from axe.actions
