"""Run every formula on one case and gather the flows."""

from collections.abc import Callable, Mapping

from essor.engines.friches import (
    balance,
    carbon,
    duties,
    freshness,
    nature,
    property_value,
    roads,
    solar,
    taxation,
    travel,
    upkeep,
)
from essor.engines.friches.case import Case
from essor.engines.friches.clocks import (
    Clocks,
    Series,
    discount_series,
    geometric_path,
    growth_series,
)
from essor.engines.friches.flows import Flow
from essor.engines.friches.metrics import metrics
from essor.engines.friches.parameters import Parameters
from essor.engines.friches.phasing import interim_use, phased
from essor.engines.friches.public_funds import cost_of_public_funds
from essor.engines.friches.quantities import Quantity
from essor.engines.friches.residual import residual_value
from essor.engines.friches.results import Appraisal
from essor.engines.friches.status_quo import status_quo_flows, status_quo_metrics

Formula = Callable[[Case], list[Flow]]

BALANCE: tuple[Formula, ...] = (balance.works, balance.trades, balance.subsidies)
INDIRECT: tuple[Formula, ...] = (
    upkeep.avoided_upkeep,
    upkeep.lost_operation,
    upkeep.lost_rent,
    duties.transfer_duties,
    carbon.stored_carbon,
    carbon.embodied_carbon,
    nature.soil_services,
    upkeep.new_rent,
    taxation.housing_taxes,
    taxation.company_taxes,
    roads.friche_roads,
    property_value.property_value,
    freshness.freshness,
    travel.travel,
    solar.avoided_energy_carbon,
    taxation.solar_taxes,
)


def clocks_of(case: Case) -> Clocks:
    """Yearly series of the case's parameters on its calendar."""
    p, years, n_years = case.parameters, case.frame.years, case.frame.n_years
    return Clocks(
        series={
            Series.DISCOUNT: discount_series(rate=p["actualisation.taux"], n_years=n_years),
            Series.INCOME: growth_series(
                rate=p["pib_par_tete.croissance"],
                base_year=p["pib_par_tete.annee_base"],
                years=years,
            ),
            Series.CARBON_PRICE: geometric_path(anchors=_anchors(p, "carbone.valeur"), years=years),
            Series.CAR_EMISSIONS: geometric_path(
                anchors=_anchors(p, "deplacements.emissions_g_km"), years=years
            ),
        },
        n_years=n_years,
    )


def _anchors(p: Parameters, prefix: str) -> Mapping[int, Quantity]:
    return {int(year): value for year, value in p.group(prefix).items()}


def appraise(case: Case) -> Appraisal:
    """Appraise one case: the developer's balance, everyone else's gains, the physical side."""
    clocks = clocks_of(case)
    own = [flow for formula in BALANCE for flow in formula(case)]
    indirect = [flow for formula in INDIRECT for flow in formula(case)]
    operation = balance.operation(case)
    (own if balance.is_operation_in_balance(case) else indirect).extend(operation)
    own, indirect = phased(case, own), phased(case, indirect)
    own += interim_use(case)
    indirect += residual_value(case)
    indirect += cost_of_public_funds(case, [*own, *indirect])
    return Appraisal(
        frame=case.frame,
        clocks=clocks,
        balance=tuple(own),
        indirect=tuple(indirect),
        status_quo=tuple(status_quo_flows(case)),
        metrics=metrics(case, clocks),
        status_quo_metrics=status_quo_metrics(case),
    )
