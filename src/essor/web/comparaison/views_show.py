"""Compared with whom, since when, and with or without the big one."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from essor.observatory.comparison.answers import alike_of
from essor.observatory.comparison.conventions import conventions_on
from essor.observatory.wording import place_text
from essor.web.comparaison.asked import Asked, read_asked
from essor.web.comparaison.files import TABLES
from essor.web.comparaison.section_alike import alike_section, nearest_codes
from essor.web.comparaison.section_evolution import driver_section, evolution_section
from essor.web.comparaison.section_heaviest import heaviest_section
from essor.web.comparaison.section_rank import rank_section
from essor.web.comparaison.words import plural
from essor.web.design.csv_file import csv_file
from essor.web.observatoire.lake import the_lake
from essor.web.observatoire.place import page_of

ALL = "tous"


@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Show the comparison of one indicator; `liste=tous` shows every place."""
    context = page_of(request, code, onglet="comparaison")
    asked = read_asked(the_lake(), territoire=code, asked=request.GET.dict())
    if asked is None:
        return render(request, "comparaison/rien.html", context)
    is_whole = request.GET.get("liste") == ALL
    context |= {"is_whole": is_whole, **gathered(asked, is_whole=is_whole)}
    status = 422 if asked.faults else 200
    return render(request, "comparaison/comparaison.html", context, status=status)


@require_safe
def table_file(request: HttpRequest, code: str, table: str) -> HttpResponse:
    """Send one table of the page, every row of it; heads alone where nothing is comparable."""
    page_of(request, code, onglet="comparaison")
    if table not in TABLES:
        raise Http404
    found = TABLES[table]
    asked = read_asked(the_lake(), territoire=code, asked=request.GET.dict())
    if asked is None:
        return csv_file(f"comparaison-{code}-{table}", found.labels, [])
    lines = found.lines(asked, gathered(asked, is_whole=True))
    return csv_file(f"comparaison-{code}-{asked.ground.indicator.id}-{table}", found.labels, lines)


def gathered(asked: Asked, *, is_whole: bool) -> dict[str, Any]:
    """Return every section of the page."""
    conventions = conventions_on(timezone.localdate())
    found = alike_of(asked.lake, territoire=asked.territoire, conventions=conventions)
    assert found is not None  # there is something to compare, hence values
    alike = nearest_codes(asked, found.neighbours)
    driver = driver_section(asked, least_share=conventions.least_share)
    return {
        "asked": asked,
        "indicator": asked.ground.indicator,
        "niveau": asked.niveau,
        "places": plural(asked.niveau),
        "lieu_dit": place_text(niveau=asked.niveau, nom=asked.lieu.nom, part=asked.lieu.part),
        "rank": rank_section(asked, alike=alike, is_whole=is_whole),
        "alike": alike_section(asked, found, conventions),
        "evolution": evolution_section(asked, alike=alike),
        "driver": driver,
        "heaviest": None if driver else heaviest_section(asked),
        "has_before_after": len(asked.dated) > conventions.before_after.least_before,
        "least_share": round(100 * conventions.least_share),
        **asked.choices(),
    }
