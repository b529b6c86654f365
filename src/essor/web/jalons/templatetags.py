"""Filters of the schedule: drifts and periods in words."""

from typing import Any

from django import template

from essor.foundations.french import format_number
from essor.foundations.periods import Period
from essor.records.jalons.calendar import JalonRow

register = template.Library()
NBSP = "\u00a0"
DAYS_PER_MONTH, DAYS_PER_YEAR = 30.4375, 365.25


@register.filter
def periode(period: Period | None) -> str:
    """Write the days that a date may mean; an unknown date says so."""
    return period.label() if period else "non publié"


@register.filter
def duree(days: float | None) -> str:
    """Write a signed number of days: « +12 jours », « −3 mois », « +4 ans », « 0 jour »."""
    if days is None:
        return "non publié"
    sign = "+" if days > 0 else "−" if days < 0 else ""
    size = abs(days)
    if size < 61:
        whole = round(size)
        return f"{sign}{whole}{NBSP}jour{'s' if whole > 1 else ''}"
    if size < 700:
        return f"{sign}{round(size / DAYS_PER_MONTH)}{NBSP}mois"
    return f"{sign}{format_number(round(size / DAYS_PER_YEAR, 1))}{NBSP}ans"


@register.filter
def derive(drift: Any) -> str:
    """Write a drift; a date given in words leaves a range, which is said."""
    if drift is None:
        return "non publié"
    if drift.days == 0:
        return "aucune"
    return duree(drift.days)


@register.filter
def bornes(drift: Any) -> str:
    """Write what the wordings allow, empty when both dates are exact."""
    if drift is None or drift.low_days == drift.high_days:
        return ""
    return f"entre {duree(drift.low_days)} et {duree(drift.high_days)}"


@register.filter
def etat_jalon(row: JalonRow) -> str:
    """Say where a milestone stands."""
    if row.is_reached:
        return "Atteint"
    if row.days_late:
        return "Date passée"
    return "Attendu" if row.current else "Sans date"


@register.filter
def pourcent(share: float | None) -> str:
    """Write a share as a whole percentage."""
    return "non publié" if share is None else f"{round(share * 100)}{NBSP}%"
