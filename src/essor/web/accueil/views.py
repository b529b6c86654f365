"""The front page, where the facts come from, and what is known of accessibility."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from essor.foundations.errors import UserFault
from essor.records.accounts.queries import membres_of
from essor.records.plans.summary import demonstration_plan
from essor.records.territoires.queries import list_versions
from essor.records.territoires.register import register
from essor.web.accueil.datasets import datasets
from essor.web.accueil.figures import AXES, PHASES, all_parameters, figure, key_figures
from essor.web.territoires.carte import Carte, draw


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what Essor is for and the ways in."""
    today = timezone.localdate()
    membres = list(membres_of(request.user)) if request.user.is_authenticated else []
    context = {
        "membres": membres,
        "figures": key_figures(today),
        "axes": figure(AXES, "Les quatre axes", today),
        "phase": figure(PHASES, "Phase du programme", today),
        "demonstration": demonstration_plan(),
        "carte": _carte(),
    }
    return render(request, "accueil/accueil.html", context)


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """List every dataset that Essor ships or has loaded, and every dated parameter."""
    context = {
        "datasets": datasets(),
        "versions": list_versions(),
        "parameters": all_parameters(timezone.localdate()),
    }
    return render(request, "accueil/sources.html", context)


@require_safe
def accessibilite(request: HttpRequest) -> HttpResponse:
    """Say honestly what was checked and what was not."""
    return render(request, "accueil/accessibilite.html", {"contact": settings.ESSOR_CONTACT})


def _carte() -> Carte | None:
    """Return the map of all territories, None while no perimeter is loaded."""
    try:
        _, known = register()
    except UserFault:
        return None
    names = [(row.resume.code_territoire, row.resume.nom) for row in known.rows]
    return draw(names, {code for code, _ in names})
