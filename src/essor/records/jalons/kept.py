"""Calendars kept in the memory of the process: a plan is computed once per position of its journal.

A key says everything that the answer depends on, so nothing is ever cleared: after a write the
position is another one, and the old answer is simply never asked for again.
"""

import datetime as dt
import threading
import uuid
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from essor.records.jalons.calendar import PlanCalendar
from essor.records.journal.queries import Position

MOST_JALONS = 20_000  # about a hundred megabytes; some hundred plans of the usual size


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarKey:
    """What a calendar depends on; ``readable`` : the actions that the reader may read, in order."""

    plan_id: uuid.UUID
    position: Position
    readable: tuple[uuid.UUID, ...]
    today: dt.date
    since: dt.date | None


@dataclass(slots=True)
class KeptCalendars:
    """The calendars asked for last, as many as hold a bounded number of milestones."""

    most_jalons: int = MOST_JALONS
    _found: OrderedDict[CalendarKey, tuple[PlanCalendar, int]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, key: CalendarKey, compute: Callable[[], PlanCalendar]) -> PlanCalendar:
        """Return the calendar of a key, computed the first time. It is shared: never change it."""
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
                return self._found[key][0]
        calendar = compute()  # outside the lock: two readers may compute the same, none waits
        with self._lock:
            self._found[key] = (calendar, len(calendar.rows()))
            while len(self._found) > 1 and self._weight() > self.most_jalons:
                self._found.popitem(last=False)
        return calendar

    def _weight(self) -> int:
        return sum(jalons for _, jalons in self._found.values())


KEPT = KeptCalendars()
