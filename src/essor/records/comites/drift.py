"""How far each milestone moved from one committee to the next."""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from essor.engines.calendrier.drift import Drift, GroupDrift, Said, drift, gather, standing_on
from essor.foundations.periods import Period
from essor.records.accounts.permissions import Access
from essor.records.jalons.models import AS_SAID, Jalon, Prevision
from essor.records.plans.models import Action, Plan
from essor.records.plans.queries import actions_of


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftRow:
    """One milestone: what was expected on each day asked for, and how far it moved between.

    standings : one per day, None when nothing had been said; drifts : one per interval
    """

    action: Action
    jalon: Jalon
    standings: tuple[Period | None, ...]
    drifts: tuple[Drift | None, ...]

    @property
    def has_moved(self) -> bool:
        """Tell whether its date moved in any of the intervals."""
        return any(one is not None and one.days for one in self.drifts)

    @property
    def before(self) -> Period | None:
        """What was expected on the first day."""
        return self.standings[0]

    @property
    def after(self) -> Period | None:
        """What was expected on the last day."""
        return self.standings[-1]

    @property
    def whole(self) -> Drift | None:
        """How far it moved from the first day to the last."""
        return drift(self.before, self.after)


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftTable:
    """Milestones by intervals; ``totals`` sum up each interval, weights counted."""

    days: tuple[dt.date, ...]
    rows: tuple[DriftRow, ...]
    totals: tuple[GroupDrift, ...]

    @property
    def moved(self) -> tuple[DriftRow, ...]:
        """The milestones that moved, the worst first."""
        found = [row for row in self.rows if row.has_moved]
        return tuple(sorted(found, key=_worst_first))


def drift_table(*, plan: Plan, by: Access, days: Sequence[dt.date]) -> DriftTable:
    """Return how the milestones that this person reads moved between days. Three queries.

    days : two or more, oldest first. A date reached stands in place of what was said.
    """
    actions = {action.pk: action for action in actions_of(plan, by)}
    jalons = Jalon.objects.filter(action__in=list(actions)).order_by("ordre", "titre", "id")
    said: dict[uuid.UUID, list[Prevision]] = {}
    for one in Prevision.objects.filter(
        jalon__action__in=list(actions), is_cancelled=False
    ).order_by(*AS_SAID):
        said.setdefault(one.jalon_id, []).append(one)
    by_action: dict[uuid.UUID, list[Jalon]] = {}
    for jalon in jalons:
        by_action.setdefault(jalon.action_id, []).append(jalon)
    rows = tuple(
        _row(action, jalon, said.get(jalon.pk, ()), days)
        for action in actions.values()
        for jalon in by_action.get(action.pk, ())
    )
    return DriftTable(days=tuple(days), rows=rows, totals=_totals(rows, len(days) - 1))


def _row(
    action: Action, jalon: Jalon, previsions: Iterable[Prevision], days: Sequence[dt.date]
) -> DriftRow:
    said = sorted(
        (Said(expected=one.expected, announced=one.announced) for one in previsions),
        key=lambda one: one.announced.end if one.announced else dt.date.min,
    )
    standings = tuple(_standing(jalon, said, day) for day in days)
    return DriftRow(
        action=action,
        jalon=jalon,
        standings=standings,
        drifts=tuple(drift(before, after) for before, after in pairwise(standings)),
    )


def _standing(jalon: Jalon, said: Sequence[Said], day: dt.date) -> Period | None:
    if jalon.actual is not None and jalon.actual.end <= day:
        return jalon.actual
    return standing_on(said, day)


def _totals(rows: Sequence[DriftRow], intervals: int) -> tuple[GroupDrift, ...]:
    return tuple(
        gather((row.drifts[rank], float(row.jalon.poids)) for row in rows)
        for rank in range(intervals)
    )


def _worst_first(row: DriftRow) -> tuple[int, str, int]:
    whole = row.whole
    return (-whole.days if whole else 0, row.action.code, row.jalon.ordre)
