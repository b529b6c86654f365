"""Filters of the plans of soils: emissions, prices by the tonne, shares without their sign."""

from django import template

from essor.reports.plan_terres import words

register = template.Library()


@register.filter
def co2(value: float) -> str:
    """Write kilograms of CO2e as tonnes: « 412 t CO2e »."""
    return words.kg_as_tonnes(float(value))


@register.filter
def tkm(value: float) -> str:
    """Write tonne-kilometres."""
    return words.tkm(float(value))


@register.filter
def taille(share: float) -> str:
    """Write a share without its sign: « 19 % »."""
    return words.percent(abs(share))
