"""Ways to run the engine's public functions with the arguments of the reference's tests."""

from datetime import date

import numpy as np

from essor.engines.friches import (
    appraise,
    balance,
    clocks,
    farm,
    flows,
    freshness,
    jobs,
    nature,
    property_value,
    results,
    site_defaults,
    status_quo,
    travel,
)
from essor.engines.friches.calendar_defaults import default_schedule
from essor.engines.friches.case import Case
from essor.engines.friches.inputs import (
    Commune,
    Period,
    Project,
    Roles,
    Schedule,
    Site,
    SolarPlant,
    Surface,
    YearlyExpense,
)
from essor.engines.friches.programmes import default_project
from essor.engines.friches.quantities import round_half_up
from essor.engines.friches.reference import names
from essor.engines.friches.vocabulary import Nature, Programme, Soil, Space, Use

FARMS = dict(
    zip(
        [
            "CATTLE_FARMING",
            "CEREALS_AND_OILSEEDS_CULTIVATION",
            "LARGE_VEGETABLE_CULTIVATION",
            "MARKET_GARDENING",
            "FLOWERS_AND_HORTICULTURE",
            "VITICULTURE",
            "FRUITS_AND_OTHER_PERMANENT_CROPS",
            "PIG_FARMING",
            "POULTRY_FARMING",
            "SHEEP_AND_GOAT_FARMING",
            "POLYCULTURE_AND_LIVESTOCK",
        ],
        farm.Farming,
        strict=True,
    )
)
NATURES = {
    "FRICHE": Nature.FRICHE,
    "AGRICULTURAL_OPERATION": Nature.FARM,
    "NATURAL_AREA": Nature.NATURAL_AREA,
}
PERIOD = Period(starts_on=date(2024, 1, 1), ends_on=date(2024, 12, 31))
SCHEDULE = Schedule(reinstatement=PERIOD, installation=PERIOD, operations_first_year=2025)


def day(value):
    return date.fromisoformat(value["$date"][:10])


def soils(distribution):
    return {Soil(names.SOILS[name]): float(area) for name, area in distribution.items()}


def floors(distribution):
    return {Use(names.USES[name]): float(area) for name, area in distribution.items()}


def case(
    profile,
    *,
    years=10,
    first=2025,
    area=10000.0,
    population=1.0,
    city_m2=1.0,
    price=0.0,
    site=None,
    **project,
):
    return Case(
        commune=Commune(
            code_commune_insee="00000",
            population=population,
            surface_m2=city_m2,
            prix_median_eur_m2=price,
        ),
        site=site or Site(nature=Nature.FRICHE, activity=None, area_m2=area, soils_m2={}),
        project=Project(**({"programme": None, "surfaces": (), "schedule": SCHEDULE} | project)),
        parameters=profile.parameters,
        rules=profile.rules,
        frame=clocks.TimeFrame(first_year=first, n_years=years),
    )


def local_case(profile, facts, **project):
    """Case of the travel, freshness and influence services."""
    service = facts.get("sumOnEvolutionPeriodService", {}).get("args", [{}])[0]
    return case(
        profile,
        years=service.get("evaluationPeriodInYears", 10),
        first=service.get("operationsFirstYear", 2025),
        area=float(facts["siteSquareMetersSurfaceArea"]),
        population=facts["cityPopulation"],
        city_m2=facts["citySquareMetersSurfaceArea"],
        floors_m2=floors(facts.get("buildingsFloorAreaDistribution", {})),
        **project,
    )


def series(profile, name, year):
    frame = case(profile, years=1, first=year)
    return float(appraise.clocks_of(frame).weights(frozenset({name}))[0])


def discount(profile, args, _):
    rate = profile.parameters["actualisation.taux"]
    return float(clocks.discount_series(rate=rate, n_years=args[0] + 1)[-1])


def weighted(profile, ctor, value, clock, window=None):
    frame = case(profile, years=ctor["evaluationPeriodInYears"], first=ctor["operationsFirstYear"])
    window = window or {}
    flow = flows.Flow(
        impact="x",
        amount=value,
        clock=clock,
        start=window.get("startYearIndex", 0),
        stop=window.get("endYearIndex", 10_000),
    )
    return flow, appraise.clocks_of(frame)


def weighted_sum(clock, *, scale=1.0):
    def run(profile, args, ctor):
        flow, ticks = weighted(
            profile, ctor[0], args[0] * scale, clock, args[1] if args[1:] else None
        )
        return float(round_half_up(flows.present_value(flow, ticks)))

    return run


