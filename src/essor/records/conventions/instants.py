"""At which instant the plan is read for a text, and which actions it held then."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from essor.records.accounts.permissions import Access
from essor.records.conventions.models import Acte
from essor.records.journal.models import Event, Verb
from essor.records.journal.queries import states_as_of
from essor.records.journal.snapshots import kind_of, rebuild
from essor.records.plans.models import Action, Plan
from essor.records.plans.queries import ThenAndNow


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanThen:
    """The actions of the working plan at one instant, as one person may read them."""

    at: dt.datetime
    actions: tuple[Action, ...]

    @property
    def count(self) -> int:
        """Number of actions, sub-actions not counted."""
        return sum(action.parent_id is None for action in self.actions)

    @property
    def by_id(self) -> dict[uuid.UUID, Action]:
        """Each action by its identity."""
        return {action.id: action for action in self.actions}


def instant_of(acte: Acte, now: dt.datetime) -> dt.datetime | None:
    """Return when the plan of a text is read: its adoption, else the evening it was signed.

    None for a text that is neither, or that will be signed later. A signature known to the month
    is read on its last day, or now while that day is still to come.
    """
    if acte.adopted_at is not None:
        return acte.adopted_at
    if acte.signe is None or acte.signe.start > timezone.localtime(now).date():
        return None
    return min(now, timezone.make_aware(dt.datetime.combine(acte.signe.end, dt.time.max)))


def plans_then(
    *, plan: Plan, by: Access, instants: Sequence[dt.datetime]
) -> dict[dt.datetime, PlanThen | None]:
    """Return the plan at each instant, None before it existed. Six queries, however many."""
    if not instants:
        return {}
    begun = Event.objects.filter(object_id=plan.pk, verb=Verb.CREATE).select_related("operation")
    first = begun.order_by("id").first()
    states = states_as_of(
        territoire_code=by.territoire_code,
        instants=set(instants),
        present=Action.objects.filter(plan=plan),
        kinds=[kind_of(Action)],
    )
    sieve = ThenAndNow(plan, by)
    found: dict[dt.datetime, PlanThen | None] = {}
    for at, state in states.items():
        if first is not None and first.operation.at > at:
            found[at] = None
            continue
        past = [rebuild(kind_of(Action), *item) for item in state.get(kind_of(Action), {}).items()]
        here = [one for one in past if isinstance(one, Action) and one.plan_id == plan.pk]
        working = [one for one in sieve.keep(here) if not one.sortie]
        ordered = sorted(working, key=lambda one: (one.ordre, one.code, str(one.id)))
        found[at] = PlanThen(at=at, actions=tuple(ordered))
    return found
