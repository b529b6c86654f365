"""Which function of the reference is replayed by which functions of the engine."""

from dataclasses import dataclass
from typing import Any

from essor.engines.friches import (
    clocks,
    farm,
    property_value,
    roads,
    site_defaults,
    solar,
    taxation,
    travel,
    zones,
)
from essor.engines.friches.appraise import clocks_of
from essor.engines.friches.inputs import Project, SolarPlant
from essor.engines.friches.metrics import metrics
from essor.engines.friches.profiles import Profile
from essor.engines.friches.quantities import round_half_up
from essor.engines.friches.reference.calls import answers, facts
from essor.engines.friches.reference.calls import clock_replays as clock
from essor.engines.friches.reference.calls import part_replays as part
from essor.engines.friches.reference.calls import whole_replays as whole
from essor.engines.friches.reference.calls.answers import Answer
from essor.engines.friches.reference.calls.facts import Facts, Replay


@dataclass(frozen=True, slots=True)
class Match:
    """How to compute an answer with the engine, and how to read that of the reference."""

    replay: Replay
    answer: Answer = answers.result


def _located(profile: Profile, given: Facts) -> Any:
    city = given.get("siteCityData")
    return facts.case(
        profile,
        site=facts.friche(float(given.get("siteSurfaceArea", given.get("surfaceArea", 0.0)))),
        project=facts.urban(
            floors_m2=facts.floors(given.get("buildingsFloorAreaDistribution", {}))
        ),
        commune=facts.commune(city) if city else facts.NOWHERE,
        frame=facts.frame(given),
    )


def _rise(profile: Profile, args: list[Any], _: Any) -> list[Any]:
    area, city, population, price, timer, _is_renaturation = args
    given = {
        "siteSurfaceArea": area,
        "siteCityData": {
            "citySquareMetersSurfaceArea": city,
            "cityPopulation": population,
            "cityPropertyValuePerSquareMeter": price,
        },
        "sumOnEvolutionPeriodService": timer,
    }
    found = whole.impacts((property_value.property_value,), _located)(profile, [given], None)
    # This older form of the reference rounds both totals to the euro.
    return [[*row[:-1], float(round_half_up(row[-1]))] for row in found.values()]


def _plant_case(profile: Profile, *, mwh: float) -> Any:
    plant = SolarPlant(power_kwc=0.0, production_mwh=mwh, contract_years=20)
    project = Project(programme=None, surfaces=(), schedule=facts.NO_DATES, solar=plant)
    return facts.case(profile, project=project)


def _energy_tonnes(profile: Profile, args: list[Any], _: Any) -> float:
    mwh = args[0]["forecastAnnualEnergyProductionMWh"]
    return float(solar.avoided_tonnes(_plant_case(profile, mwh=mwh)))


def _homes(profile: Profile, args: list[Any], _: Any) -> float:
    case = _plant_case(profile, mwh=args[0]["forecastRenewableEnergyAnnualProductionMWh"])
    return float(metrics(case, clocks_of(case))["menages_alimentes"])


def _roads_total(profile: Profile, args: list[Any], _: Any) -> float | None:
    if not args[0]["isFriche"]:
        return None
    found = whole.impacts((roads.friche_roads,), _located)(profile, args, None)
    return float(round_half_up(sum(row[-1] for row in found.values())))


def _roads_yearly(profile: Profile, args: list[Any], _: Any) -> float:
    site = facts.friche(float(args[0]))
    return -float(roads.friche_roads(facts.case(profile, site=site))[0].amount)


TRAVEL, AREA = "YearlyTravelRelatedImpacts#get:", "InfluenceAreaService#get"
SUM, PLANT = "SumOnEvolutionPeriodService", "PhotovoltaicPowerPlantProjectGenerator#get:"
SOILS = "SoilsTransformationImpactsService#get"
TRIPS = "TravelRelatedImpactsService#get"
SERVICES = {
    "NatureRelatedWellnessAndLeisure": ("natureRelatedWelnessAndLeisure", "bien_etre_nature"),
    "ForestRelatedProduct": ("forestRelatedProduct", "produits_forestiers"),
    "Pollinisation": ("pollination", "pollinisation"),
    "InvasiveSpeciesRegulation": ("invasiveSpeciesRegulation", "regulation_especes_invasives"),
    "WaterCycle": ("waterCycle", "cycle_eau"),
    "NitrogenCycle": ("nitrogenCycle", "cycle_azote"),
    "SoilErosion": ("soilErosion", "erosion_sols"),
    "WaterRegulation": ("waterRegulation", "regulation_qualite_eau"),
}
CASUALTIES = {"MinorInjuries": "legers", "SevereInjuries": "graves", "Deaths": "deces"}


