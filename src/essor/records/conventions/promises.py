"""Which dates a text made promises, read in the history of its adoption."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.dateparse import parse_date

from essor.foundations.periods import Period
from essor.records.accounts.permissions import Access
from essor.records.conventions.adoption import KIND
from essor.records.conventions.models import Acte
from essor.records.jalons.models import Jalon
from essor.records.journal.models import Event
from essor.records.journal.snapshots import kind_of
from essor.records.plans.announcements import period_at
from essor.records.plans.models import Action
from essor.records.plans.queries import every_action_of


@dataclass(frozen=True, slots=True, kw_only=True)
class DatePromised:
    """A milestone and the date that a text promised; before : None when it had none."""

    action: Action
    titre: str
    before: Period | None
    after: Period | None


def dates_promised(acte: Acte, by: Access) -> list[DatePromised]:
    """Return what a text promised, for the actions that this person may read. Three queries."""
    if acte.adopted_at is None:
        return []
    events = Event.objects.filter(
        operation__kind=KIND,
        operation__at=acte.adopted_at,
        operation__territoire_code=by.territoire_code,
        object_kind=kind_of(Jalon),
        changes__has_key="baseline_on",
    )
    rows = list(events.order_by("id"))
    if not rows:
        return []
    actions = {action.pk: action for action in every_action_of(acte.plan, by)}
    now = {
        jalon.pk: jalon for jalon in Jalon.objects.filter(pk__in=[one.object_id for one in rows])
    }
    found = [_promised(row, actions, now) for row in rows if row.root_id in actions]
    return sorted(found, key=lambda one: (one.action.ordre, one.action.code))


def _promised(
    row: Event, actions: Mapping[uuid.UUID, Action], now: Mapping[uuid.UUID, Jalon]
) -> DatePromised:
    jalon = now.get(row.object_id)
    same = [jalon.baseline_precision] * 2 if jalon else ["", ""]
    before, after = row.changes["baseline_on"]
    fine_before, fine_after = row.changes.get("baseline_precision", same)
    return DatePromised(
        action=actions[row.root_id],
        titre=jalon.titre if jalon else row.object_label,
        before=_period(before, fine_before),
        after=_period(after, fine_after),
    )


def _period(day: Any, fineness: str) -> Period | None:
    return period_at(parse_date(day), fineness) if day else None
