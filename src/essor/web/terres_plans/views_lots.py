"""Why each lot goes where it goes, and what the second best would cost."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from essor.reports.plan_terres.lots import lot_rows
from essor.reports.plan_terres.why import why_of
from essor.web.terres_plans.gate import page_or_404


@require_safe
def lots(request: HttpRequest, code: str, plan_id: uuid.UUID) -> HttpResponse:
    """List the lots of a plan and where they go."""
    page = page_or_404(request, code, plan_id)
    sheet = page.sheet()
    context = page.context(sheet=sheet, lots=lot_rows(sheet))
    return render(request, "terres_plans/lots.html", context)


@require_safe
def lot(request: HttpRequest, code: str, plan_id: uuid.UUID, lot: str) -> HttpResponse:
    """Explain one lot."""
    page = page_or_404(request, code, plan_id)
    sheet = page.sheet()
    row = next((one for one in lot_rows(sheet) if one.key == lot), None)
    if row is None:
        raise Http404
    context = page.context(sheet=sheet, lot=row, why=why_of(sheet, lot))
    return render(request, "terres_plans/lot.html", context)