def _time() -> dict[str, Match]:
    s = clocks.Series
    return {
        f"{SUM}.getDiscountFactor": Match(clock.discount),
        f"{SUM}.getYearGrossDomesticProductPerCapitaEvolution": Match(clock.series(s.INCOME)),
        f"{SUM}.getYearCO2MonetaryValue": Match(clock.series(s.CARBON_PRICE)),
        f"{SUM}.getYearCO2EqEmittedPerVehiculeKilometerValue": Match(clock.series(s.CAR_EMISSIONS)),
        f"{SUM}#sumWithDiscountFactor": Match(clock.weighted_sum(clocks.DISCOUNTED)),
        f"{SUM}#sumWithDiscountFactorAndGDPEvolution": Match(clock.weighted_sum(clocks.GROWING)),
        f"{SUM}#sumWithDiscountFactorAndCO2ValueEvolution": Match(
            clock.weighted_sum(clocks.CARBON)
        ),
        f"{SUM}#sumWithCO2EqEmittedPerVehiculeKilometerEvolution": Match(
            clock.weighted_sum(clocks.CAR_TONNES, scale=1 / travel.GRAMS_PER_TONNE)
        ),
        f"{SUM}#getWeightedYearlyValues": Match(clock.weighted_years),
        "computeBreakEvenLevel": Match(clock.break_even, answers.key("breakEvenYear")),
    }


def _soils() -> dict[str, Match]:
    found = {
        f"compute{name}MonetaryValue": Match(clock.service(impact))
        for name, (_, impact) in SERVICES.items()
    }
    found |= {
        f"{SOILS}:{getter}": Match(clock.change_of_service(impact))
        for getter, impact in SERVICES.values()
    }
    return found | {
        f"{SOILS}:storedCo2EqDifference": Match(whole.gained_co2),
        f"{SOILS}EconomicImpacts": Match(
            whole.impacts(whole.SOIL, whole.soil_case), answers.impact_lines
        ),
        f"{SOILS}ImpactMetrics": Match(whole.soil_metrics, answers.metric_counts),
    }


def _around() -> dict[str, Match]:
    return {
        f"{AREA}:municipalDensityInhabitantPerSquareMeter": Match(
            lambda p, _, c: float(facts.local_case(p, c[0]).commune.density_per_m2)
        ),
        f"{AREA}:cityHousingPerSquareMeter": Match(part.trips(zones.housing_per_m2)),
        f"{AREA}:influenceSquareMetersArea": Match(part.ring),
        f"{AREA}InfluenceAreaSquareMetersHousingSurface": Match(
            part.ring_housing(zones.housing_per_m2)
        ),
        "InfluenceAreaService.getInhabitantsFromHousingSurface": Match(
            part.people(zones.inhabitants_of)
        ),
        "InfluenceAreaService.getHouseholdsFromHousingSurface": Match(
            part.people(zones.households_of)
        ),
        "computePropertyValueImpact": Match(_rise, answers.rise),
        "getLocalPropertyIncreaseWithFricheRemovalImpacts": Match(
            whole.impacts((property_value.property_value,), _located), answers.impact_lines
        ),
        "computeFricheYearlyRoadsAndUtilitiesMaintenanceExpenses": Match(_roads_yearly),
        "computeFricheRoadsAndUtilitiesExpensesImpacts": Match(_roads_total),
        "getFricheRoadsAndUtilitiesExpensesImpact": Match(
            whole.impacts((roads.friche_roads,), _located), answers.impact_lines
        ),
        "getNewUsagesTaxesIncomeImpact": Match(
            whole.impacts((taxation.housing_taxes, taxation.company_taxes), _located),
            answers.impact_lines,
        ),
        "YearlyUrbanFreshnessRelatedImpacts#get:hasUrbanFreshnessImpact": Match(part.cools),
        "UrbanFreshnessRelatedImpactsService#getAvoidedAirConditioningCo2Emissions": Match(
            whole.garden_carbon
        ),
        "UrbanFreshnessRelatedImpactsService#getSocioEconomicList": Match(
            whole.bills, answers.by_actor
        ),
    }


def _trips() -> dict[str, Match]:
    found: dict[str, Match] = {}
    for name, kind in CASUALTIES.items():
        count = travel.avoided_casualties
        impact = {"legers": "blesses_legers", "graves": "blesses_graves", "deces": "deces"}[kind]
        found[f"{TRAVEL}avoided{name}PerYear"] = Match(part.trips(count, kind))
        found[f"{TRAVEL}avoidedAccidents{name}ExpensesPerYear"] = Match(part.casualty_cost(kind))
        found[f"{TRIPS}AvoidedAccidents{name}"] = Match(part.over_years(count, kind))
        found[f"{TRIPS}AvoidedAccidents{name}Expenses"] = Match(
            whole.one_impact(f"{impact}_evites")
        )
    return found | {
        f"{TRAVEL}avoidedPropertyDamageExpensesPerYear": Match(
            part.times(travel.avoided_accidents, "accidents.valeur.materiel")
        ),
        f"{TRAVEL}avoidedKilometersPerVehiculeExpensesPerYear": Match(
            part.times(travel.avoided_vehicle_km, "deplacements.eur_par_km")
        ),
        f"{TRAVEL}travelTimeSavedPerTravelerPerYear": Match(part.trips(travel.saved_hours)),
        f"{TRAVEL}travelTimeAvoidedCostsPerTravelerPerYear": Match(
            part.times(travel.saved_hours, "deplacements.eur_par_heure")
        ),
        f"{TRAVEL}avoidedAirPollutionHealthExpensesPerYear": Match(part.air_pollution),
        f"{TRIPS}TravelTimeSavedPerTraveler": Match(part.hours),
        f"{TRIPS}AvoidedTrafficCO2Emissions": Match(whole.traffic_carbon),
        f"{TRIPS}AvoidedTrafficAccidents": Match(whole.casualties_or_none),
        f"{TRIPS}SocioEconomicList": Match(
            whole.by_impact((travel.travel,), facts.local_case), answers.actor_amounts
        ),
    }


