"""Filters of the risks: levels and classes in words."""

from decimal import Decimal

from django import template

from essor.foundations.french import format_eur, format_number
from essor.records.risques.models import Risque
from essor.records.risques.scale import Echelle

register = template.Library()
NBSP = "\u00a0"
NIVEAUX = {"faible": "Faible", "moyen": "Moyen", "eleve": "Élevé", "critique": "Critique"}


@register.filter
def niveau(name: str | None) -> str:
    """Write the class of a criticality."""
    return "non évalué" if name is None else NIVEAUX[name]


@register.filter
def probabilite(level: int | None, echelle: Echelle) -> str:
    """Write a level of probability: « 4, probable »."""
    return "non évaluée" if level is None else f"{level}, {echelle.probabilites[level - 1]}"


@register.filter
def mot_probabilite(level: int, echelle: Echelle) -> str:
    """Write the word of a level of probability alone."""
    return echelle.probabilites[level - 1]


@register.filter
def impact(level: int | None, echelle: Echelle) -> str:
    """Write a level of impact: « 3, sérieux »."""
    return "non évalué" if level is None else f"{level}, {echelle.impacts[level - 1]}"


@register.filter
def retard(risque: Risque) -> str:
    """Write the range of delay, as it was given."""
    low, likely, high = risque.retard_min_days, risque.retard_days, risque.retard_max_days
    if low is None or likely is None or high is None:
        return "non estimé"
    return f"de {low} à {format_number(high)} jours, {format_number(likely)} probable"


@register.filter
def surcout(risque: Risque) -> str:
    """Write the range of extra cost, as it was given."""
    bounds: tuple[Decimal | None, ...]
    bounds = (risque.surcout_min_eur, risque.surcout_eur, risque.surcout_max_eur)
    low, likely, high = bounds
    if low is None or likely is None or high is None:
        return "non estimé"
    return f"de {format_eur(low)} à {format_eur(high)}, {format_eur(likely)} probable"


@register.filter
def chance(share: float) -> str:
    """Write a chance; a share of draws is never said certain nor impossible by rounding."""
    percent = share * 100
    if 0 < percent < 1:
        return f"moins de 1{NBSP}%"
    if 99 < percent < 100:
        return f"plus de 99{NBSP}%"
    return f"{round(percent)}{NBSP}%"
