"""The tabs of the rooms of excavated soils, and how their figures are written."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django import template
from django.urls import Resolver404, resolve

from essor.foundations.french import format_number
from essor.records.terres.analyses_values import ResultatValues
from essor.records.terres.engine_facts import code_of
from essor.records.terres.models import Resultat
from essor.records.terres.words import parametre_label

register = template.Library()
NON_PUBLIE = "non publié"
NBSP = "\u00a0"
TENTHS_UNDER = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Onglet:
    """One tab: ``key`` is what a page gives its template as ``onglet``."""

    key: str
    label: str
    path: str
    is_for_members: bool = False


ONGLETS = (
    Onglet(key="apercu", label="Vue d'ensemble", path=""),
    Onglet(key="lots", label="Lots et analyses", path="lots/"),
    Onglet(key="exutoires", label="Exutoires", path="exutoires/"),
    Onglet(key="compatibilite", label="Compatibilité", path="compatibilite/"),
    Onglet(key="plans", label="Plans", path="plans/"),
    Onglet(key="bordereaux", label="Bordereaux", path="bordereaux/", is_for_members=True),
    Onglet(key="registre", label="Registre", path="registre/", is_for_members=True),
)


@register.inclusion_tag("terres/onglets_liste.html", takes_context=True)
def onglets_terres(context: template.Context) -> dict[str, Any]:
    """Draw the tabs whose pages exist, the current one marked.

    onglet : in the context, the key of the current tab
    """
    code, access = context["territoire"].code, context["access"]
    shown = [
        {"label": one.label, "href": href, "is_current": one.key == context.get("onglet")}
        for one in ONGLETS
        if (access.is_member or not one.is_for_members)
        and is_served(href := f"/territoires/{code}/terres/{one.path}")
    ]
    return {"onglets": shown}


def is_served(href: str) -> bool:
    """Tell whether an address leads to a page of this installation."""
    try:
        resolve(href)
    except Resolver404:
        return False
    return True


@register.filter
def tonnes(value: Any) -> str:
    """Write « 84 200 t », to the tonne, to the tenth under ten; unknown says so."""
    if value is None:
        return NON_PUBLIE
    amount = Decimal(str(value))
    step = Decimal("0.1") if abs(amount) < TENTHS_UNDER else Decimal(1)
    return f"{format_number(amount.quantize(step, rounding=ROUND_HALF_UP))}{NBSP}t"


@register.filter
def quantite(value: Any, unit: str = "") -> str:
    """Write a number without the zeros that the base adds, and its unit; unknown says so."""
    if value is None or value == "":
        return NON_PUBLIE
    return f"{format_number(Decimal(str(value)))}{NBSP}{unit}".strip()


@register.filter
def pourcent(value: float | None) -> str:
    """Write a share as « 61 % »; all but nothing and nearly all are never rounded away."""
    if value is None:
        return NON_PUBLIE
    whole = min(99, round(100 * value)) if value < 1 else 100
    return f"moins de 1{NBSP}%" if whole == 0 and value > 0 else f"{whole}{NBSP}%"


@register.filter
def oui_non(value: bool | None) -> str:
    """Write yes, no, or that nobody published it."""
    return {True: "oui", False: "non"}.get(value, NON_PUBLIE)  # type: ignore[arg-type]


@register.filter
def parametre_de(row: Resultat | ResultatValues) -> str:
    """Write the quantity that a line measures."""
    return parametre_label(code_of(row))
