"""What is taken away: tables, the instance, the result, documents."""

import json
import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from essor.reports.document.pdf import render_pdf
from essor.reports.etude_friche.table import Table
from essor.reports.plan_terres import prices
from essor.reports.plan_terres.answer_file import answer_file
from essor.reports.plan_terres.document import plan_document
from essor.reports.plan_terres.facts import PlanSheet
from essor.reports.plan_terres.tables import FILES
from essor.reports.plan_terres.workbook import plan_workbook
from essor.web.design.csv_file import csv_file, file_answer
from essor.web.terres_plans.gate import PlanTerresPage, asked_period, page_or_404

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
JSON = "application/json"
BY_PERIOD = ("flux", "trajets")
PRICES = "prix"


@require_safe
def table(request: HttpRequest, code: str, plan_id: uuid.UUID, table: str) -> HttpResponse:
    """Send one table of a plan: every row, amounts to the cent."""
    page = page_or_404(request, code, plan_id)
    if table not in (*FILES, PRICES):
        raise Http404
    found = _table(request, table, _planned(page))
    return csv_file(f"plan-terres-{table}", found.head, found.exact)


def _table(request: HttpRequest, name: str, sheet: PlanSheet) -> Table:
    if name == PRICES:
        return prices.table(sheet)
    if name in BY_PERIOD:
        from_week = {"flux": FILES["flux"], "trajets": FILES["trajets"]}[name]
        return from_week(sheet, asked_period(request, sheet))  # type: ignore[call-arg]
    return FILES[name](sheet)


@require_safe
def pdf(request: HttpRequest, code: str, plan_id: uuid.UUID) -> HttpResponse:
    """Send the document of the plan."""
    page = page_or_404(request, code, plan_id)
    return file_answer(render_pdf(plan_document(_planned(page))), kind=PDF, name=_name(page, "pdf"))


@require_safe
def xlsx(request: HttpRequest, code: str, plan_id: uuid.UUID) -> HttpResponse:
    """Send the workbook of the plan: flows by week, totals, prices, assumptions."""
    page = page_or_404(request, code, plan_id)
    return file_answer(plan_workbook(_planned(page)), kind=XLSX, name=_name(page, "xlsx"))


@require_safe
def instance(request: HttpRequest, code: str, plan_id: uuid.UUID) -> HttpResponse:
    """Send the instance that was solved, as `essor terres resoudre` reads it."""
    page = page_or_404(request, code, plan_id)
    return _json(page.sheet().instance, "instance-terres.json")


@require_safe
def result(request: HttpRequest, code: str, plan_id: uuid.UUID) -> HttpResponse:
    """Send the plan, as `essor terres resoudre` writes it."""
    page = page_or_404(request, code, plan_id)
    return _json(answer_file(_planned(page)), "plan-terres.json")


def _planned(page: PlanTerresPage) -> PlanSheet:
    """Return the sheet of a computation that gives flows. Raises Http404."""
    sheet = page.sheet()
    if sheet.plan is None:
        raise Http404
    return sheet


def _json(data: Any, name: str) -> HttpResponse:
    text = json.dumps(data, ensure_ascii=False, indent=2)
    return file_answer(text.encode(), kind=JSON, name=name)


def _name(page: PlanTerresPage, ending: str) -> str:
    return f"{slugify(page.plan_terres.titre)[:60] or 'plan-de-terres'}.{ending}"
