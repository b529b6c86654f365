"""Two computations side by side: of one plan of soils, or of two."""

import uuid
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from essor.records.terres_plans.models import CalculTerres
from essor.records.terres_plans.queries import comparable_calculs
from essor.reports.plan_terres.compare import compare as compare_sheets
from essor.reports.plan_terres.facts import PlanSheet
from essor.reports.plan_terres.from_records import sheet_of
from essor.web.design.csv_file import csv_file
from essor.web.plan.gate import PlanGate, plan_or_404
from essor.web.terres_plans.gate import TAB

NAMES = {"a": "Avant", "b": "Après"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The computations that may be compared, and the two that are; a side is None when unsaid."""

    gate: PlanGate
    choices: list[tuple[str, str]]
    chosen: dict[str, str]
    before: PlanSheet | None
    after: PlanSheet | None


@require_safe
def compare(request: HttpRequest, code: str) -> HttpResponse:
    """Show what separates two computations, chosen in the address."""
    asked = _asked(request, code)
    context = asked.gate.context(
        choices=asked.choices,
        fields=[(name, label, asked.chosen[name]) for name, label in NAMES.items()],
        query=request.GET.urlencode(),
        **TAB,
    )
    if asked.before is not None and asked.after is not None:
        found = compare_sheets(asked.before, asked.after)
        context |= {
            "sides": [asked.before, asked.after],
            "invented": asked.before.is_demonstration or asked.after.is_demonstration,
            "sentences": found.sentences,
            "changes": found.changes,
            "moves": found.moves,
            "instance_changes": found.instance_changes,
        }
    return render(request, "terres_plans/comparer.html", context)


@require_safe
def compare_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Send the comparison: measures, then tonnes that go elsewhere."""
    asked = _asked(request, code)
    if asked.before is None or asked.after is None:
        return redirect("terres_plans:compare", code)
    found = compare_sheets(asked.before, asked.after)
    lines = [
        *found.changes.exact,
        *([name, was, now, "", sent] for name, was, now, sent in found.moves.exact),
    ]
    head = (*found.changes.head, "Tonnes")
    width = len(head)
    return csv_file(
        "comparaison-plans-de-terres",
        head,
        [[*line, *[""] * (width - len(line))] for line in lines],
    )


def _asked(request: HttpRequest, code: str) -> Asked:
    gate = plan_or_404(request, code)
    rows = comparable_calculs(gate.plan, gate.access)
    known = {_key(row): row for row in rows}
    chosen = {name: request.GET.get(name, "") for name in NAMES}
    sides = {name: _sheet(known.get(key)) for name, key in chosen.items()}
    return Asked(
        gate=gate,
        choices=[(key, _said(row)) for key, row in known.items()],
        chosen=chosen,
        before=sides["a"],
        after=sides["b"],
    )


def _key(row: CalculTerres) -> str:
    plan_id: uuid.UUID = row.plan_terres_id
    return f"{plan_id}.{row.numero}"


def _said(row: CalculTerres) -> str:
    return f"{row.plan_terres.titre}, calcul {row.numero}"


def _sheet(row: CalculTerres | None) -> PlanSheet | None:
    if row is None:
        return None
    found = sheet_of(row.plan_terres, CalculTerres.objects.get(pk=row.pk))
    return found if found.plan is not None else None
