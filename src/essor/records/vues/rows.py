"""One action of a list with the facts that were asked for; a fact not asked for is not read."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from essor.records.jalons.calendar import ActionCalendar, JalonRow
from essor.records.plans.choices import EtatFinancement, ParticipantRole, Statut
from essor.records.plans.lateness import days_late
from essor.records.plans.models import (
    Action,
    CommuneImplantation,
    Financement,
    IntercommunaliteConcernee,
    LigneBudget,
    Note,
    Participant,
)
from essor.records.projets.models import GrandProjet
from essor.records.suivi.health import Judged
from essor.records.suivi.models import PointBloquant
from essor.records.suivi.rules import Color, Dimension


class Fact(StrEnum):
    """What may be read beside the action itself; each costs the same few queries for any number."""

    PEOPLE = "people"
    EPCI = "epci"
    COMMUNES = "communes"
    EUROS = "euros"
    LINES = "lines"
    NOTES = "notes"
    POINTS = "points"
    TRACE = "trace"
    CALENDAR = "calendar"
    HEALTH = "health"
    CHANCES = "chances"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRow:
    """One action on one day.

    axe_path : titles from the root down; axe_rank : place of the heading in the plan
    last_on : local day of the last trace; today : day it is read for
    """

    action: Action
    today: dt.date
    axe_path: tuple[str, ...] = ()
    axe_rank: int = 0
    can_edit: bool = False
    is_mine: bool = False
    people: tuple[Participant, ...] = ()
    epci: tuple[IntercommunaliteConcernee, ...] = ()
    communes: tuple[CommuneImplantation, ...] = ()
    site: GrandProjet | None = None
    financements: tuple[Financement, ...] = ()
    lines: tuple[LigneBudget, ...] = ()
    last_note: Note | None = None
    points: tuple[PointBloquant, ...] = ()
    last_on: dt.date | None = None
    calendar: ActionCalendar | None = None
    judged: Mapping[Dimension, Judged] = field(default_factory=dict)

    @property
    def has_point(self) -> bool:
        """Tell whether a big project says where its site is, to the point."""
        return self.site is not None and self.site.latitude is not None

    @property
    def days_late(self) -> int:
        """Days past the end date, 0 when not late."""
        return days_late(self.action, self.today)

    @property
    def is_closed(self) -> bool:
        """Tell whether nothing more is expected of it."""
        return bool(self.action.statut) and Statut(self.action.statut).is_closed

    @property
    def silent_days(self) -> int | None:
        """Days since the last trace, None without any."""
        return None if self.last_on is None else max(0, (self.today - self.last_on).days)

    @property
    def next_jalon(self) -> JalonRow | None:
        """Open milestone that comes first, the overdue ones included."""
        rows = self.calendar.rows if self.calendar else ()
        dated = [row for row in rows if not row.is_reached and row.current is not None]
        return min(
            dated, key=lambda row: row.current.end if row.current else self.today, default=None
        )

    def names(self, *roles: ParticipantRole) -> tuple[str, ...]:
        """Return the names in these capacities, people before structures."""
        return tuple(one.nom for role in roles for one in self.people if one.role == role)

    def euros(self, etat: EtatFinancement) -> tuple[Financement, ...]:
        """Return the contributions in one state."""
        return tuple(one for one in self.financements if one.etat == etat)

    def color(self, dimension: Dimension) -> Color | None:
        """Return the colour shown for one dimension, None when it was not read."""
        found = self.judged.get(dimension)
        return found.color if found else None
