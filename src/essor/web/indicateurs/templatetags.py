"""Filters of the indicators: units in words."""

from django import template

from essor.foundations.units import unit_label

register = template.Library()


@register.filter
def unite(unit: str) -> str:
    """Write a unit as a reader sees it after a figure."""
    return unit_label(unit)
