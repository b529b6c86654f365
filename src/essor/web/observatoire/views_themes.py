"""Every indicator of a territory, theme by theme."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from essor.observatory.geography import Niveau
from essor.observatory.indicators.definition import Indicator, list_indicators
from essor.observatory.inside import values_inside
from essor.observatory.provenance import provenance_of
from essor.observatory.reading import known_of, values_in
from essor.observatory.themes import THEMES, Theme, theme_of
from essor.web.observatoire.blocks import BY_NAME, BY_VALUE, block_of, grouped
from essor.web.observatoire.lake import the_lake
from essor.web.observatoire.place import page_of
from essor.web.observatoire.state import state_of

EVERYTHING = "tout"


@require_safe
def themes(request: HttpRequest, code: str) -> HttpResponse:
    """Show the themes, each with how much of it is known here."""
    context = page_of(request, code, onglet="themes")
    known = known_of(the_lake(), niveau=Niveau.TERRITOIRE, code=code)
    shown = []
    for theme in THEMES:
        mine = indicators_of(theme)
        told = [one for one in mine if any(values_in(known, one, latest=True))]
        shown.append({"theme": theme, "indicators": mine, "told": len(told)})
    context |= {"themes": shown, "state": state_of(the_lake(), on=timezone.localdate())}
    return render(request, "observatoire/themes.html", context)


@require_safe
def theme(request: HttpRequest, code: str, theme: str) -> HttpResponse:
    """Show the indicators of one theme.

    tri : order of the breakdowns ; tout : indicator of which every row is shown
    """
    asked = theme_or_404(theme)
    lake = the_lake()
    context = page_of(request, code, onglet="themes")
    known = known_of(lake, niveau=Niveau.TERRITOIRE, code=code)
    inside = values_inside(lake, territoire=code, theme=theme)
    order = BY_NAME if request.GET.get("tri") == BY_NAME else BY_VALUE
    blocks = [
        block_of(
            known,
            one,
            inside=inside.get(one.id, ()),
            sources=provenance_of(lake, one),
            order=order,
            is_open=request.GET.get(EVERYTHING) == one.id,
        )
        for one in indicators_of(asked)
    ]
    context |= {
        "theme": asked,
        "themes": THEMES,
        "groups": grouped(one for one in blocks if one.is_known),
        "unknown": [one for one in blocks if not one.is_known],
        "order": order,
    }
    return render(request, "observatoire/theme.html", context)


def indicators_of(theme: Theme) -> list[Indicator]:
    """Return the indicators of a theme, those that matter most first."""
    mine = [one for one in list_indicators() if one.theme == theme.key]
    return sorted(mine, key=lambda one: theme.rank(one.id, one.title))


def theme_or_404(key: str) -> Theme:
    """Return the theme of an address. Raises Http404."""
    found = theme_of(key)
    if found is None:
        raise Http404
    return found
