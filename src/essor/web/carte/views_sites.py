"""The sites of a territory: a map, a list, files."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from essor.observatory.catalogue import get_source
from essor.observatory.contours.places import shipped_places
from essor.observatory.provenance import provenance
from essor.observatory.sites.listing import unverified_share
from essor.observatory.sites.site import SOURCES, vintage_of
from essor.web.carte.answers import GEOJSON, compressed_answer, mark_of, packed_json
from essor.web.carte.asked import IGN
from essor.web.carte.sites_asked import Found, SitesAsked, find_sites, read_sites
from essor.web.carte.views_carte import contours_href, let_background
from essor.web.design.csv_file import csv_file
from essor.web.observatoire.lake import the_lake
from essor.web.observatoire.place import page_of
from essor.web.observatoire.tables import cells_of


@require_safe
def sites(request: HttpRequest, code: str) -> HttpResponse:
    """Show the sites of a territory on the map and in the list."""
    context = page_of(request, code, onglet="sites")
    if context["is_empty"]:
        return render(request, "carte/sites.html", context)
    lake, asked = the_lake(), _asked(request, code)
    found = find_sites(lake, code, asked)
    fond = IGN if request.GET.get("fond") == IGN else ""
    context |= {
        "asked": asked,
        "found": found,
        "unverified": _per_cent(unverified_share(lake)),
        "fond": fond,
        "background": _background(asked, fond),
        "provenances": [provenance(lake, get_source(one)) for one in sorted(set(SOURCES.values()))],
        "live": {
            "contours": contours_href(lake, code),
            "points": reverse("carte:sites_geojson", args=[code]) + asked.query(),
            "fond": fond,
        },
    }
    response = render(request, "carte/sites.html", context)
    if fond:
        let_background(response)
    return response


@require_safe
def sites_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Send the list as asked for."""
    found = _found(request, code)
    labels = (
        "Identifiant", "Genre", "Nom", "Commune", "Codes INSEE", "Ce que dit la source", "Observé",
        "Longitude", "Latitude", "Précision", "Source", "Millésime",
    )  # fmt: skip
    lines = [
        cells_of([
            one.site.id, one.label, one.site.nom, one.commune, ", ".join(one.site.communes),
            ", ".join(one.site.faits), one.site.observed, one.site.longitude, one.site.latitude,
            one.placed or "à son adresse ou à sa parcelle", get_source(one.site.source).title,
            vintage_of(one.site.genre),
        ])
        for one in found.rows
    ]  # fmt: skip
    return csv_file(f"sites-{code}", labels, lines)


@require_safe
def sites_geojson(request: HttpRequest, code: str) -> HttpResponse:
    """Send the sites that have a point, and how many have none."""
    found = _found(request, code)
    features: list[dict[str, Any]] = [
        {
            "type": "Feature",
            "properties": one.as_properties(),
            "geometry": {
                "type": "Point",
                "coordinates": [round(one.site.longitude, 6), round(one.site.latitude or 0.0, 6)],
            },
        }
        for one in found.rows
        if one.site.longitude is not None
    ]
    body = {
        "type": "FeatureCollection",
        "sans_coordonnees": found.unplaced,
        "features": features,
    }
    content = packed_json(body)
    return compressed_answer(request, content, kind=GEOJSON, version=mark_of(content.hex()))


def _asked(request: HttpRequest, code: str) -> SitesAsked:
    return read_sites(request, shipped_places().communes_of(code))


def _found(request: HttpRequest, code: str) -> Found:
    page_of(request, code, onglet="sites")  # 404 for a territory that is not one
    return find_sites(the_lake(), code, _asked(request, code))


def _per_cent(share: float | None) -> str:
    return "" if share is None else f"{round(100 * share)}\u00a0%"


def _background(asked: SitesAsked, fond: str) -> dict[str, str]:
    query = asked.query()
    if fond:
        return {"href": query or "?", "label": "Enlever le fond de l'IGN"}
    with_ground = f"{query}&fond={IGN}" if query else f"?fond={IGN}"
    return {"href": with_ground, "label": "Mettre le fond de l'IGN (demande Internet)"}
