"""Calls of the reference's own tests, and the replay of each."""

from essor.engines.friches import (
    clocks,
    farm,
    roads,
    site_defaults,
    solar,
    solar_layout,
    travel,
    zones,
)
from essor.engines.friches.inputs import SolarPlant
from essor.engines.friches.reference import names
from tests.engines.friches.upstream_replays import (
    FARMS,
    amounts,
    break_even,
    by_soil,
    case,
    casualties,
    casualty_cost,
    change_of_service,
    cools,
    dates,
    development_balance,
    discount,
    local_case,
    of_plant,
    reinstatement_jobs,
    rise,
    schedule_of,
    series,
    service,
    soils,
    status_quo_total,
    times,
    trips,
    weighted_sum,
    weighted_years,
    works_dates,
)

TRAVEL, AREA = "YearlyTravelRelatedImpacts#get:", "InfluenceAreaService#"
SUM, PLANT = "SumOnEvolutionPeriodService", "PhotovoltaicPowerPlantProjectGenerator#get:"
SOILS = "SoilsTransformationImpactsService#get:"
GOT = "TravelRelatedImpactsService#get"
S = clocks.Series
# Function of the reference -> how to compute it here.
REPLAYS = {
    f"{SUM}.getDiscountFactor": discount,
    f"{SUM}.getYearGrossDomesticProductPerCapitaEvolution": lambda p, a, _: series(p, S.INCOME, *a),
    f"{SUM}.getYearCO2MonetaryValue": lambda p, a, _: series(p, S.CARBON_PRICE, *a),
    f"{SUM}.getYearCO2EqEmittedPerVehiculeKilometerValue": lambda p, a, _: series(
        p, S.CAR_EMISSIONS, *a
    ),
    f"{SUM}#sumWithDiscountFactor": weighted_sum(clocks.DISCOUNTED),
    f"{SUM}#sumWithDiscountFactorAndGDPEvolution": weighted_sum(clocks.GROWING),
    f"{SUM}#sumWithDiscountFactorAndCO2ValueEvolution": weighted_sum(clocks.CARBON),
    f"{SUM}#sumWithCO2EqEmittedPerVehiculeKilometerEvolution": weighted_sum(
        clocks.CAR_TONNES, scale=1e-6
    ),
    f"{SUM}#getWeightedYearlyValues": weighted_years,
    f"{AREA}get:municipalDensityInhabitantPerSquareMeter": lambda p, _, c: (
        local_case(p, c[0]).commune.density_per_m2
    ),
    f"{AREA}get:cityHousingPerSquareMeter": trips(zones.housing_per_m2),
    "computeBreakEvenLevel": break_even,
    "computePropertyValueImpact": rise,
    "computeNatureRelatedWellnessAndLeisureMonetaryValue": service("bien_etre_nature"),
    "computeForestRelatedProductMonetaryValue": service("produits_forestiers"),
    "computePollinisationMonetaryValue": service("pollinisation"),
    "computeInvasiveSpeciesRegulationMonetaryValue": service("regulation_especes_invasives"),
    "computeWaterCycleMonetaryValue": service("cycle_eau"),
    "computeNitrogenCycleMonetaryValue": service("cycle_azote"),
    "computeSoilErosionMonetaryValue": service("erosion_sols"),
    "computeWaterRegulationMonetaryValue": service("regulation_qualite_eau"),
    f"{SOILS}forestRelatedProduct": change_of_service("produits_forestiers"),
    f"{SOILS}pollination": change_of_service("pollinisation"),
    f"{SOILS}invasiveSpeciesRegulation": change_of_service("regulation_especes_invasives"),
    f"{SOILS}nitrogenCycle": change_of_service("cycle_azote"),
    f"{SOILS}soilErosion": change_of_service("erosion_sols"),
    "computeAgriculturalOperationEtpFromSurface": lambda p, a, _: float(
        farm.farm_fte(FARMS[a[0]["operationActivity"]], area_m2=a[0]["surfaceArea"], p=p.parameters)
    ),
    "computeAgriculturalOperationYearlyExpenses": lambda p, a, _: list(
        farm.farm_charges_eur(FARMS[a[0]], area_m2=a[1], p=p.parameters).values()
    ),
    "computeAgriculturalOperationYearlyIncomes": lambda p, a, _: list(
        farm.farm_incomes_eur(FARMS[a[0]], area_m2=a[1], p=p.parameters).values()
    ),
    "computeIllegalDumpingDefaultCost": lambda p, a, _: float(
        site_defaults.dumping_eur(a[0], p.parameters)
    ),
    "computeSecurityDefaultCost": lambda p, a, _: float(
        site_defaults.guarding_eur(a[0], p.parameters)
    ),
    "computeMaintenanceDefaultCost": lambda p, a, _: float(
        site_defaults.maintenance_eur(a[0], p.parameters)
    ),
    "computeEstimatedPropertyTaxesAmount": lambda p, a, _: float(
        site_defaults.owner_property_tax_eur(a[0], p.parameters)
    ),
    "getProjectDevelopmentEconomicBalance": development_balance,
    "getSiteStatuQuoIndirectsImpacts": status_quo_total,
    "getReinstatementFullTimeJobs": reinstatement_jobs,
    "computeFricheYearlyRoadsAndUtilitiesMaintenanceExpenses": lambda p, a, _: (
        -float(roads.friche_roads(case(p, area=float(a[0])))[0].amount)
    ),
    "computeAvoidedCO2TonsWithEnergyProductionImpact": lambda p, a, _: solar.avoided_tonnes(
        case(
            p,
            solar=SolarPlant(
                power_kwc=0.0,
                production_mwh=a[0]["forecastAnnualEnergyProductionMWh"],
                contract_years=20,
            ),
        )
    ),
    f"{TRAVEL}avoidedMinorInjuriesPerYear": trips(travel.avoided_casualties, "legers"),
    f"{TRAVEL}avoidedSevereInjuriesPerYear": trips(travel.avoided_casualties, "graves"),
    f"{TRAVEL}avoidedDeathsPerYear": trips(travel.avoided_casualties, "deces"),
    f"{TRAVEL}avoidedAccidentsMinorInjuriesExpensesPerYear": casualty_cost("legers"),
    f"{TRAVEL}avoidedAccidentsSevereInjuriesExpensesPerYear": casualty_cost("graves"),
    f"{TRAVEL}avoidedAccidentsDeathsExpensesPerYear": casualty_cost("deces"),
    f"{TRAVEL}avoidedPropertyDamageExpensesPerYear": times(
        travel.avoided_accidents, "accidents.valeur.materiel"
    ),
    f"{TRAVEL}avoidedKilometersPerVehiculeExpensesPerYear": times(
        travel.avoided_vehicle_km, "deplacements.eur_par_km"
    ),
    f"{TRAVEL}travelTimeSavedPerTravelerPerYear": trips(travel.saved_hours),
    f"{TRAVEL}travelTimeAvoidedCostsPerTravelerPerYear": times(
        travel.saved_hours, "deplacements.eur_par_heure"
    ),
    f"{GOT}AvoidedAccidentsMinorInjuries": casualties("legers"),
    f"{GOT}AvoidedAccidentsSevereInjuries": casualties("graves"),
    f"{GOT}AvoidedAccidentsDeaths": casualties("deces"),
    "YearlyUrbanFreshnessRelatedImpacts#get:hasUrbanFreshnessImpact": cools,
    f"{PLANT}projectSoilsDistribution": of_plant(lambda project: project.soils_m2),
    f"{PLANT}decontaminatedSoilSurface": of_plant(lambda project: project.decontaminated_m2),
    f"{PLANT}featuresElectricalPowerKWc": of_plant(lambda project: project.solar.power_kwc),
    f"{PLANT}featuresContractDuration": of_plant(lambda project: project.solar.contract_years),
    f"{PLANT}operationsFirstYear": of_plant(lambda project: project.schedule.operations_first_year),
    f"{PLANT}reinstatementCosts": of_plant(lambda project: project.reinstatement_costs_eur),
    f"{PLANT}installationCosts": of_plant(lambda project: project.installation_costs_eur),
    f"{PLANT}installationSchedule": of_plant(lambda project: dates(project.schedule.installation)),
    f"{PLANT}reinstatementSchedule": of_plant(
        lambda project: dates(project.schedule.reinstatement)
    ),
    f"{PLANT}soilsDistributionForTransformation": lambda p, _, c: solar_layout.cleared(
        soils(c[0]["siteData"]["soilsDistribution"])
    ),
    "computeDefaultReinstatementSchedule": works_dates,
}
# How to read the answer of the reference, when it is not a plain number.
ANSWERS = {
    "computeBreakEvenLevel": lambda r: r.get("breakEvenYear"),
    "computeAgriculturalOperationYearlyExpenses": lambda r: [row["amount"] for row in r],
    "computeAgriculturalOperationYearlyIncomes": lambda r: [row["amount"] for row in r],
    "getProjectDevelopmentEconomicBalance": lambda r: r["total"],
    "getSiteStatuQuoIndirectsImpacts": lambda r: r["economicImpacts"]["total"],
    "getReinstatementFullTimeJobs": lambda r: r["total"],
    "computePropertyValueImpact": lambda r: [
        r["propertyValueIncrease"],
        r["propertyTransferDutiesIncrease"],
        r["propertyValueIncreaseDetailsByYear"],
        r["propertyTransferDutiesIncreaseDetailsByYear"],
    ],
    f"{PLANT}projectSoilsDistribution": by_soil,
    f"{PLANT}soilsDistributionForTransformation": soils,
    f"{PLANT}reinstatementCosts": lambda r: amounts(r or [], names.WORKS),
    f"{PLANT}installationCosts": lambda r: amounts(r or [], names.WORKS),
    f"{PLANT}installationSchedule": schedule_of,
    f"{PLANT}reinstatementSchedule": schedule_of,
    "computeDefaultReinstatementSchedule": schedule_of,
}
