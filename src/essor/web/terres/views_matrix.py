"""Which lot may go to which outlet: the table, then the whole trace of one pair."""

import datetime as dt
import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from essor.records.terres.matrix import Matrix, cell_of, matrix_of
from essor.records.terres.models import Exutoire
from essor.records.terres.queries import Soils, get_lot, get_place, reads_costs, soils_of
from essor.records.terres.stakes import block, pair_costs, remedies_of, stakes_of
from essor.records.terres.verdicts import OUTCOMES, SIGNS
from essor.records.terres.words import parametre_label
from essor.web.design.csv_file import csv_file
from essor.web.plan.gate import plan_or_404
from essor.web.terres import matrix_page
from essor.web.terres.pages import shown

ONGLET = "compatibilite"
MOST_REMEDIES = 8


@require_safe
def matrix(request: HttpRequest, code: str) -> HttpResponse:
    """Show the verdict of every pair."""
    gate = plan_or_404(request, code)
    soils, today = soils_of(gate.plan, gate.access), timezone.localdate()
    found = matrix_of(soils, today)
    asked = matrix_page.asked_of(request.GET.dict())
    counts = found.counts()
    context = shown(
        gate,
        ONGLET,
        soils=soils,
        asked=asked,
        rows=matrix_page.shown_rows(found, asked, code),
        outlets=matrix_page.shown_outlets(found, asked),
        counts=[(word, one.value, counts[one]) for one, word in SIGNS.items()],
        placeable=sum(map(found.is_placeable, found.lots)),
        remedies=_remedies(soils, found, today) if reads_costs(gate.access, gate.plan) else [],
        query=request.GET.urlencode(),
    )
    return render(request, "terres/compatibilite.html", context)


@require_safe
def matrix_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Send the table as it is shown, one line per pair."""
    gate = plan_or_404(request, code)
    found = matrix_of(soils_of(gate.plan, gate.access), timezone.localdate())
    asked = matrix_page.asked_of(request.GET.dict())
    lines = matrix_page.matrix_lines(matrix_page.shown_rows(found, asked, code), asked)
    return csv_file(f"compatibilite-{gate.territoire.code}", matrix_page.LABELS, lines)


@require_safe
def pair(
    request: HttpRequest, code: str, lot_id: uuid.UUID, exutoire_id: uuid.UUID
) -> HttpResponse:
    """Show every rule looked at for a lot and an outlet."""
    gate = plan_or_404(request, code)
    lot = get_lot(gate.plan, lot_id, gate.access)
    exutoire = get_place(Exutoire, gate.plan, exutoire_id, gate.access)
    soils, today = soils_of(gate.plan, gate.access), timezone.localdate()
    cell = cell_of(soils, lot, exutoire, today)
    found, names = block(cell), matrix_page.rule_labels([cell.decision])
    context = shown(
        gate,
        ONGLET,
        cell=cell,
        word=SIGNS[cell.verdict],
        groups=matrix_page.finding_groups(cell),
        outcomes=OUTCOMES,
        excesses=[(parametre_label(one.parameter), one) for one in found.excesses] if found else [],
        remedies=[list(map(names, one)) for one in found.remedies] if found else [],
    )
    if reads_costs(gate.access, gate.plan):
        context |= _money(soils, lot.code, exutoire.code, today)
    return render(request, "terres/paire.html", context)


def _remedies(soils: Soils, found: Matrix, today: dt.date) -> list[dict[str, object]]:
    rows = remedies_of(found, soils, today)[:MOST_REMEDIES]
    names = matrix_page.rule_labels(one.decision for one in found.cells.values())
    return [
        {
            "words": " et ".join(names(code) for code in one.remedy),
            "excesses": matrix_page.largest_excesses(found, one),
            "row": one,
        }
        for one in rows
    ]


def _money(soils: Soils, lot: str, exutoire: str, today: dt.date) -> dict[str, object]:
    """Return what a tonne costs there, and what a refusal costs."""
    costs = pair_costs(soils, today)
    stake = next(
        (
            one
            for one in stakes_of(matrix_of(soils, today), soils, today)
            if (one.block.lot, one.block.outlet) == (lot, exutoire)
        ),
        None,
    )
    return {"cost": costs.get((lot, exutoire)), "stake": stake}
