"""What happens if nothing is done: the yearly cost and services of the site as it is."""

from essor.engines.friches.carbon import default_stock_t
from essor.engines.friches.case import Case
from essor.engines.friches.clocks import CARBON_UNDISCOUNTED, GROWING
from essor.engines.friches.flows import Flow, transfer
from essor.engines.friches.nature import cover_of, service_values
from essor.engines.friches.quantities import CO2_PER_CARBON, Quantity, area_of, is_nil
from essor.engines.friches.upkeep import bearer_of, operating_benefit
from essor.engines.friches.vocabulary import GREEN, UPKEEP, Bearer, Expense, Soil

TAXES = frozenset({Expense.PROPERTY_TAXES, Expense.OPERATIONS_TAXES})


def status_quo_flows(case: Case) -> list[Flow]:
    """Costs (negative) and services (positive) of the site kept as it is, EUR per year."""
    flows = [*_upkeep(case), *_taxes(case), *_operation(case), *_rent(case)]
    return [*flows, *_services(case), *_carbon(case)]


def _upkeep(case: Case) -> list[Flow]:
    if not case.is_friche:
        return []
    return [
        Flow(
            impact=f"frais_friche_{'locataire' if e.is_paid_by_tenant else 'proprietaire'}",
            detail=e.purpose,
            amount=-e.amount_eur,
            shares={
                Bearer.TENANT
                if e.is_paid_by_tenant
                else bearer_of(case.site.owner, Bearer.OWNER): 1.0
            },
        )
        for e in case.site.expenses
        if e.purpose in UPKEEP and not is_nil(e.amount_eur)
    ]


def _taxes(case: Case) -> list[Flow]:
    shares = {Bearer.LOCAL_AUTHORITY: 1.0}
    if case.rules.transfers_balanced and not case.site.is_operated:
        owner = bearer_of(case.site.owner, Bearer.OWNER)
        shares = transfer(to=Bearer.LOCAL_AUTHORITY, by=owner)
    return [
        Flow(
            impact="recettes_fiscales",
            detail=e.purpose,
            amount=e.amount_eur,
            clock=GROWING,
            shares=shares,
        )
        for e in case.site.expenses
        if e.purpose in TAXES and not is_nil(e.amount_eur)
    ]


def _rent(case: Case) -> list[Flow]:
    owner = bearer_of(case.site.owner, Bearer.OWNER)
    # An operator's benefit is net of rent and taxes already.
    is_idle = case.rules.transfers_balanced and not case.site.is_operated
    payer = {Bearer.TENANT: -1.0} if is_idle else {}
    return [
        Flow(impact="loyer_percu", amount=e.amount_eur, shares={owner: 1.0} | payer)
        for e in case.site.expenses
        if e.purpose is Expense.RENT and not is_nil(e.amount_eur)
    ]


def _operation(case: Case) -> list[Flow]:
    if not case.site.is_operated:
        return []
    benefit = operating_benefit(case.site)
    return [Flow(impact="benefice_exploitation", amount=benefit, shares={Bearer.TENANT: 1.0})]


def _services(case: Case) -> list[Flow]:
    polluted = -1.0 * case.site.contaminated_m2
    values = service_values(cover_of(case.site.soils_m2, clean_m2=polluted), case.parameters)
    if not case.rules.status_quo_water:
        # The reference forgets that the site's own vegetation cleans water.
        bare = cover_of({}, clean_m2=polluted)
        name = "regulation_qualite_eau"
        values[name] = service_values(bare, case.parameters)[name]
    return [
        Flow(impact=impact, amount=value, clock=GROWING, shares={Bearer.SOCIETY: 1.0})
        for impact, value in values.items()
        if not is_nil(value)
    ]


def _stock_co2_t(case: Case) -> Quantity:
    stock = case.site.carbon_stock_t
    if stock is None and case.rules.default_carbon:
        stock = default_stock_t(case.site.soils_m2, case.parameters)
    return 0.0 if stock is None else stock * CO2_PER_CARBON


def _carbon(case: Case) -> list[Flow]:
    """Value of the carbon already in the soils, a stock rather than a yearly service."""
    return [
        Flow(
            impact="carbone_en_stock",
            amount=_stock_co2_t(case),
            clock=CARBON_UNDISCOUNTED,
            stop=1,
            shares={Bearer.HUMANITY: 1.0},
        )
    ]


def status_quo_metrics(case: Case) -> dict[str, Quantity]:
    """Physical facts of the site as it is."""
    soils = case.site.soils_m2
    hurt = case.site.accidents.items() if case.is_friche else ()
    return (
        {f"accidents_site_{gravity}": number for gravity, number in hurt}
        | {f"sols_m2.{soil}": area for soil, area in soils.items()}
        | {
            "surface_polluee_m2": case.site.contaminated_m2,
            "co2_en_stock_t": _stock_co2_t(case),
            "sol_vert_permeable_m2": area_of(soils, GREEN),
            "sol_mineral_permeable_m2": area_of(soils, {Soil.MINERAL}),
        }
    )