def weighted_years(profile, args, ctor):
    known = {"discount": clocks.Series.DISCOUNT}
    clock = frozenset(known[name] for name in args[1])
    flow, ticks = weighted(profile, ctor[0], args[0], clock, args[2] if args[2:] else None)
    return list(flows.yearly_values(flow, ticks))


def service(name):
    """One ecosystem service from areas given by name."""

    def run(profile, args, _):
        areas = args[0] if isinstance(args[0], dict) else None
        zero = dict.fromkeys(("forest", "prairie", "wetland", "permanent", "permeable", "clean"), 0)
        if areas is not None:
            zero |= {
                "forest": areas.get("forestSurfaceArea") or 0,
                "prairie": areas.get("prairieSurfaceArea") or 0,
                "wetland": areas.get("wetLandSurfaceArea") or 0,
                "clean": areas.get("decontaminatedSurfaceArea") or 0,
            }
        elif name == "produits_forestiers":
            zero["forest"] = args[0]
        else:
            zero |= {"permanent": args[0], "permeable": args[1] if args[1:] else 0}
        return float(nature.service_values(nature.Cover(**zero), profile.parameters)[name])

    return run


def change_of_service(name):
    def run(profile, _, ctor):
        facts = ctor[0]
        clean = facts.get("projectDecontaminedSurfaceArea", 0)
        before = nature.cover_of(soils(facts["siteSoilsDistribution"]), clean_m2=0)
        after = nature.cover_of(soils(facts["projectSoilsDistribution"]), clean_m2=clean)
        return float(nature.service_values(after - before, profile.parameters)[name]) or None

    return run


def break_even(profile, args, _):
    facts = args[0]
    rows = [
        *facts["aggregatedIndirectEconomicImpacts"],
        *facts["projectEconomicBalance"]["details"],
    ]
    once = sum(row["total"] for row in rows if "detailsByYear" not in row)
    yearly = np.sum([row["detailsByYear"] for row in rows if "detailsByYear" in row], axis=0)
    cumulative = once + np.cumsum(yearly)
    frame = clocks.TimeFrame(
        first_year=facts["operationsFirstYear"], n_years=facts["evaluationPeriodInYears"]
    )
    year = results.break_even(cumulative, frame)
    return None if np.isnan(year) else str(int(year))


def rise(profile, args, _):
    area, city, population, price, timer, is_renaturation = args
    if is_renaturation:
        return None
    found = case(
        profile,
        years=timer["args"][0]["evaluationPeriodInYears"],
        area=float(area),
        population=population,
        city_m2=city,
        price=price,
    )
    ticks = appraise.clocks_of(found)
    lines = property_value.property_value(found)
    totals = [float(round_half_up(flows.present_value(line, ticks))) for line in lines]
    return [*totals, *(list(flows.yearly_values(line, ticks)) for line in lines)]


def development_balance(profile, args, _):
    facts = args[0]
    parties = facts["stakeholders"]
    developer = parties["project"]["developer"].get("structureName")
    owner = parties["future"].get("owner", {}).get("structureName")
    payer = parties["project"]["reinstatementContractOwner"].get("structureName")
    costs, revenues = facts["costs"], facts["revenues"]
    is_solar = facts["developmentPlanType"] == "PHOTOVOLTAIC_POWER_PLANT"
    found = case(
        profile,
        solar=SolarPlant(power_kwc=1.0, production_mwh=1.0, contract_years=20)
        if is_solar
        else None,
        installation_costs_eur={
            names.WORKS[row["purpose"]]: row["amount"]
            for row in costs["developmentPlanInstallationCosts"]
        },
        reinstatement_costs_eur={
            names.WORKS[row["purpose"]]: row["amount"] for row in costs["reinstatementCosts"]
        },
        purchase_eur=costs.get("sitePurchaseTotalAmount", 0.0),
        resale_eur=revenues.get("siteResaleSellingPrice", 0.0),
        buildings_resale_eur=revenues.get("buildingsResaleSellingPrice", 0.0),
        subsidies_eur={
            row["source"]: row["amount"] for row in revenues["financialAssistanceRevenues"]
        },
        roles=Roles(
            developer_reinstates=payer is not None and payer == developer,
            developer_owns=owner == developer,
        ),
    )
    parts = [balance.works(found), balance.trades(found), balance.subsidies(found)]
    return float(sum(flow.amount for part in parts for flow in part))


