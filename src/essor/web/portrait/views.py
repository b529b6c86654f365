"""The portrait of a territory: the page, its document, its values."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from essor.foundations.tables import Value as Cell
from essor.reports.document.pdf import render_pdf
from essor.reports.portrait.document import portrait_document
from essor.reports.portrait.facts import PortraitFacts
from essor.web.design.csv_file import csv_file, file_answer
from essor.web.design.territoire import territoire_or_404
from essor.web.observatoire.lake import the_lake
from essor.web.observatoire.place import page_of
from essor.web.observatoire.tables import LABELS, lines_of
from essor.web.portrait.drawn import Drawn, drawn

HEAD = ("Phrase", *LABELS)


@require_safe
def portrait(request: HttpRequest, code: str) -> HttpResponse:
    """Show one screen: key figures, three groups of sentences, what is not known."""
    context = page_of(request, code, onglet="portrait")
    territoire = context["territoire"]
    context["drawn"] = _drawn(territoire.code, territoire.nom)
    return render(request, "portrait/portrait.html", context)


@require_safe
def pdf(request: HttpRequest, code: str) -> HttpResponse:
    """Send the same on paper."""
    found = _drawn_of(request, code)
    content = render_pdf(portrait_document(found.facts))
    return file_answer(content, kind="application/pdf", name=f"portrait-{code}.pdf")


@require_safe
def csv(request: HttpRequest, code: str) -> HttpResponse:
    """Send every value shown, with the sentence that it supports."""
    return csv_file(f"portrait-{code}", HEAD, _lines(_drawn_of(request, code).facts))


def _drawn_of(request: HttpRequest, code: str) -> Drawn:
    territoire, _ = territoire_or_404(request, code)
    return _drawn(territoire.code, territoire.nom)


def _drawn(code: str, nom: str) -> Drawn:
    return drawn(the_lake(), code=code, nom=nom, today=timezone.localdate())


def _lines(facts: PortraitFacts) -> list[list[Cell]]:
    portrait = facts.portrait
    said = [(one.text, value) for one in portrait.sentences for value in one.values]
    told = {value for _, value in said}
    rest = [("", value) for value in portrait.values if value not in told]
    return [[text, *line] for text, value in [*said, *rest] for line in lines_of([value])]
