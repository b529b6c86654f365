"""The map of the flows, week by week: links and a list without JavaScript, htmx for comfort."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from essor.reports.plan_terres import drawings, tables
from essor.web.terres_plans.gate import asked_period, page_or_404


@require_safe
def flow_map_page(request: HttpRequest, code: str, plan_id: uuid.UUID) -> HttpResponse:
    """Show the flows of the week asked by ``?semaine=3``, of the whole plan without it."""
    page = page_or_404(request, code, plan_id)
    sheet = page.sheet()
    period = asked_period(request, sheet)
    context = page.context(
        sheet=sheet,
        period=period,
        numero=None if period is None else period + 1,
        choices=[(n + 1, start) for n, start in enumerate(sheet.starts)],
        days="tout le plan" if period is None else sheet.days(period),
        before=period if period else None,
        after=_after(period, sheet.periods),
        map=drawings.flow_map(sheet, period),
        unplaced=drawings.unplaced(sheet),
        ways=tables.ways(sheet, period),
        flows=tables.flows(sheet, period),
    )
    is_piece = getattr(request, "htmx", False)
    return render(
        request, "terres_plans/carte_semaine.html" if is_piece else "terres_plans/carte.html",
        context,
    )  # fmt: skip


def _after(period: int | None, periods: int) -> int | None:
    """Return the number of the next week, None after the last one."""
    following = 1 if period is None else period + 2
    return following if following <= periods else None
