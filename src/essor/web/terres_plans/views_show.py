"""The answer of a plan of soils, first; then weeks, prices and the proof."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from essor.records.comites.queries import committees_of_plan_terres
from essor.records.terres_plans.changes import changes_since
from essor.records.terres_plans.permissions import can_create_plan_terres
from essor.records.terres_plans.queries import calculs_of, job_of
from essor.reports.plan_terres import answer, drawings, prices, tables
from essor.reports.plan_terres.conflict import conflict_of
from essor.reports.plan_terres.proof import proof_of
from essor.web.terres_plans.gate import PlanTerresPage, page_or_404


@require_safe
def show(request: HttpRequest, code: str, plan_id: uuid.UUID) -> HttpResponse:
    """Show the retained computation of a plan of soils, or the one asked by ``?calcul=2``."""
    page = page_or_404(request, code, plan_id)
    row = page.plan_terres
    context = page.context(
        calculs=calculs_of(row),
        job=job_of(row),
        comites=committees_of_plan_terres(row, page.gate.access),
        can_create=can_create_plan_terres(page.gate.access, page.gate.plan),
        **(_answer(page) if page.calcul else {}),
    )
    return render(request, "terres_plans/plan.html", context)


def _answer(page: PlanTerresPage) -> dict[str, object]:
    sheet = page.sheet()
    shown: dict[str, object] = {
        "sheet": sheet,
        "conflict": conflict_of(sheet),
        "changes": changes_since(
            page.plan_terres, sheet.instance, names=sheet.names, on=timezone.localdate()
        ),
    }
    if sheet.plan is None:
        return shown
    return shown | {
        "headline": answer.headline(sheet),
        "proof": answer.proof(sheet),
        "compared": answer.compared(sheet),
        "cautions": answer.cautions(sheet),
        "comparison": tables.comparison(sheet),
        "map": drawings.flow_map(sheet),
        "unplaced": drawings.unplaced(sheet),
        "ways": tables.ways(sheet),
        "outlets": tables.outlets(sheet),
        "gantt": drawings.flow_gantt(sheet),
        "gantt_table": tables.gantt(sheet),
        "prices": prices.sentences(sheet)[: prices.SHOWN],
    }


@require_safe
def weeks(request: HttpRequest, code: str, plan_id: uuid.UUID) -> HttpResponse:
    """Show every week: what is dug, sent, waits; and every flow."""
    page = page_or_404(request, code, plan_id)
    sheet = page.sheet()
    context = page.context(
        sheet=sheet,
        weeks=tables.weeks(sheet),
        gantt=drawings.flow_gantt(sheet),
        gantt_table=tables.gantt(sheet),
        flows=tables.flows(sheet),
    )
    return render(request, "terres_plans/semaines.html", context)


@require_safe
def prices_page(request: HttpRequest, code: str, plan_id: uuid.UUID) -> HttpResponse:
    """Show what one more tonne of each scarce thing would be worth."""
    page = page_or_404(request, code, plan_id)
    sheet = page.sheet()
    context = page.context(
        sheet=sheet, sentences=prices.sentences(sheet), prices=prices.table(sheet)
    )
    return render(request, "terres_plans/prix.html", context)


@require_safe
def certificate(request: HttpRequest, code: str, plan_id: uuid.UUID) -> HttpResponse:
    """Show why the plan is the best one, and offer to check it again."""
    page = page_or_404(request, code, plan_id)
    sheet = page.sheet()
    context = page.context(sheet=sheet, proof=proof_of(sheet), said=answer.proof(sheet))
    return render(request, "terres_plans/certificat.html", context)
