"""From an address of the API to a territory, its plan, an action, and what the caller is there."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.utils import timezone

from essor.api.callers import caller_of
from essor.records.accounts.permissions import Access
from essor.records.plans.models import Action, Plan
from essor.records.plans.queries import every_action_of, plan_of
from essor.records.territoires.models import Territoire


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """Where the caller is and who she is there."""

    territoire: Territoire
    access: Access


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSeat(Seat):
    """Same, where there is a plan."""

    plan: Plan


def seat_at(request: HttpRequest, code: str) -> Seat:
    """Return the territory of the latest phase that bears this code. Raises Http404."""
    territoire = Territoire.objects.filter(code=code.lower()).order_by("-phase").first()
    if territoire is None:
        raise Http404
    return Seat(territoire=territoire, access=caller_of(request).access(territoire))


def plan_at(request: HttpRequest, code: str) -> PlanSeat:
    """Return the plan of a territory. Raises Http404 when it has none."""
    seat = seat_at(request, code)
    plan = plan_of(seat.territoire)
    if plan is None:
        raise Http404
    return PlanSeat(territoire=seat.territoire, access=seat.access, plan=plan)


def action_at(seat: PlanSeat, ref: str) -> Action:
    """Return an action by its code or its identity. Raises Http404 when it is not readable."""
    found = every_action_of(seat.plan, seat.access)
    key = as_uuid(ref)
    found = found.filter(pk=key) if key else found.filter(code__iexact=ref)
    action = None if "\x00" in ref else found.first()
    if action is None:
        raise Http404
    return action


def as_uuid(text: str) -> uuid.UUID | None:
    """Return the identity that a text writes, None when it is none."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def end_of(day: dt.date) -> dt.datetime:
    """Return the last instant of a day, as the pages do for « au soir du »."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time.max))


def is_past(day: dt.date | None) -> bool:
    """Tell whether a day asked for is over; today and later show the present."""
    return day is not None and day < timezone.localdate()
