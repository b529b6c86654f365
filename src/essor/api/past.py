"""Milestones and risks in the evening of a past day, as the pages of that day show them."""

import datetime as dt
import uuid

from django.http import Http404

from essor.api.places import PlanSeat, as_uuid, end_of
from essor.api.plans import outline_at
from essor.records.jalons.calendar import JalonRow
from essor.records.jalons.queries import plan_calendar_as_of
from essor.records.risques.models import Risque
from essor.records.risques.permissions import require_read
from essor.records.risques.register import register_as_of


def past_jalons(seat: PlanSeat, le: dt.date, action: str | None) -> list[JalonRow]:
    """Return the milestones of a past day, of one action if it is named. Raises Http404."""
    wanted = past_action(seat, le, action)
    found = plan_calendar_as_of(plan=seat.plan, by=seat.access, at=end_of(le))
    if found is None:
        raise Http404
    rows = [row for axe in found.axes for one in axe.actions for row in one.rows]
    return [row for row in rows if wanted is None or row.action.pk == wanted]


def past_risques(seat: PlanSeat, le: dt.date, action: str | None) -> list[Risque]:
    """Return the risks of a past day, of one action if it is named. Raises Http404, Forbidden."""
    require_read(seat.access)
    wanted = past_action(seat, le, action)
    found = register_as_of(plan=seat.plan, by=seat.access, at=end_of(le))
    if found is None:
        raise Http404
    risques = [row.risque for row in found.rows]
    return [one for one in risques if wanted is None or one.action_id == wanted]


def past_action(seat: PlanSeat, le: dt.date, ref: str | None) -> uuid.UUID | None:
    """Return the identity of an action named by its code or identity. Raises Http404."""
    if not ref:
        return None
    key = as_uuid(ref)
    for row in outline_at(seat, le).walk():
        if row.action.pk == key or row.action.code.lower() == ref.lower():
            return uuid.UUID(str(row.action.pk))
    raise Http404