def expenses_of(facts):
    # The reference calls « taxes » the property tax of its older cases.
    known = names.EXPENSES | {"taxes": "taxe_fonciere"}
    return tuple(
        YearlyExpense(
            purpose=next(e for e in site_defaults.Expense if e == known[row["purpose"]]),
            amount_eur=row["amount"],
            is_paid_by_tenant=row["bearer"] == "tenant",
        )
        for row in facts
    )


def status_quo_total(profile, args, _):
    facts = args[0]["siteData"]
    timer = args[0]["sumOnEvolutionPeriodService"]["args"][0]
    site = Site(
        nature=NATURES[facts["nature"]],
        activity=None,
        area_m2=float(facts["surfaceArea"]),
        soils_m2=soils(facts["soilsDistribution"]),
        contaminated_m2=facts.get("contaminatedSoilSurface", 0),
        expenses=expenses_of(facts["yearlyExpenses"]),
        carbon_stock_t=facts.get("soilsCarbonStorage", {}).get("total"),
    )
    found = case(
        profile,
        years=timer["evaluationPeriodInYears"],
        first=timer["operationsFirstYear"],
        site=site,
    )
    ticks = appraise.clocks_of(found)
    return float(round_half_up(flows.net_present_value(status_quo.status_quo_flows(found), ticks)))


def reinstatement_jobs(profile, args, _):
    facts = args[0]
    period = Period(
        starts_on=day(facts["reinstatementSchedule"]["startDate"]),
        ends_on=day(facts["reinstatementSchedule"]["endDate"]),
    )
    costs = {names.WORKS[row["purpose"]]: row["amount"] for row in facts["reinstatementExpenses"]}
    found = case(
        profile,
        schedule=Schedule(reinstatement=period, installation=None, operations_first_year=2025),
        reinstatement_costs_eur=costs,
    )
    return float(jobs.reinstatement_fte(found, years=facts["evaluationPeriodInYears"]))


def trips(function, *args):
    return lambda profile, _, ctor: float(function(local_case(profile, ctor[0]), *args))


def casualty_cost(kind):
    def run(profile, _, ctor):
        count = travel.avoided_casualties(local_case(profile, ctor[0]), kind)
        return float(count * profile.parameters[f"accidents.valeur.{kind}"])

    return run


def casualties(kind):
    def run(profile, _, ctor):
        found = local_case(profile, ctor[0])
        return float(travel.avoided_casualties(found, kind) * found.frame.n_years)

    return run


def times(function, parameter):
    def run(profile, _, ctor):
        found = local_case(profile, ctor[0])
        return float(function(found) * profile.parameters[parameter])

    return run


def cools(profile, _, ctor):
    facts = ctor[0]
    green = Surface(
        soil=Soil.ARTIFICIAL_GRASS,
        space=Space.PUBLIC_GREEN,
        area_m2=float(facts["projectPublicGreenSpaceSurface"]),
    )
    found = local_case(profile, facts, surfaces=(green,))
    return bool(freshness.cooling_radius_m(found) >= 0)


def plant(profile, ctor):
    facts = ctor[0]["siteData"]
    site = Site(
        nature=NATURES[facts["nature"]],
        activity=None,
        area_m2=float(facts["surfaceArea"]),
        soils_m2=soils(facts["soilsDistribution"]),
        contaminated_m2=float(facts.get("contaminatedSoilSurface", 0)),
    )
    decided_on = day(ctor[0]["dateProvider"]["args"][0])
    programme = Programme.SOLAR_PLANT
    return default_project(
        programme, site=site, decided_on=decided_on, p=profile.parameters, rules=profile.rules
    )


def of_plant(read):
    return lambda profile, _, ctor: read(plant(profile, ctor))


def by_soil(rows):
    return {Soil(names.SOILS[row["soilType"]]): row["surfaceArea"] for row in rows}


def amounts(rows, table, kept=bool):
    return {table[row["purpose"]]: row["amount"] for row in rows if kept(row["amount"])}


def schedule_of(rows):
    return (day(rows["startDate"]), day(rows["endDate"])) if rows else None


def dates(period):
    return (period.starts_on, period.ends_on) if period else None


def works_dates(profile, _, __):
    return dates(default_schedule(date(2025, 1, 1), profile.parameters).reinstatement)
