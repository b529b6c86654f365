"""Compromises between cost and emissions, and the questions about what may change."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from essor.foundations.errors import UserFault
from essor.records.jobs.models import Job
from essor.records.terres_plans.actions import choose_compromise
from essor.records.terres_plans.choices import NatureCalcul
from essor.records.terres_plans.options import COMPROMIS
from essor.records.terres_plans.queries import get_calcul, job_of, last_answer, last_answers
from essor.reports.plan_terres import compromises, risk
from essor.reports.plan_terres.from_records import sheet_of
from essor.web.plan.computing import say_faults
from essor.web.terres_plans.gate import page_or_404, page_to_edit


@require_safe
def front(request: HttpRequest, code: str, plan_id: uuid.UUID) -> HttpResponse:
    """Show the last front of a plan of soils, with the compromise that is retained."""
    page = page_or_404(request, code, plan_id)
    found = last_answer(page.plan_terres, NatureCalcul.PARETO)
    context = page.context(job=job_of(page.plan_terres), front=found)
    if found is not None:
        sheet = sheet_of(page.plan_terres, found)
        shown = page.calcul
        is_same = shown is not None and shown.instance_sha256 == found.instance_sha256
        chosen = int(shown.options.get(COMPROMIS, 0)) if shown is not None and is_same else 0
        context |= {
            "sheet": sheet,
            "chosen": chosen,
            "is_stale": shown is not None and not is_same,
            "chart": compromises.chart_of(sheet, chosen=chosen),
            "table": compromises.table_of(sheet),
            "summary": compromises.summary_of(sheet),
        }
    return render(request, "terres_plans/compromis.html", context)


@require_POST
def choose(request: HttpRequest, code: str, plan_id: uuid.UUID, point: int) -> HttpResponse:
    """Compute the plan of a compromise and retain it."""
    page = page_to_edit(request, code, plan_id)
    asked = request.POST.get("calcul", "")
    if not asked.isdecimal():
        raise Http404
    kept = get_calcul(page.plan_terres, int(asked))
    try:
        found = choose_compromise(
            by=page.gate.access, plan_terres=page.plan_terres, front=kept, point=point
        )
    except UserFault as error:
        say_faults(request, error)
        return redirect("terres_plans:front", code, plan_id)
    if not isinstance(found, Job):
        messages.success(request, f"Le compromis {point} est retenu. L'historique peut revenir.")
    return redirect("terres_plans:show", code, plan_id)


@require_safe
def risk_page(request: HttpRequest, code: str, plan_id: uuid.UUID) -> HttpResponse:
    """Show what the questions about uncertainty answered, and offer to ask them."""
    page = page_or_404(request, code, plan_id)
    rows = last_answers(page.plan_terres, [nature for nature, _ in risk.OFFERED])
    sheets = [sheet_of(page.plan_terres, one) for one in rows]
    context = page.context(
        job=job_of(page.plan_terres),
        sheet=sheets[0] if sheets else None,
        answers=[risk.answer_of(one) for one in sheets],
        offered=[(nature.value, said) for nature, said in risk.OFFERED],
    )
    return render(request, "terres_plans/risque.html", context)
