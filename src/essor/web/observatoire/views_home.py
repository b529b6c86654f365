"""The front door of the observatory: choose a territory."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from essor.web.observatoire.lake import is_empty, the_lake
from essor.web.observatoire.place import SECTION


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what the observatory is and where to go."""
    context = {"section": SECTION, "onglet": "accueil", "is_empty": is_empty(the_lake())}
    return render(request, "observatoire/accueil.html", context)
