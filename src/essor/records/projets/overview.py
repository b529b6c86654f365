"""The big projects of a plan side by side: state, next gate, drift, cost first and last."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from essor.records.accounts.permissions import Access
from essor.records.jalons.calendar import ActionCalendar, JalonRow
from essor.records.jalons.queries import plan_calendar
from essor.records.plans.announcements import gather_series
from essor.records.plans.choices import NatureAnnonce
from essor.records.plans.models import Action, Annonce, Plan
from essor.records.plans.queries import every_action_of
from essor.records.projets.costs import Cost, cost_of
from essor.records.projets.models import GrandProjet, PhaseProjet
from essor.records.projets.permissions import can_read_inside
from essor.records.projets.promise import Promise, promise_of, worst_of
from essor.records.suivi.queries import open_points

RowT = TypeVar("RowT", PhaseProjet, Annonce)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjetRow:
    """One big project of the list; ``blocked`` is None for who may not read blocking points."""

    action: Action
    phases: tuple[PhaseProjet, ...]
    promise: Promise | None
    worst: JalonRow | None
    cost: Cost | None
    blocked: int | None
    reads_inside: bool

    @property
    def next_gate(self) -> PhaseProjet | None:
        """Return the first gate that is not wholly passed, None while none is published."""
        if self.is_gates_silent:
            return None
        return next((one for one in self.phases if not one.is_passed), None)

    @property
    def is_gates_silent(self) -> bool:
        """Tell whether nothing is published of any gate."""
        return not any(one.passage for one in self.phases)

    @property
    def passed(self) -> int:
        """Number of gates passed without reserve."""
        return sum(one.is_passed for one in self.phases)


def projets_of(*, plan: Plan, by: Access, today: dt.date) -> tuple[ProjetRow, ...]:
    """Return the big projects that this person may read, in plan order.

    Those that left the plan come too: their page stays readable. Ten queries at most.
    """
    actions = list(every_action_of(plan, by).filter(is_grand_projet=True))
    if not actions:
        return ()
    ids = [action.pk for action in actions]
    cards = {one.action_id: one for one in GrandProjet.objects.filter(action_id__in=ids)}
    phases = _by_action(PhaseProjet.objects.filter(action_id__in=ids))
    amounts = Annonce.objects.filter(action_id__in=ids, nature=NatureAnnonce.MONTANT)
    said = _by_action(amounts)
    calendar = plan_calendar(plan=plan, by=by, today=today)
    inside = can_read_inside(by)
    blocked = Counter(open_points(plan, by).order_by().values_list("action_id", flat=True))
    return tuple(
        _row(
            action,
            cards.get(action.pk),
            calendar.of_action(action),
            phases.get(action.pk, []),
            said.get(action.pk, []),
            blocked[action.pk] if inside else None,
        )
        for action in actions
    )


def _row(
    action: Action,
    card: GrandProjet | None,
    calendar: ActionCalendar,
    phases: list[PhaseProjet],
    said: list[Annonce],
    blocked: int | None,
) -> ProjetRow:
    return ProjetRow(
        action=action,
        phases=tuple(phases),
        promise=promise_of(card, calendar.rows),
        worst=worst_of(calendar.rows),
        cost=cost_of(card, gather_series(said)),
        blocked=blocked,
        reads_inside=blocked is not None,
    )


def _by_action(rows: Iterable[RowT]) -> dict[uuid.UUID, list[RowT]]:
    found: dict[uuid.UUID, list[RowT]] = {}
    for row in rows:
        if row.action_id is not None:
            found.setdefault(row.action_id, []).append(row)
    return found