def _sites() -> dict[str, Match]:
    return {
        "computeAgriculturalOperationEtpFromSurface": Match(part.farm_jobs),
        "computeAgriculturalOperationYearlyExpenses": Match(
            part.farm_amounts(farm.farm_charges_eur), answers.row_amounts
        ),
        "computeAgriculturalOperationYearlyIncomes": Match(
            part.farm_amounts(farm.farm_incomes_eur), answers.row_amounts
        ),
        "computeIllegalDumpingDefaultCost": Match(part.default_cost(site_defaults.dumping_eur)),
        "computeSecurityDefaultCost": Match(part.default_cost(site_defaults.guarding_eur)),
        "computeMaintenanceDefaultCost": Match(part.default_cost(site_defaults.maintenance_eur)),
        "computeEstimatedPropertyTaxesAmount": Match(
            part.default_cost(site_defaults.owner_property_tax_eur)
        ),
        "computeFricheDefaultYearlyExpenses": Match(part.default_expenses, answers.by_purpose),
        "getSiteStatuQuoIndirectsImpacts": Match(
            whole.status_quo_total, answers.key("economicImpacts", "total")
        ),
        "getSiteStatuQuoOperatingEconomicBalance": Match(
            whole.site_operation, answers.key("total")
        ),
        "computeStatuQuoSiteImpacts": Match(whole.status_quo_lines, answers.status_quo),
    }


def _projects() -> dict[str, Match]:
    return {
        "computeProjectImpactsWithBreakEvenLevel": Match(whole.full, answers.full),
        "computeProjectUrbanSprawlComparisonImpactsBreakdownAndEconomicBalance": Match(
            whole.sprawl, answers.sprawl
        ),
        "getProjectMetricsAndEconomicImpacts": Match(
            whole.whole(whole.ALL), answers.impacts_and_metrics
        ),
        "getUrbanProjectImpacts": Match(
            whole.whole(whole.URBAN, whole.URBAN_METRICS), answers.impacts_and_metrics
        ),
        "getPhotovoltaicPowerPlantProjectImpacts": Match(
            whole.whole(whole.SOLAR, whole.SOLAR_METRICS), answers.impacts_and_metrics
        ),
        "getProjectOperatingEconomicBalance": Match(whole.operation_lines, answers.impact_lines),
        "getProjectDevelopmentEconomicBalance": Match(
            part.development_balance, answers.key("total")
        ),
        "getReinstatementFullTimeJobs": Match(part.reinstatement_jobs, answers.key("total")),
        "computeDefaultReinstatementSchedule": Match(part.works_dates, answers.dates),
        "computeAvoidedCO2TonsWithEnergyProductionImpact": Match(_energy_tonnes),
        "computeHouseholdsPoweredByRenewableEnergyImpact": Match(_homes),
    }


def _plants() -> dict[str, Match]:
    of = part.of_plant
    return {
        f"{PLANT}projectSoilsDistribution": Match(of(lambda x: x.soils_m2), answers.by_soil),
        f"{PLANT}decontaminatedSoilSurface": Match(of(lambda x: x.decontaminated_m2)),
        f"{PLANT}featuresElectricalPowerKWc": Match(of(lambda x: x.solar and x.solar.power_kwc)),
        f"{PLANT}featuresContractDuration": Match(of(lambda x: x.solar and x.solar.contract_years)),
        f"{PLANT}operationsFirstYear": Match(of(lambda x: x.schedule.operations_first_year)),
        f"{PLANT}yearlyProjectedCosts": Match(of(lambda x: x.yearly_costs_eur), answers.by_yearly),
        f"{PLANT}reinstatementCosts": Match(
            of(lambda x: x.reinstatement_costs_eur), answers.by_work
        ),
        f"{PLANT}installationCosts": Match(of(lambda x: x.installation_costs_eur), answers.by_work),
        f"{PLANT}installationSchedule": Match(of(lambda x: x.schedule.installation), answers.dates),
        f"{PLANT}reinstatementSchedule": Match(
            of(lambda x: x.schedule.reinstatement), answers.dates
        ),
        f"{PLANT}soilsDistributionForTransformation": Match(part.cleared_soils, answers.soil_map),
    }


MATCHES: dict[str, Match] = {
    **_time(),
    **_soils(),
    **_around(),
    **_trips(),
    **_sites(),
    **_projects(),
    **_plants(),
}
