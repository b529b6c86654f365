"""What one figure is made of."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from essor.observatory.indicators.definition import list_indicators
from essor.observatory.reading import values_of
from essor.web.observatoire.lake import the_lake
from essor.web.observatoire.place import page_of


@require_safe
def chiffre(request: HttpRequest, code: str, indicateur: str) -> HttpResponse:
    """Show the value, its bounds, its formula and its limits."""
    context = page_of(request, code, onglet="themes")
    indicator = next((one for one in list_indicators() if one.id == indicateur), None)
    if indicator is None:
        raise Http404
    niveau, _, place = request.GET.get("lieu", f"territoire:{code}").partition(":")
    values = [
        one
        for one in values_of(the_lake(), niveau=niveau, code=place, latest=False)
        if one.indicator.id == indicateur
    ]
    context |= {"indicator": indicator, "values": values}
    return render(request, "observatoire/chiffre.html", context)
