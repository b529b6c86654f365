"""Studies side by side, on screen and as CSV."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from essor.records.studies.queries import StudyRow, study_rows
from essor.references.loader import parameters
from essor.reports.etude_friche import compare as compared
from essor.reports.etude_friche.answer import StudyAnswer, gather
from essor.reports.etude_friche.ranking import CRITERIA, ranking
from essor.web.etudes.csv_file import csv_answer
from essor.web.etudes.forms import WeightsForm
from essor.web.etudes.gate import TAB
from essor.web.plan.gate import PlanGate, plan_or_404

NAMES = {
    "a": "Première étude",
    "b": "Deuxième étude",
    "c": "Troisième (facultatif)",
    "d": "Quatrième (facultatif)",
}
LEAST = 2


@require_GET
def compare(request: HttpRequest, code: str) -> HttpResponse:
    """Show two to four studies side by side, chosen in the address."""
    gate = plan_or_404(request, code)
    rows = _computed(gate)
    chosen = {name: _chosen(rows, request.GET.get(name, "")) for name in NAMES}
    sides = _gathered(chosen)
    fields = [(name, label, chosen[name]) for name, label in NAMES.items()][: max(len(rows), 2)]
    context = gate.context(rows=rows, fields=fields, sides=sides) | TAB
    if len(sides) >= LEAST:
        context |= {
            "sections": compared.comparison(sides),
            "notes": compared.notes_on(sides),
            "summary": compared.summary(sides),
            "differences": compared.differences(sides, files=parameters()),
            "chosen": [(name, row.study.id) for name, row in chosen.items() if row],
            "query": "&".join(f"{name}={row.study.id}" for name, row in chosen.items() if row),
        } | _ranked(request, sides)
    return render(request, "etudes/comparer.html", context)


def _ranked(request: HttpRequest, sides: list[StudyAnswer]) -> dict[str, object]:
    """Rank the studies by the weights in the address, all equal when there are none."""
    names = [name for name in WeightsForm().fields if name in request.GET]
    equal = {f"poids_{one.name}": "1" for one in CRITERIA}
    form = WeightsForm(request.GET if names else equal)
    found = ranking(sides, **form.asked()) if form.is_valid() else None
    return {"weights": form, "ranking": found}


@require_GET
def compare_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Send the comparison: every row, amounts to the cent; ask for two studies if need be."""
    gate = plan_or_404(request, code)
    rows = _computed(gate)
    sides = _gathered({name: _chosen(rows, request.GET.get(name, "")) for name in NAMES})
    if len(sides) < LEAST:
        return redirect("etudes:compare", code)
    return csv_answer(compared.whole_table(sides), "comparaison")


def _computed(gate: PlanGate) -> list[StudyRow]:
    return [row for row in study_rows(gate.plan, gate.access) if row.run is not None]


def _gathered(chosen: dict[str, StudyRow | None]) -> list[StudyAnswer]:
    """Read each chosen study once, in the order of the fields."""
    found = {row.study.id: row for row in chosen.values() if row is not None}
    return [gather(row.study, row.run) for row in found.values() if row.run is not None]


def _chosen(rows: list[StudyRow], text: str) -> StudyRow | None:
    try:
        wanted = uuid.UUID(text)
    except ValueError:
        return None
    return next((row for row in rows if row.study.id == wanted), None)
