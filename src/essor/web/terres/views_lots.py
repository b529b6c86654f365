"""Sites that dig, their lots, and what the laboratories found."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from essor.records.terres.engine_facts import code_of, is_known
from essor.records.terres.matrix import cell_of
from essor.records.terres.models import Chantier
from essor.records.terres.overview import chantier_rows, overview_of
from essor.records.terres.permissions import can_write_chantier
from essor.records.terres.queries import get_analyse, get_lot, get_place, lots_of, soils_of
from essor.records.terres.verdicts import SIGNS
from essor.records.terres.weeks import weeks_of
from essor.records.terres.words import parametre_label, profil_lines
from essor.web.design.csv_file import csv_file
from essor.web.plan.gate import plan_or_404
from essor.web.terres import tables
from essor.web.terres.bars import week_bars
from essor.web.terres.kinds import LOTS
from essor.web.terres.matrix_page import shown_cell
from essor.web.terres.pages import shown

ORDER = list(SIGNS)  # admitted first


@require_safe
def lots(request: HttpRequest, code: str) -> HttpResponse:
    """List the sites and their lots."""
    gate = plan_or_404(request, code)
    soils = soils_of(gate.plan, gate.access)
    seen = overview_of(soils, timezone.localdate())
    return render(request, "terres/lots.html", shown(gate, LOTS, soils=soils, seen=seen))


@require_safe
def lots_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Send the lots as a file."""
    gate = plan_or_404(request, code)
    lines = tables.lot_lines(lots_of(gate.plan, gate.access))
    return csv_file(f"lots-de-terres-{gate.territoire.code}", tables.LOT_LABELS, lines)


@require_safe
def chantier(request: HttpRequest, code: str, row_id: uuid.UUID) -> HttpResponse:
    """Show a site: where it is, who answers for it, its lots."""
    gate = plan_or_404(request, code)
    row = get_place(Chantier, gate.plan, row_id, gate.access)
    soils = soils_of(gate.plan, gate.access)
    found = [one for one in chantier_rows(soils, timezone.localdate()) if one.chantier == row]
    context = shown(
        gate,
        LOTS,
        chantier=row,
        row=found[0],
        daps=[dap for dap in soils.daps if dap.chantier_id == row.pk],
        can_edit=can_write_chantier(gate.access, row),
    )
    return render(request, "terres/chantier.html", context)


@require_safe
def lot(request: HttpRequest, code: str, row_id: uuid.UUID) -> HttpResponse:
    """Show a lot: its weeks, its analyses, where it may go."""
    gate = plan_or_404(request, code)
    row = get_lot(gate.plan, row_id, gate.access)
    weeks = list(weeks_of(row))
    soils, today = soils_of(gate.plan, gate.access), timezone.localdate()
    cells = [shown_cell(cell_of(soils, row, one, today), code) for one in soils.exutoires]
    context = shown(
        gate,
        LOTS,
        lot=row,
        weeks=weeks,
        bars=week_bars(weeks),
        profil=profil_lines(row.profil),
        cells=sorted(cells, key=lambda one: ORDER.index(one.cell.verdict)),
        can_edit=can_write_chantier(gate.access, row.chantier),
    )
    return render(request, "terres/lot.html", context)


@require_safe
def analyse(request: HttpRequest, code: str, row_id: uuid.UUID) -> HttpResponse:
    """Show a laboratory report."""
    gate = plan_or_404(request, code)
    row = get_analyse(gate.plan, row_id, gate.access)
    context = shown(
        gate,
        LOTS,
        analyse=row,
        rows=[
            {"resultat": one, "label": parametre_label(code_of(one)), "is_known": is_known(one)}
            for one in row.resultats.order_by("support", "parametre", "id")
        ],
        can_edit=can_write_chantier(gate.access, row.lot.chantier),
    )
    return render(request, "terres/analyse.html", context)
