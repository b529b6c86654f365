"""Every indicator of a territory, theme by theme."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from essor.observatory.geography import Niveau
from essor.observatory.reading import values_of
from essor.observatory.themes import THEMES, theme_of
from essor.web.observatoire.lake import the_lake
from essor.web.observatoire.place import page_of


@require_safe
def themes(request: HttpRequest, code: str) -> HttpResponse:
    """Show the themes."""
    context = page_of(request, code, onglet="themes") | {"themes": THEMES}
    return render(request, "observatoire/themes.html", context)


@require_safe
def theme(request: HttpRequest, code: str, theme: str) -> HttpResponse:
    """Show the indicators of one theme."""
    known = theme_of(theme)
    if known is None:
        raise Http404
    values = values_of(the_lake(), niveau=Niveau.TERRITOIRE, code=code)
    context = page_of(request, code, onglet="themes") | {
        "theme": known,
        "values": [one for one in values if one.indicator.theme == theme],
    }
    return render(request, "observatoire/theme.html", context)
