"""The studies of a territory."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from essor.records.plans.queries import plan_of
from essor.records.studies.permissions import can_create_study
from essor.records.studies.queries import study_rows
from essor.reports.etude_friche.brief import brief_of, list_table
from essor.web.design.territoire import territoire_or_404
from essor.web.etudes.csv_file import csv_answer
from essor.web.plan.gate import plan_or_404


@require_GET
def studies(request: HttpRequest, code: str) -> HttpResponse:
    """List the studies that this person may read, with their answers."""
    territoire, access = territoire_or_404(request, code)
    plan = plan_of(territoire)
    rows = study_rows(plan, access) if plan else []
    context = {
        "territoire": territoire,
        "access": access,
        "plan": plan,
        "tab": "etudes",
        "rows": [(row, brief_of(row.run) if row.run else None) for row in rows],
        "can_create": plan is not None and can_create_study(access, plan),
    }
    return render(request, "etudes/liste.html", context)


@require_GET
def studies_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Send the list: every study that this person may read, amounts to the cent."""
    gate = plan_or_404(request, code)
    return csv_answer(list_table(study_rows(gate.plan, gate.access)), "liste")
