"""The front door of the observatory: what it is, how sure, and the choice of a territory."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from essor.observatory.themes import THEMES
from essor.web.observatoire.choosing import read_choice
from essor.web.observatoire.lake import is_empty, the_lake
from essor.web.observatoire.place import SECTION
from essor.web.observatoire.state import state_of


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what the observatory is and the territories asked for."""
    lake = the_lake()
    context = {
        "section": SECTION,
        "onglet": "accueil",
        "is_empty": is_empty(lake),
        "choice": read_choice(request),
        "state": state_of(lake, on=timezone.localdate()),
        "themes": THEMES,
    }
    return render(request, "observatoire/accueil.html", context)
