"""The map of any indicator, and its list."""

from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from essor.observatory.across import levels_across
from essor.observatory.contours.layers import ENCARTS, GROUND
from essor.observatory.contours.places import shipped_places
from essor.observatory.contours.reading import FRAMES, has_layer, layer_version
from essor.observatory.geography import Niveau
from essor.observatory.lake import Lake
from essor.observatory.provenance import provenance_of
from essor.web.carte.asked import IGN, NIVEAUX, ORDERS, CarteAsked, read_asked
from essor.web.carte.choices import PLURALS, choices_of, why_not
from essor.web.carte.drawn import Drawn, draw
from essor.web.carte.fallback import drawing_of
from essor.web.carte.views_data import values_version
from essor.web.observatoire.lake import is_empty, the_lake
from essor.web.observatoire.place import SECTION

GEOPLATEFORME = "https://data.geopf.fr"
SHOWN = 200  # places of the list on one page


@require_safe
def carte(request: HttpRequest) -> HttpResponse:
    """Show the map, its legend, its list and where to get them."""
    lake = the_lake()
    context: dict[str, Any] = {"section": SECTION, "onglet": "carte", "is_empty": is_empty(lake)}
    if context["is_empty"]:
        return render(request, "carte/carte.html", context)
    noms = shipped_places().noms[Niveau.TERRITOIRE]
    asked = read_asked(request, lake, noms)
    drawn = draw(lake, asked)
    context |= {
        "asked": asked,
        "drawn": drawn,
        "choices": choices_of(lake, asked, noms),
        "why": why_not(asked.indicator, asked.niveau, levels_across(lake)),
        "provenance": provenance_of(lake, asked.indicator),
        "places": PLURALS[asked.niveau],
        "niveaux": {one.name: str(one) for one in NIVEAUX},
        "nom_territoire": noms.get(asked.territoire, ""),
        "svg": drawing_of(drawn),
        "live": live(lake, asked),
        "sorts": {name: asked.query(order=name, sens=_turned(asked, name)) for name in ORDERS},
        "fond": _background(asked),
        **_page(drawn),
    }
    response = render(request, "carte/carte.html", context)
    if asked.fond == IGN:
        let_background(response)
    return response


def live(lake: Lake, asked: CarteAsked) -> dict[str, str]:
    """Return the addresses that the script of the map asks, each naming its version.

    Nothing where the contours of this level are neither loaded nor shipped.
    """
    layer = layer_asked(asked)
    if not has_layer(lake, layer):
        return {}
    ground = "" if asked.fond or asked.niveau is Niveau.COMMUNE else f"{GROUND}{ENCARTS}"
    values = reverse("carte:valeurs") + asked.query() + f"&v={values_version(lake, asked)}"
    return {
        "contours": contours_href(lake, layer),
        "ground": contours_href(lake, ground),
        "cadres": contours_href(lake, FRAMES) if layer.endswith(ENCARTS) else "",
        "valeurs": values,
        "niveau": str(asked.niveau),
        "fond": asked.fond,
    }


def layer_asked(asked: CarteAsked) -> str:
    """Return the layer to draw: overseas in its frames, unless a background says where it is."""
    if asked.niveau is Niveau.COMMUNE:
        return asked.territoire
    return str(asked.niveau) if asked.fond else f"{asked.niveau}{ENCARTS}"


def contours_href(lake: Lake, layer: str) -> str:
    """Return the address of a layer."""
    if not layer:
        return ""
    return f"{reverse('carte:contours', args=[layer])}?v={layer_version(lake, layer)}"


def let_background(response: HttpResponse) -> None:
    """Let this one page ask the IGN for its background; no other page asks anything elsewhere."""
    directives = cast("dict[str, list[object]]", settings.CONTENT_SECURITY_POLICY["DIRECTIVES"])
    response._csp_update = {  # type: ignore[attr-defined]
        "connect-src": [*directives["default-src"], GEOPLATEFORME],
        "img-src": [*directives["img-src"], GEOPLATEFORME],
    }


def _turned(asked: CarteAsked, order: str) -> str:
    """Return the way that a head sorts: the other one where it sorts already."""
    if order == asked.order:
        return "asc" if asked.sens == "desc" else "desc"
    return "asc" if order == "nom" else "desc"


def _background(asked: CarteAsked) -> dict[str, str]:
    if asked.fond:
        return {"href": asked.query(fond=""), "label": "Enlever le fond de l'IGN"}
    return {"href": asked.query(fond=IGN), "label": "Mettre le fond de l'IGN (demande Internet)"}


def _page(drawn: Drawn) -> dict[str, Any]:
    total = len(drawn.rows)
    pages = max(1, -(-total // SHOWN))
    page = min(drawn.asked.page, pages)
    return {
        "shown": drawn.rows[(page - 1) * SHOWN : page * SHOWN],
        "page": page,
        "pages": pages,
        "before": drawn.asked.query(page=page - 1) if page > 1 else "",
        "after": drawn.asked.query(page=page + 1) if page < pages else "",
    }
