"""Costs taken when an instance is silent: dated, sourced parameters, shown to the user."""

from collections.abc import Mapping
from datetime import date

from essor.engines.terres.inputs import Costs
from essor.references.parameter import Parameter

DAYS_PER_WEEK = 7
NAMES = {
    "eur_per_tkm": "terres/transport_cout_tkm",
    "loading_eur_t": "terres/transport_chargement",
    "holding_eur_t_period": "terres/transport_attente_site",
    "unserved_eur_t": "terres/transport_penalite_non_evacue",
    "kgco2e_per_tkm": "terres/transport_co2_tkm",
    "detour": "terres/transport_detour",
    "access_km": "terres/transport_acces_km",
}


def default_costs(
    parameters: Mapping[str, Parameter], *, on: date, period_days: int = DAYS_PER_WEEK
) -> Costs:
    """Costs of a day; the price of waiting is given by week and turned into periods.

    Raises UserFault when a parameter has no value on that day.
    """
    found: dict[str, float] = {}
    for field, name in NAMES.items():
        value = parameters[name].at(on).value
        assert value is not None
        found[field] = float(value)
    found["holding_eur_t_period"] *= period_days / DAYS_PER_WEEK
    return Costs(**found)
