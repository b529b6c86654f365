"""Carbon stored by soils, and carbon spent by construction.

Stocks come from the caller (ADEME ALDO tables of the commune) or from the default stocks.
"""

from collections.abc import Mapping

import numpy as np

from essor.engines.friches.case import Case
from essor.engines.friches.clocks import CARBON, CARBON_UNDISCOUNTED
from essor.engines.friches.flows import Flow
from essor.engines.friches.parameters import Parameters
from essor.engines.friches.quantities import (
    CO2_PER_CARBON,
    M2_PER_HECTARE,
    Quantity,
    is_nil,
    positive_part,
    total,
)
from essor.engines.friches.vocabulary import Bearer, Soil

KG_PER_TONNE = 1000.0


def default_stock_t(soils_m2: Mapping[Soil, Quantity], p: Parameters) -> Quantity:
    """Tonnes of carbon in soils and litter, from default stocks per hectare."""
    return total(
        area / M2_PER_HECTARE * p[f"carbone.stock_t_ha.{soil}"] for soil, area in soils_m2.items()
    )


def stocks_t(case: Case) -> tuple[Quantity, Quantity]:
    """Carbon before and after, tonnes of carbon."""
    before, after = case.site.carbon_stock_t, case.project.carbon_stock_t
    if before is None or after is None:
        if not case.rules.default_carbon:
            return 0.0, 0.0
        p = case.parameters
        return default_stock_t(case.site.soils_m2, p), default_stock_t(case.project.soils_m2, p)
    return before, after


def gained_co2_t(case: Case) -> Quantity:
    """Tonnes of CO2 that the new soils hold beyond the old ones (negative: released)."""
    before, after = stocks_t(case)
    return (after - before) * CO2_PER_CARBON


def stored_carbon(case: Case) -> list[Flow]:
    """Value of the change of stock.

    The reference counts all of it at once, undiscounted. Corrected: a loss is immediate
    (the soil is turned over), a gain builds up over `carbone.annees_stockage` years.
    """
    gained = gained_co2_t(case)
    if is_nil(gained):
        return []
    shares = {Bearer.HUMANITY: 1.0}
    start = case.opening
    if not case.rules.carbon_over_time:
        once = Flow(
            impact="carbone_stocke",
            amount=gained,
            clock=CARBON_UNDISCOUNTED,
            start=start,
            stop=start + 1,
            shares=shares,
        )
        return [once]
    years = int(float(case.parameters["carbone.annees_stockage"]))
    windows = (
        ("gain", positive_part(gained) / years, start, start + years),
        ("perte", np.minimum(gained, 0.0), case.released, case.released + 1),
    )
    return [
        Flow(
            impact="carbone_stocke",
            detail=detail,
            amount=amount,
            clock=CARBON,
            start=first,
            stop=last,
            shares=shares,
        )
        for detail, amount, first, last in windows
        if not is_nil(amount)
    ]


def embodied_tonnes(case: Case) -> Quantity:
    """Tonnes of CO2 spent to build the new floors and the solar plant."""
    p = case.parameters
    floors = total(
        area * p[f"construction.co2_kg_m2.{use}"] for use, area in case.project.floors_m2.items()
    )
    return floors / KG_PER_TONNE


def embodied_carbon(case: Case) -> list[Flow]:
    """Carbon of construction, paid the year before opening (EUR). Absent from the reference.

    Solar panels are not counted here: their life-cycle emissions are already in the
    55 g/kWh that `solar.py` deducts.
    """
    if not case.rules.embodied_carbon:
        return []
    tonnes = embodied_tonnes(case)
    if is_nil(tonnes):
        return []
    year = max(case.opening - 1, 0)
    return [
        Flow(
            impact="carbone_construction",
            amount=-tonnes,
            clock=CARBON,
            start=year,
            stop=year + 1,
            shares={Bearer.HUMANITY: 1.0},
        )
    ]
