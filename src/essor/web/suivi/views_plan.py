"""The whole plan: what is expected of each, how each action stands, who has gone quiet."""

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from essor.records.suivi.health import health_of_plan
from essor.records.suivi.queries import Expected, expected_as_of, expected_of_each
from essor.records.suivi.thresholds import thresholds_on
from essor.web.plan.gate import PlanGate, plan_or_404
from essor.web.suivi.forms import DayAskedForm
from essor.web.suivi.tables import FileFormat, expected_response


@require_GET
def expected(request: HttpRequest, code: str) -> HttpResponse:
    """Show what is expected of each addressee, now or at the end of a day."""
    gate = plan_or_404(request, code)
    form, day, groups = _asked(request, gate)
    context = gate.context(
        form=form,
        at=day,
        groups=groups,
        count=sum(len(group.points) for group in groups or ()),
        today=timezone.localdate(),
        query=f"au={day.isoformat()}" if day else "",
    )
    return render(request, "suivi/attentes.html", context, status=200 if form.is_valid() else 400)


@require_GET
def export(request: HttpRequest, code: str, file_format: str) -> HttpResponse:
    """Send what the page shows, as a file."""
    gate = plan_or_404(request, code)
    if file_format not in set(FileFormat):
        raise Http404
    _, _, groups = _asked(request, gate)
    return expected_response(groups or (), FileFormat(file_format))


@require_GET
def health(request: HttpRequest, code: str) -> HttpResponse:
    """Show how every action stands, with the rule that says so."""
    gate = plan_or_404(request, code)
    today = timezone.localdate()
    rows = health_of_plan(plan=gate.plan, by=gate.access, today=today)
    context = gate.context(rows=rows, limits=thresholds_on(today), today=today)
    return render(request, "suivi/sante.html", context)


@require_GET
def silent(request: HttpRequest, code: str) -> HttpResponse:
    """List the open actions that left no trace for too long, longest first."""
    gate = plan_or_404(request, code)
    today = timezone.localdate()
    rows = health_of_plan(plan=gate.plan, by=gate.access, today=today)
    quiet = [row for row in rows if row.is_silent]
    quiet.sort(key=lambda row: (row.last_on or dt.date.min, row.action.code))
    context = gate.context(rows=quiet, total=len(rows), limits=thresholds_on(today), today=today)
    return render(request, "suivi/sans_nouvelle.html", context)


def _asked(
    request: HttpRequest, gate: PlanGate
) -> tuple[DayAskedForm, dt.date | None, tuple[Expected, ...] | None]:
    form = DayAskedForm(request.GET)
    day = form.cleaned_data["au"] if form.is_valid() else None
    if day is None:
        return form, None, expected_of_each(plan=gate.plan, by=gate.access)
    evening = dt.datetime.combine(day, dt.time.max, tzinfo=timezone.get_current_timezone())
    return form, day, expected_as_of(plan=gate.plan, by=gate.access, at=evening)
