"""Tags of the pages of the observatory: its tabs, a figure as a reader must see it."""

import datetime as dt
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils import timezone

from essor.foundations.french import format_date
from essor.observatory.wording import STATUSES, UNKNOWN, bounds_text, figure_text, place_text, said
from essor.web.observatoire.lake import the_lake
from essor.web.observatoire.onglets import onglets_of
from essor.web.observatoire.state import state_of

register = template.Library()


@register.inclusion_tag("observatoire/onglets_liste.html", takes_context=True)
def onglets_observatoire(context: template.Context) -> dict[str, Any]:
    """Draw the tabs; `onglet` in the context is the key of the current one."""
    territoire = context.get("territoire")
    code = territoire.code if territoire else ""
    return {"onglets": onglets_of(code=code, current=context.get("onglet") or "")}


@register.inclusion_tag("observatoire/etat.html")
def etat_observatoire() -> dict[str, Any]:
    """Say in a line what is loaded, what is a sample, what is old, and lead to the catalogue."""
    return {"state": state_of(the_lake(), on=timezone.localdate())}


@register.inclusion_tag("observatoire/figure.html", takes_context=True)
def figure(
    context: template.Context, value: Any, indicator: Any = None, niveau: str = "", code: str = ""
) -> dict[str, Any]:
    """Draw a value with its unit, its bounds, what is uncertain, and the link to what made it.

    value : a Value, or any object with value, low, high, status, vintage, rubrique; then
    `indicator`, `niveau` and `code` of the place are given beside it
    The link goes through the territory of the page (`territoire` of the context).
    """
    lieu = getattr(value, "lieu", None)
    what = indicator or value.indicator
    numbers = {"value": value.value, "low": value.low, "high": value.high}
    return {
        "text": figure_text(**numbers, unit=what.unit),
        "bounds": bounds_text(**numbers),
        "status": value.status,
        "words": STATUSES.get(value.status, value.status),
        "href": figure_href(
            territoire=context["territoire"].code,
            indicator=what.id,
            niveau=niveau or (lieu.niveau if lieu else ""),
            code=code or (lieu.code if lieu else value.code),
            rubrique=getattr(value, "rubrique", ""),
            vintage=value.vintage,
        ),
    }


def figure_href(
    *, territoire: str, indicator: str, niveau: str, code: str, rubrique: str, vintage: str
) -> str:
    """Return the address of the page that says what one figure is made of."""
    asked = {"rubrique": rubrique, "millesime": vintage}
    if code != territoire:
        asked = {"lieu": f"{niveau}:{code}", **asked}
    said = urlencode({key: one for key, one in asked.items() if one})
    page = reverse("observatoire:chiffre", args=[territoire, indicator])
    return f"{page}?{said}" if said else page


@register.filter
def lieu_dit(lieu: Any) -> str:
    """Write « zone d'emploi de Clermont-Ferrand (92 % des habitants) »."""
    return place_text(niveau=lieu.niveau, nom=lieu.nom, part=lieu.part)


@register.simple_tag(takes_context=True)
def lien_permanent(context: template.Context, value: Any, version: str) -> str:
    """Return the address of a figure that says everything, the version of the data included."""
    asked = {
        "lieu": f"{value.lieu.niveau}:{value.lieu.code}",
        "rubrique": value.rubrique,
        "millesime": value.vintage,
        "version": version,
    }
    page = reverse("observatoire:chiffre", args=[context["territoire"].code, value.indicator.id])
    return f"{page}?{urlencode(asked)}"


@register.filter
def cellule(value: Any) -> str:
    """Write a cell of a source row: unknown says so, a code stays a code."""
    if value is None:
        return UNKNOWN
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, Decimal):
        return said(float(value))
    if isinstance(value, dt.date):
        return format_date(value)
    return str(value)
