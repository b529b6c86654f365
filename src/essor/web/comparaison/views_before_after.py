"""Before and after a year, beside places that went alike before. Never a cause."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from essor.foundations.tables import Value
from essor.observatory.across import names_of
from essor.observatory.comparison.conventions import conventions_on
from essor.observatory.wording import place_text
from essor.web.comparaison.asked import Asked, read_asked
from essor.web.comparaison.files import cell
from essor.web.comparaison.section_before_after import Answer, before_after_section
from essor.web.comparaison.words import plural
from essor.web.design.csv_file import csv_file
from essor.web.observatoire.lake import the_lake
from essor.web.observatoire.place import page_of

HEADS = {
    "annees": ("Méthode", "Année", "Ici", "Comparaison", "Écart"),
    "placebos": (
        "Méthode", "Code", "Lieu", "Erreur avant", "Écart moyen après", "Retenu", "Ici",
    ),
    "poids": ("Méthode", "Code", "Lieu", "Poids"),
}  # fmt: skip


@require_safe
def before_after(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for an indicator and a year, show the gap and how usual such a gap is."""
    context = page_of(request, code, onglet="comparaison")
    asked = read_asked(the_lake(), territoire=code, asked=request.GET.dict())
    if asked is None:
        return render(request, "comparaison/rien.html", context)
    conventions = conventions_on(timezone.localdate())
    found = before_after_section(asked, conventions, year=request.GET.get("annee", ""))
    context |= {
        "asked": asked,
        "indicator": asked.ground.indicator,
        "places": plural(asked.niveau),
        "lieu_dit": place_text(niveau=asked.niveau, nom=asked.lieu.nom, part=asked.lieu.part),
        "found": found,
        "rules": conventions.before_after,
        **asked.choices(),
    }
    is_refused = asked.faults or (request.GET.get("annee") and found.refusals)
    return render(
        request, "comparaison/avant_apres.html", context, status=422 if is_refused else 200
    )


@require_safe
def before_after_file(request: HttpRequest, code: str, table: str) -> HttpResponse:
    """Send the years, the weights or the placebos of both methods."""
    page_of(request, code, onglet="comparaison")
    if table not in HEADS:
        raise Http404
    asked = read_asked(the_lake(), territoire=code, asked=request.GET.dict())
    if asked is None:
        return csv_file(f"avant-apres-{code}-{table}", HEADS[table], [])
    conventions = conventions_on(timezone.localdate())
    found = before_after_section(asked, conventions, year=request.GET.get("annee", ""))
    name = f"avant-apres-{code}-{asked.ground.indicator.id}-{found.year or 'refus'}-{table}"
    return csv_file(name, HEADS[table], _lines(table, asked, found.answers))


def _lines(table: str, asked: Asked, answers: Sequence[Answer]) -> list[list[Value]]:
    if table == "annees":
        return [[str(one.method), *row] for one in answers for row in one.rows]
    if table == "poids":
        return [[str(one.method), *row] for one in answers for row in one.weights]
    names = names_of(asked.lake, asked.niveau)
    return [
        [
            str(one.method), fit.code, names.get(fit.code, fit.code), cell(fit.error_before),
            cell(fit.gap_after), "oui" if fit.code in one.placebo.kept else "non",
            "oui" if fit.code == asked.lieu.code else "",
        ]
        for one in answers
        for fit in one.fits
    ]  # fmt: skip
