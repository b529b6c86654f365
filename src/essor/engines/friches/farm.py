"""Farms: yearly charges, incomes and jobs by hectare, for farmland before a project.

Source: AGRESTE, through the reference method (parameters `agricole.*`).
"""

from enum import StrEnum

from essor.engines.friches.parameters import Parameters
from essor.engines.friches.quantities import M2_PER_HECTARE, Quantity, round_half_up


class Farming(StrEnum):
    """Kinds of farm."""

    CATTLE = "bovins"
    CEREALS = "cereales_oleagineux"
    LARGE_VEGETABLES = "legumes_plein_champ"
    MARKET_GARDENING = "maraichage"
    HORTICULTURE = "horticulture"
    VINE = "viticulture"
    FRUIT = "fruits"
    PIG = "porcins"
    POULTRY = "volailles"
    SHEEP_AND_GOAT = "ovins_caprins"
    POLYCULTURE = "polyculture_elevage"


def farm_charges_eur(kind: Farming, *, area_m2: Quantity, p: Parameters) -> dict[str, Quantity]:
    """Yearly rent, taxes and other charges."""
    return _by_hectare(p.group(f"agricole.charges_eur_ha.{kind}"), area_m2)


def farm_incomes_eur(kind: Farming, *, area_m2: Quantity, p: Parameters) -> dict[str, Quantity]:
    """Yearly subsidies, sales and other incomes."""
    return _by_hectare(p.group(f"agricole.produits_eur_ha.{kind}"), area_m2)


def farm_fte(kind: Farming, *, area_m2: Quantity, p: Parameters) -> Quantity:
    """Full-time jobs, to one digit."""
    return round_half_up(area_m2 / M2_PER_HECTARE * p[f"agricole.etp_ha.{kind}"], 1)


def _by_hectare(rates: dict[str, Quantity], area_m2: Quantity) -> dict[str, Quantity]:
    return {name: round_half_up(area_m2 / M2_PER_HECTARE * rate) for name, rate in rates.items()}
