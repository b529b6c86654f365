"""The calendars computed last; see ``journal.kept`` for what may be done with them."""

import datetime as dt
import uuid
from dataclasses import dataclass

from essor.records.jalons.calendar import PlanCalendar
from essor.records.journal.kept import Kept
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


KEPT: Kept[PlanCalendar] = Kept(most=MOST_JALONS, weigh=lambda found: len(found.rows()))
