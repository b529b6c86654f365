"""The register: what is owed first, then every line."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from essor.records.registre.generation import bordereaux_without_ligne
from essor.records.registre.permissions import can_write
from essor.records.registre.queries import (
    Filtre,
    bilan_of,
    distance_km,
    lignes_of,
    months_of,
    operations_of,
    seuil_m3,
)
from essor.web.design.csv_file import csv_file
from essor.web.registre.forms import FiltreForm
from essor.web.registre.gate import Gate, gate_or_404
from essor.web.registre.tables import LABELS, lines_of

PER_PAGE = 50


@require_safe
def home(request: HttpRequest, code: str) -> HttpResponse:
    """Show what must be declared and when, then the lines asked for."""
    gate = gate_or_404(request, code)
    form, asked = _asked(request, gate)
    found = lignes_of(gate.plan, gate.access, asked, gate.today)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = gate.context(
        form=form,
        page=page,
        is_filtered=asked != Filtre(),
        query=_query(request),
        bilan=bilan_of(gate.plan, gate.access, gate.today),
        operations=operations_of(gate.plan, gate.access, gate.today),
        seuil=seuil_m3(gate.today),
        distance=distance_km(gate.today),
        waiting=_waiting(gate),
    )
    return render(request, "registre/liste.html", context)


@require_safe
def list_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Send the lines asked for, all of them."""
    gate = gate_or_404(request, code)
    _, asked = _asked(request, gate)
    rows = list(lignes_of(gate.plan, gate.access, asked, gate.today))
    return csv_file("registre", LABELS, lines_of(rows))


def _asked(request: HttpRequest, gate: Gate) -> tuple[FiltreForm, Filtre]:
    form = FiltreForm(request.GET or None, months=months_of(gate.plan, gate.access))
    return form, form.asked()


def _query(request: HttpRequest) -> str:
    """Return what is asked, but the page."""
    said = request.GET.copy()
    said.pop("page", None)
    return said.urlencode()


def _waiting(gate: Gate) -> int:
    """Return how many slips no outgoing line holds yet, for who may make them."""
    if not can_write(gate.access, gate.plan):
        return 0
    return bordereaux_without_ligne(gate.plan, gate.access, "sortant").count()
