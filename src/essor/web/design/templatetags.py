"""Filters of every template: French dates, euros and absences."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django import template

from essor.foundations.french import format_date, format_eur, format_number
from essor.records.accounts.roles import Capability
from essor.web.design.navigation import bar_of

register = template.Library()
NON_PUBLIE = "non publié"
FIRST_PLURAL = 2


@register.filter
def eur(value: Decimal | None) -> str:
    """Write an amount in euros; an unknown amount says so."""
    return NON_PUBLIE if value is None else format_eur(value)


@register.filter
def nombre(value: int | Decimal | None) -> str:
    """Write a number with French separators; an unknown number says so."""
    return NON_PUBLIE if value is None else format_number(value)


@register.filter
def jour(value: dt.date | None) -> str:
    """Write a date in French; an unknown date says so."""
    return NON_PUBLIE if value is None else format_date(value)


@register.filter
def ou_non_publie(value: Any) -> Any:
    """Show « non publié » for whatever is unknown."""
    return NON_PUBLIE if value is None or value == "" else value


@register.filter
def pluralize(value: Any, endings: str = "s") -> str:
    """Write the ending of the plural: French keeps the singular for zero, Django does not.

    endings : that of the plural, or « singular,plural »
    """
    singular, _, plural = f",{endings}".rpartition(",")
    try:
        count = len(value) if hasattr(value, "__len__") and not isinstance(value, str) else value
        return plural if abs(float(count)) >= FIRST_PLURAL else singular.lstrip(",")
    except (TypeError, ValueError):
        return ""


@register.inclusion_tag("design/navigation.html", takes_context=True)
def territory_navigation(context: template.Context) -> dict[str, Any]:
    """Draw the links of the territory that the page is about."""
    territoire, access = context["territoire"], context["access"]
    tab = context.get("tab") or ""
    return {
        "bar": bar_of(
            code=territoire.code,
            tab=tab,
            is_member=access.is_member,
            is_manager=access.can(Capability.EDIT_PLAN),
        ),
        "territoire": territoire,
    }
