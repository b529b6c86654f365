"""Filters of the studies: short amounts, shares, drawings."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from essor.reports.charts.scale import short_eur
from essor.reports.etude_friche.words import number, percent

register = template.Library()


@register.filter
def court(value: float) -> str:
    """Write an amount in a few digits: « 12,4 M€ »."""
    return short_eur(value)


@register.filter
def part(value: float) -> str:
    """Write a share as a percentage."""
    return percent(value)


@register.filter
def mesure(value: float) -> str:
    """Write a number with three significant figures."""
    return number(value)


@register.filter
def dessin(svg: str) -> SafeString:
    """Put a drawing in the page; the charts escape every text themselves."""
    return mark_safe(svg)  # noqa: S308 - made by reports/charts, which escapes
