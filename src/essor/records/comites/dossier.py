"""What a committee needs on one page: agenda, what moved, what slipped, what blocks."""

import datetime as dt
from dataclasses import dataclass

from essor.records.accounts.models import User
from essor.records.accounts.permissions import Access
from essor.records.comites.drift import DriftRow, drift_table
from essor.records.comites.models import (
    Comite,
    DocumentComite,
    EtudePresentee,
    PlanTerresPresente,
)
from essor.records.comites.queries import (
    DecisionRow,
    PointRow,
    all_decision_rows,
    members_present,
    pending_before,
    point_rows,
    presentations_of,
    previous_of,
    soils_rows,
)
from essor.records.plans.movements import Movements, movements_of
from essor.records.plans.queries import actions_of
from essor.records.risques.permissions import can_read as can_read_risques
from essor.records.risques.register import Register, register_as_of, register_of
from essor.records.suivi.queries import Expected, expected_as_of, expected_of_each
from essor.records.terres_plans.queries import PlanTerresRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """All that the page of a committee shows.

    previous : the committee before, of the same kind if one was held; None for the first
    read_on : day for which dates, blocking points and movements are read: the committee's own
    day once it is past, today until then
    loose : decisions on no point of the agenda
    pending : decisions of earlier committees that are still open
    risques : the register on ``read_on``; None for whoever reads no risk, and before the plan
    movements, slips : since ``previous``; None and empty for the first committee
    """

    comite: Comite
    previous: Comite | None
    read_on: dt.date
    presents: tuple[User, ...]
    points: tuple[PointRow, ...]
    loose: tuple[DecisionRow, ...]
    pending: tuple[DecisionRow, ...]
    movements: Movements | None
    slips: tuple[DriftRow, ...]
    blocages: tuple[Expected, ...]
    risques: Register | None
    documents: tuple[DocumentComite, ...]
    studies: tuple[EtudePresentee, ...]
    plans_terres: tuple[tuple[PlanTerresPresente, PlanTerresRow], ...]

    @property
    def decisions(self) -> int:
        """Number of decisions that the reader sees."""
        return len(self.loose) + sum(len(row.decisions) for row in self.points)


def dossier_of(*, comite: Comite, by: Access, now: dt.datetime) -> Dossier:
    """Return the file of a committee for this reader. A bounded number of queries.

    now : aware instant in local time
    """
    today = now.date()
    previous = previous_of(comite)
    read_on = min(comite.tenu_on, today)
    decided = all_decision_rows(comite=comite, by=by, today=today)
    points = tuple(point_rows(comite=comite, by=by, decided=decided))
    shown = {row.decision.pk for point in points for row in point.decisions}
    return Dossier(
        comite=comite,
        previous=previous,
        read_on=read_on,
        presents=tuple(members_present(comite)),
        points=points,
        loose=tuple(row for row in decided if row.decision.pk not in shown),
        pending=tuple(pending_before(comite=comite, by=by, today=today)),
        movements=_movements(comite, previous, by, now),
        slips=_slips(comite, previous, by, read_on),
        blocages=_blocages(comite, by, now),
        risques=_risques(comite, by, now),
        documents=tuple(DocumentComite.objects.filter(comite=comite).order_by("titre", "id")),
        studies=tuple(presentations_of(comite, by)),
        plans_terres=tuple(soils_rows(comite, by)),
    )


def evening(day: dt.date, now: dt.datetime) -> dt.datetime:
    """Return the last instant of a day in the time zone of ``now``."""
    return dt.datetime.combine(day, dt.time.max, tzinfo=now.tzinfo)


def _movements(
    comite: Comite, previous: Comite | None, by: Access, now: dt.datetime
) -> Movements | None:
    if previous is None or now.tzinfo is None:
        return None
    return movements_of(
        plan=comite.plan,
        by=by,
        actions=list(actions_of(comite.plan, by)),
        since=previous.instant(now.tzinfo),
        until=evening(comite.tenu_on, now) if comite.tenu_on < now.date() else None,
    )


def _slips(
    comite: Comite, previous: Comite | None, by: Access, read_on: dt.date
) -> tuple[DriftRow, ...]:
    if previous is None or previous.tenu_on > read_on:
        return ()
    return drift_table(plan=comite.plan, by=by, days=(previous.tenu_on, read_on)).moved


def _blocages(comite: Comite, by: Access, now: dt.datetime) -> tuple[Expected, ...]:
    if comite.tenu_on >= now.date():
        return expected_of_each(plan=comite.plan, by=by)
    found = expected_as_of(plan=comite.plan, by=by, at=evening(comite.tenu_on, now))
    return found or ()


def _risques(comite: Comite, by: Access, now: dt.datetime) -> Register | None:
    if not can_read_risques(by):
        return None
    if comite.tenu_on >= now.date():
        return register_of(plan=comite.plan, by=by, today=now.date())
    return register_as_of(plan=comite.plan, by=by, at=evening(comite.tenu_on, now))
