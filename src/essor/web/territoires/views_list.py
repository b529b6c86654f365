"""The list of the territories and its map."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from essor.foundations.errors import UserFault
from essor.records.territoires.queries import list_regions
from essor.records.territoires.register import Order, register
from essor.web.territoires.asked import read_asked
from essor.web.territoires.carte import draw, sprite

ORDERS = {
    Order.NOM: "Nom",
    Order.CODE: "Code",
    Order.POPULATION: "Population",
    Order.COMMUNES: "Nombre de communes",
    Order.MEMBRES: "Nombre de membres",
}
ONE_YEAR_S = 365 * 24 * 3600


@require_safe
def territoires(request: HttpRequest) -> HttpResponse:
    """Show the territories asked for, in a table and on the map."""
    try:
        version, known = register()
    except UserFault as fault:
        return render(
            request,
            "territoires/sans_perimetre.html",
            {"section": "territoires", "faults": fault.faults},
        )
    asked = read_asked(request)
    found = known.find(search=asked.search, region=asked.region, order=asked.order)
    names = [(row.resume.code_territoire, row.resume.nom) for row in known.rows]
    regions = list_regions()
    context: dict[str, object] = {
        "section": "territoires",
        "asked": asked,
        "found": found,
        "total": len(known.rows),
        "population": sum(one.resume.population_municipale for one in found),
        "regions": regions,
        "region_names": {region.code_region: region.nom for region in regions},
        "orders": [(order.value, label) for order, label in ORDERS.items()],
        "version": version,
        "carte": draw(
            names, {one.resume.code_territoire for one in found}, zoom_region=asked.region
        ),
    }
    template = "territoires/_resultats.html" if _is_fragment(request) else "territoires/liste.html"
    response = render(request, template, context)
    patch_vary_headers(response, ("HX-Request",))  # one address, two answers
    return response


@require_safe
def carte(request: HttpRequest) -> HttpResponse:
    """Send the shapes of all territories; the address changes with the content."""
    response = HttpResponse(sprite(), content_type="image/svg+xml")
    response["Cache-Control"] = f"public, max-age={ONE_YEAR_S}, immutable"
    return response


def _is_fragment(request: HttpRequest) -> bool:
    """Tell whether htmx asks for the results alone, not for a page it lost from its history."""
    htmx = getattr(request, "htmx", None)
    return htmx is not None and bool(htmx) and not htmx.history_restore_request
