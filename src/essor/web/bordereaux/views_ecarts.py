"""Where things stand: what needs someone, the plan against what was done."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from essor.records.bordereaux.alertes import alerts_of, counters
from essor.records.bordereaux.ecarts import (
    Sens,
    destination_sentence,
    lot_sentence,
    tonnes_text,
)
from essor.records.bordereaux.queries import Filtre, bordereaux_of, sum_of
from essor.records.bordereaux.suivi import Suivi, seuils_on, suivi_of
from essor.reports.charts.planned_done import PlannedDone, Step
from essor.web.bordereaux.gate import Gate, gate_or_404
from essor.web.bordereaux.tables import (
    ALERTS,
    DEVIATIONS,
    WEEKS,
    alert_lines,
    deviation_lines,
    week_lines,
)
from essor.web.design.csv_file import csv_file

LAST_SLIPS = 8


@require_safe
def home(request: HttpRequest, code: str) -> HttpResponse:
    """Say what needs someone, then where the plan stands, then the last slips."""
    gate = gate_or_404(request, code)
    suivi = _suivi(request, gate)
    alerts = alerts_of(suivi)
    found = bordereaux_of(gate.plan, gate.access)
    context = gate.context(
        suivi=suivi,
        alerts=alerts,
        counters=counters(alerts),
        somme=sum_of(found),
        sans_lot=bordereaux_of(gate.plan, gate.access, Filtre(is_sans_lot=True)).count(),
        last=found[:LAST_SLIPS],
        charts=_charts(suivi),
        is_empty=suivi.soils.is_empty,
    )
    return render(request, "bordereaux/accueil.html", context)


@require_safe
def deviations(request: HttpRequest, code: str) -> HttpResponse:
    """Set what was done against the plan: sentences, charts, tables."""
    gate = gate_or_404(request, code)
    suivi = _suivi(request, gate)
    context = gate.context(
        suivi=suivi,
        sentences=_sentences(suivi),
        charts=_charts(suivi),
        rows=_rows(suivi),
        ailleurs=_elsewhere(suivi),
    )
    return render(request, "bordereaux/ecarts.html", context)


@require_safe
def alerts_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Send what needs someone."""
    gate = gate_or_404(request, code)
    return csv_file(f"alertes-{code}", ALERTS, alert_lines(alerts_of(_suivi(request, gate))))


@require_safe
def deviations_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Send one line per lot and per destination."""
    gate = gate_or_404(request, code)
    return csv_file(f"ecarts-{code}", DEVIATIONS, deviation_lines(_suivi(request, gate)))


@require_safe
def weeks_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Send one line per period, as the charts draw them."""
    gate = gate_or_404(request, code)
    return csv_file(f"semaines-{code}", WEEKS, week_lines(_suivi(request, gate)))


def _suivi(request: HttpRequest, gate: Gate) -> Suivi:
    try:
        asked = uuid.UUID(request.GET["plan"]) if request.GET.get("plan") else None
    except ValueError:
        asked = None
    return suivi_of(
        plan=gate.plan, by=gate.access, today=timezone.localdate(), plan_terres_id=asked
    )


def _sentences(suivi: Suivi) -> list[str]:
    found = suivi.comparaison
    if found is None:
        return []
    seuils = seuils_on(suivi.today)
    said = []
    for rows, sentence in (
        (found.lots, lot_sentence),
        (found.destinations, destination_sentence),
    ):
        for row in rows:
            if (sens := row.sens(seuils)) is not Sens.CONFORME:
                said.append(sentence(row, sens, found.until_on))
    return said


def _elsewhere(suivi: Suivi) -> list[str]:
    """Say which lots went where the plan never sends them, however little."""
    found = suivi.comparaison
    return [
        f"{suivi.label('lot', lot)}\u00a0: {tonnes_text(tonnes)} vers "
        f"{suivi.label('destination', destination)}."
        for lot, destination, tonnes in (found.ailleurs if found else ())
    ]


def _rows(suivi: Suivi) -> list[tuple[str, str, list[tuple[object, bool]]]]:
    found = suivi.comparaison
    if found is None:
        return []
    seuils = seuils_on(suivi.today)
    families = (
        ("lots", "Par lot", found.lots),
        ("destinations", "Par destination", found.destinations),
    )
    return [
        (key, title, [(row, row.sens(seuils) is not Sens.CONFORME) for row in rows])
        for key, title, rows in families
    ]


def _charts(suivi: Suivi) -> tuple[tuple[str, str], ...]:
    """Return both drawings with their captions; none without a plan to follow."""
    found = suivi.comparaison
    if found is None:
        return ()
    steps = [
        Step(
            label=f"{one.starts_on:%d/%m}",
            planned=one.planned_t,
            done=one.done_t,
            is_current=one.is_current,
        )
        for one in found.periodes
    ]
    title = "Tonnes évacuées par période, prévues et réalisées"
    chart = PlannedDone(title=title, unit="t", steps=steps)
    summed = "Tonnes évacuées depuis le début, prévues et réalisées"
    return ((title, chart.bars_svg()), (summed, chart.sums_svg(summed)))
