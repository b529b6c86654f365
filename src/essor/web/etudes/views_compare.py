"""Two studies side by side."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from essor.records.studies.queries import StudyRow, study_rows
from essor.reports.etude_friche.answer import StudyAnswer, gather
from essor.reports.etude_friche.compare import comparison, notes_on
from essor.web.etudes.gate import TAB
from essor.web.plan.gate import plan_or_404


@require_GET
def compare(request: HttpRequest, code: str) -> HttpResponse:
    """Show two studies side by side, chosen in the address."""
    gate = plan_or_404(request, code)
    rows = [row for row in study_rows(gate.plan, gate.access) if row.run is not None]
    left, right = (_chosen(rows, request.GET.get(name, "")) for name in ("a", "b"))
    fields = [
        ("a", "Première étude", left.study.id if left else None),
        ("b", "Seconde étude", right.study.id if right else None),
    ]
    context = gate.context(rows=rows, fields=fields, left=left, right=right) | TAB
    if left and right:
        context |= {
            "table": comparison(left, right),
            "notes": notes_on(left, right),
            "sides": [left, right],
        }
    return render(request, "etudes/comparer.html", context)


def _chosen(rows: list[StudyRow], text: str) -> StudyAnswer | None:
    try:
        wanted = uuid.UUID(text)
    except ValueError:
        return None
    for row in rows:
        if row.study.id == wanted and row.run is not None:
            return gather(row.study, row.run)
    return None
