"""What one figure is made of: value, bounds, formula, limits, source, rows, history."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from essor.observatory.disagreements import disagreement_of
from essor.observatory.provenance import provenance_of
from essor.observatory.source_rows import SourceRows, source_rows_of
from essor.observatory.themes import theme_of
from essor.web.observatoire.blocks import drawn
from essor.web.observatoire.figure import Figure, read_figure
from essor.web.observatoire.lake import the_lake
from essor.web.observatoire.place import page_of
from essor.web.observatoire.tables import cells_of, row_labels
from essor.web.observatoire.versions import former_of
from essor.web.territoires.asked import typed

SHOWN_ROWS = 200


@require_safe
def chiffre(request: HttpRequest, code: str, indicateur: str) -> HttpResponse:
    """Show one figure and everything that it is made of.

    lieu : niveau:code ; rubrique ; millesime ; version : of the data, in a permanent link
    """
    context = page_of(request, code, onglet="themes")
    lake = the_lake()
    found = read_figure(request, lake, territoire=code, indicateur=indicateur)
    marts = lake.marts_folder()
    rows = source_rows_of(lake, found.value, limit=SHOWN_ROWS) if found.value else ()
    context |= {
        "found": found,
        "indicator": found.indicator,
        "theme": theme_of(found.indicator.theme),
        "sources": provenance_of(lake, found.indicator),
        "tables": [_shown(one) for one in rows],
        "shown_rows": SHOWN_ROWS,
        "history": drawn(found.indicator.title, found.moments),
        "moments": tuple(reversed(found.moments)),
        "sql": _sql(found),
        "disagreement": disagreement_of(found.indicator.id),
        "version": marts.name if marts else "",
        "former": former_of(lake, version=typed(request, "version"), value=found.value),
    }
    return render(request, "observatoire/chiffre.html", context)


def _shown(found: SourceRows) -> dict[str, object]:
    return {
        "found": found,
        "labels": row_labels(found),
        "rows": [cells_of(row) for row in found.rows],
    }


def _sql(found: Figure) -> list[tuple[str, str]]:
    """Return the queries, for those who read them."""
    asked = [("Calcul de toutes les valeurs de l'indicateur", found.indicator.select())]
    asked += [(f"Lignes de la table {table}", sql) for table, sql in found.indicator.rows().items()]
    return [(label, _tidied(sql)) for label, sql in asked]


def _tidied(sql: str) -> str:
    return "\n".join(line for line in sql.strip("\n").splitlines() if line.strip())
