"""Tonnes, kilometres, emissions and shares as French sentences write them."""

from essor.foundations.french import format_number
from essor.reports.charts.scale import short_eur
from essor.reports.plan_terres.front import tonnes_co2

NBSP = "\u00a0"
KG = 1000.0
SMALL = 10.0
__all__ = ["eur_t", "kg_as_tonnes", "percent", "short_eur", "signed_eur", "tkm", "tonnes"]


def tonnes(value: float) -> str:
    """« 61 200 t », with a decimal under ten tonnes."""
    decimals = 0 if abs(value) >= SMALL or value == round(value) else 1
    return f"{format_number(round(value, decimals) + 0.0, decimals=decimals)}{NBSP}t"


def tkm(value: float) -> str:
    """« 1 204 000 t·km »."""
    return f"{format_number(round(value) + 0)}{NBSP}t·km"


def kg_as_tonnes(value: float) -> str:
    """« 412 t CO2e », from kilograms."""
    return tonnes_co2(value / KG)


def percent(share: float) -> str:
    """« 78 % », « 0,4 % » when it would else read zero."""
    shown = 100 * share
    decimals = 0 if abs(shown) >= 1 or shown == 0 else 1
    return f"{format_number(round(shown, decimals) + 0.0, decimals=decimals)}{NBSP}%"


def eur_t(value: float) -> str:
    """« 12,40 €/t »."""
    return f"{format_number(round(value, 2) + 0.0, decimals=2)}{NBSP}€/t"


def first_capital(text: str) -> str:
    """Begin a sentence with a capital, whatever follows left alone."""
    return text[:1].upper() + text[1:]


def signed_eur(value: float) -> str:
    """« +12 k€ », « −3 k€ », « 0 € »."""
    return f"+{short_eur(value)}" if round(value) > 0 else short_eur(value)
