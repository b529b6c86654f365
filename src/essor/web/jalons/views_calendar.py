"""The calendar of the plan: promised against expected, today or on any past day."""

import datetime as dt

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from essor.foundations.errors import UserFault
from essor.records.comites.models import Comite
from essor.records.comites.queries import held_committees
from essor.records.jalons.actions import adopt_baseline
from essor.records.jalons.calendar import PlanCalendar
from essor.records.jalons.calendar_pages import page_of
from essor.records.jalons.queries import plan_calendar, plan_calendar_as_of
from essor.records.plans.permissions import can_edit_plan, require_edit_plan
from essor.web.design.csv_file import csv_file
from essor.web.design.form_faults import add_faults
from essor.web.jalons.forms import AdoptForm
from essor.web.jalons.gantt import draw_gantt
from essor.web.jalons.tables import JALON_LABELS, jalon_lines
from essor.web.plan.forms import DayField
from essor.web.plan.gate import PlanGate, plan_or_404

MOST_COMMITTEES = 4


class DaysForm(forms.Form):
    """On which day to read the calendar, and since when to count what moved."""

    date = DayField(label="Le calendrier au", required=False)
    depuis = DayField(label="Compter ce qui a bougé depuis le", required=False)


@require_GET
def calendar(request: HttpRequest, code: str) -> HttpResponse:
    """Show the calendar of every action that this person may read."""
    gate = plan_or_404(request, code)
    form = DaysForm(request.GET or None)
    at, since = _days(form)
    found = _calendar(gate, at, since)
    page = page_of(found, _number(request)) if found else None
    context = gate.context(
        form=form,
        at=at,
        since=since,
        committees=_committees(gate),
        calendar=found,
        page=page,
        chart=draw_gantt(page.calendar) if page else None,
        query=_without_page(request),
        can_build=can_edit_plan(gate.access, gate.plan) and at is None,
    )
    return render(request, "jalons/calendrier.html", context)


@require_GET
def calendar_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Send the calendar as it is asked for."""
    gate = plan_or_404(request, code)
    found = _calendar(gate, *_days(DaysForm(request.GET or None)))
    axes = found.axes if found else ()
    lines = jalon_lines(
        (axe.titre, row) for axe in axes for action in axe.actions for row in action.rows
    )
    return csv_file(f"calendrier-{gate.territoire.code}", JALON_LABELS, lines)


@require_http_methods(["GET", "POST"])
def adopt(request: HttpRequest, code: str) -> HttpResponse:
    """Freeze the dates expected now as the dates promised."""
    gate = plan_or_404(request, code)
    require_edit_plan(gate.access, gate.plan)
    form = AdoptForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            rows = adopt_baseline(
                by=gate.access, plan=gate.plan, reason=data["motif"], replaces=data["replaces"]
            )
        except UserFault as error:
            add_faults(form, error)
        else:
            messages.success(request, f"Dates de référence adoptées : {len(rows)} jalon(s).")
            return redirect("jalons:calendar", code)
    today = timezone.localdate()
    found = plan_calendar(plan=gate.plan, by=gate.access, today=today)
    context = gate.context(form=form, rows=[row for row in found.rows() if not row.is_reached])
    return render(request, "jalons/reference.html", context, status=400 if form.errors else 200)


def _committees(gate: PlanGate) -> list[Comite]:
    """Return the last committees held, latest first, for those who read them."""
    return held_committees(gate.plan, gate.access)[: -MOST_COMMITTEES - 1 : -1]


def _number(request: HttpRequest) -> int:
    text = request.GET.get("page", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 1


def _without_page(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()


def _days(form: DaysForm) -> tuple[dt.date | None, dt.date | None]:
    if not (form.is_bound and form.is_valid()):
        return None, None
    day: dt.date | None = form.cleaned_data["date"]
    today = timezone.localdate()
    return (day if day and day < today else None), form.cleaned_data["depuis"]


def _calendar(gate: PlanGate, at: dt.date | None, since: dt.date | None) -> PlanCalendar | None:
    if at is None:
        today = timezone.localdate()
        return plan_calendar(plan=gate.plan, by=gate.access, today=today, since=since)
    evening = timezone.make_aware(dt.datetime.combine(at, dt.time.max))
    return plan_calendar_as_of(plan=gate.plan, by=gate.access, at=evening, since=since)
