"""Figures to keep: one, those of a theme, those of a territory; every vintage, with sources."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from essor.foundations.tables import write_xlsx
from essor.observatory.geography import Niveau
from essor.observatory.indicators.definition import Indicator, list_indicators
from essor.observatory.inside import values_inside
from essor.observatory.reading import Value, values_of
from essor.observatory.source_rows import source_rows_of
from essor.web.design.csv_file import csv_file, file_answer
from essor.web.design.territoire import territoire_or_404
from essor.web.observatoire.figure import indicator_or_404, read_figure
from essor.web.observatoire.lake import the_lake
from essor.web.observatoire.tables import (
    LABELS,
    SOURCE_LABELS,
    as_json,
    cells_of,
    lines_of,
    row_labels,
    sheet,
    source_lines,
)
from essor.web.observatoire.views_themes import indicators_of, theme_or_404

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NO_ROW = "Aucune ligne connue"
SHOWN_KINDS = ("csv", "xlsx", "json")


@require_safe
def territory_file(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """Send every figure of a territory."""
    return _send(request, code, kind, list_indicators(), f"observatoire-{code}")


@require_safe
def theme_file(request: HttpRequest, code: str, theme: str, kind: str) -> HttpResponse:
    """Send the figures of a theme."""
    mine = indicators_of(theme_or_404(theme))
    return _send(request, code, kind, mine, f"observatoire-{code}-{theme}")


@require_safe
def figure_file(request: HttpRequest, code: str, indicateur: str, kind: str) -> HttpResponse:
    """Send every value of one indicator: zones, intercommunalités, communes, vintages."""
    one = indicator_or_404(indicateur)
    return _send(request, code, kind, [one], f"observatoire-{code}-{indicateur}")


@require_safe
def rows_file(request: HttpRequest, code: str, indicateur: str) -> HttpResponse:
    """Send the source rows of one figure, all of them; those of its first table unless told.

    table : which one, when a figure is made of several
    """
    territoire_or_404(request, code)
    lake = the_lake()
    found = read_figure(request, lake, territoire=code, indicateur=indicateur)
    tables = source_rows_of(lake, found.value) if found.value else ()
    asked = request.GET.get("table")
    if not tables and asked is None:
        return csv_file(f"lignes-{indicateur}", (NO_ROW,), ())
    chosen = next((one for one in tables if asked in (None, one.table)), None)
    if chosen is None:
        raise Http404
    lines = [cells_of(row) for row in chosen.rows]
    return csv_file(f"lignes-{indicateur}-{chosen.table}", row_labels(chosen), lines)


def _send(
    request: HttpRequest, code: str, kind: str, indicators: Sequence[Indicator], name: str
) -> HttpResponse:
    territoire_or_404(request, code)
    if kind not in SHOWN_KINDS:
        raise Http404
    lake = the_lake()
    values = _values(code, indicators)
    if kind == "json":
        answer = JsonResponse(
            as_json(lake, values, indicators), json_dumps_params={"ensure_ascii": False}
        )
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}.json"'
        return answer
    if kind == "csv":
        return csv_file(name, LABELS, lines_of(values))
    sheets = [
        sheet("Valeurs", LABELS, lines_of(values)),
        sheet("Sources", SOURCE_LABELS, source_lines(lake, indicators)),
    ]
    return file_answer(write_xlsx(sheets), kind=XLSX, name=f"{name}.xlsx")


def _values(code: str, indicators: Sequence[Indicator]) -> list[Value]:
    """Return every vintage for the territory or its zones, then the places inside."""
    lake, ids = the_lake(), {one.id for one in indicators}
    found = [
        one
        for one in values_of(lake, niveau=Niveau.TERRITOIRE, code=code, latest=False)
        if one.indicator.id in ids
    ]
    for theme in sorted({one.theme for one in indicators}):
        inside = values_inside(lake, territoire=code, theme=theme)
        found += [value for key in inside if key in ids for value in inside[key]]
    return found
