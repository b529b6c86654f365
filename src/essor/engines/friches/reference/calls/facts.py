"""Arguments of the reference's tests, read as the engine's inputs."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from essor.engines.friches.case import Case
from essor.engines.friches.clocks import TimeFrame
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
from essor.engines.friches.profiles import Profile
from essor.engines.friches.reference import names
from essor.engines.friches.vocabulary import (
    Expense,
    Gravity,
    Nature,
    Soil,
    Space,
    Structure,
    Use,
    Work,
)

Facts = Mapping[str, Any]
Replay = Callable[[Profile, list[Any], Any], Any]
# Length of the series that the reference's tests put in place of its clocks.
STUB_YEARS = 3
NATURES = {
    "FRICHE": Nature.FRICHE,
    "AGRICULTURAL_OPERATION": Nature.FARM,
    "NATURAL_AREA": Nature.NATURAL_AREA,
}
# The reference calls « taxes » the property tax of its older cases.
EXPENSES = names.EXPENSES | {"taxes": "taxe_fonciere"}
NO_DATES = Schedule(reinstatement=None, installation=None, operations_first_year=2025)
NOWHERE = Commune(
    code_commune_insee="00000", population=1.0, surface_m2=1.0, prix_median_eur_m2=0.0
)


def day(value: Facts) -> date:
    """Read the day of a date."""
    return date.fromisoformat(value["$date"][:10])


def period(value: Facts | None) -> Period | None:
    """Read two dates."""
    if not value:
        return None
    return Period(starts_on=day(value["startDate"]), ends_on=day(value["endDate"]))


def soils(distribution: Facts) -> dict[Soil, float]:
    """Read areas by soil."""
    return {Soil(names.SOILS[name]): float(area) for name, area in distribution.items()}


def floors(distribution: Facts) -> dict[Use, float]:
    """Read floor areas by use."""
    return {Use(names.USES[name]): float(area) for name, area in distribution.items()}


def works(rows: list[Facts]) -> dict[Work, float]:
    """Read one-off costs by purpose."""
    return {Work(names.WORKS[row["purpose"]]): row["amount"] for row in rows}


def surfaces(rows: Sequence[Facts]) -> tuple[Surface, ...]:
    """Read the soils of a project with what each is for."""
    return tuple(
        Surface(
            soil=Soil(names.SOILS[row["soilType"]]),
            space=Space(names.SPACES.get(row.get("spaceCategory", ""), Space.NONE)),
            area_m2=float(row["surfaceArea"]),
        )
        for row in rows
    )


def expenses(rows: list[Facts]) -> tuple[YearlyExpense, ...]:
    """Read the yearly expenses of a site."""
    return tuple(
        YearlyExpense(
            purpose=Expense(EXPENSES[row["purpose"]]),
            amount_eur=row["amount"],
            is_paid_by_tenant=row.get("bearer") == "tenant",
        )
        for row in rows
    )


ACCIDENTS = {
    "accidentsMinorInjuries": Gravity.MINOR,
    "accidentsSevereInjuries": Gravity.SEVERE,
    "accidentsDeaths": Gravity.DEATHS,
}


def site(facts: Facts, carbon: Facts | None = None) -> Site:
    """Read a site; its carbon may be given beside it."""
    return Site(
        nature=NATURES[facts["nature"]],
        activity=None,
        area_m2=float(facts["surfaceArea"]),
        soils_m2=soils(facts["soilsDistribution"]),
        contaminated_m2=float(facts.get("contaminatedSoilSurface") or 0),
        expenses=expenses(facts.get("yearlyExpenses", [])),
        incomes_eur=float(sum(row["amount"] for row in facts.get("yearlyIncomes", []))),
        is_operated=bool(facts.get("isSiteOperated")),
        carbon_stock_t=(carbon or facts.get("soilsCarbonStorage", {})).get("total"),
        accidents={
            gravity: float(facts[name]) for name, gravity in ACCIDENTS.items() if facts.get(name)
        },
    )


def project(facts: Facts) -> Project:
    """Read a project."""
    plan = facts["developmentPlan"]
    features = plan["features"]
    developer = (plan.get("developerName"), plan.get("developerStructureType"))
    return Project(
        programme=None,
        surfaces=surfaces(facts["soilsDistribution"]),
        schedule=schedule(facts, plan),
        floors_m2=floors(features.get("buildingsFloorAreaDistribution", {})),
        solar=plant_of(plan),
        installation_costs_eur=works(plan.get("installationCosts", [])),
        reinstatement_costs_eur=works(facts["reinstatementExpenses"]),
        decontaminated_m2=float(facts["decontaminatedSoilSurface"]),
        purchase_eur=facts.get("sitePurchaseTotalAmount", 0.0),
        purchase_duties_eur=facts.get("sitePurchasePropertyTransferDutiesAmount", 0.0),
        resale_duties_eur=facts.get("siteResaleExpectedPropertyTransferDutiesAmount", 0.0),
        buildings_resale_duties_eur=facts.get(
            "buildingsResaleExpectedPropertyTransferDutiesAmount", 0.0
        ),
        yearly_costs_eur=yearly(facts["yearlyProjectedExpenses"], "purpose"),
        yearly_revenues_eur=yearly(facts.get("yearlyProjectedRevenues", []), "source"),
        roles=Roles(
            developer=structure(plan.get("developerStructureType")),
            developer_reinstates=actor(facts, "reinstatementContractOwner") == developer,
            developer_owns=actor(facts, "futureSiteOwner") == developer,
        ),
    )


def actor(facts: Facts, role: str) -> tuple[str | None, str | None]:
    """Name and kind of an actor; the reference says two are the same when both are equal."""
    return facts.get(f"{role}Name"), facts.get(f"{role}StructureType")


def schedule(facts: Facts, plan: Facts) -> Schedule:
    """Read the calendar of a project."""
    return Schedule(
        reinstatement=period(facts.get("reinstatementSchedule")),
        installation=period(facts.get("conversionSchedule") or plan.get("installationSchedule")),
        operations_first_year=facts["operationsFirstYear"],
    )


def plant_of(plan: Facts) -> SolarPlant | None:
    """Read the solar plant of a project, if it is one."""
    if plan["type"] != "PHOTOVOLTAIC_POWER_PLANT":
        return None
    features = plan["features"]
    return SolarPlant(
        power_kwc=features["electricalPowerKWc"],
        production_mwh=features["expectedAnnualProduction"],
        contract_years=features["contractDuration"],
    )


def structure(name: str | None) -> Structure:
    """Read the kind of an actor."""
    return Structure(names.STRUCTURES[name]) if name else Structure.UNKNOWN


def yearly(rows: list[Facts], key: str) -> dict[str, float]:
    """Read the yearly amounts of an operation."""
    return {names.YEARLY[row[key]]: row["amount"] for row in rows}


def commune(facts: Facts) -> Commune:
    """Read the commune, under the names of either form of the reference."""
    price = facts.get("cityPropertyValuePerSquareMeter")
    return Commune(
        code_commune_insee=NOWHERE.code_commune_insee,
        population=facts.get("cityPopulation", facts.get("population")),
        surface_m2=facts.get("citySquareMetersSurfaceArea", facts.get("surfaceAreaSquareMeters")),
        prix_median_eur_m2=facts.get("propertyValueMedianPricePerSquareMeters", price or 0.0),
    )


def is_stub(facts: Facts) -> bool:
    """Tell whether the test replaces the clocks by a series of ones."""
    service = facts.get("sumOnEvolutionPeriodService", {})
    return bool(service.get("getWeightedYearlyValues") == "<fn>")


def frame(facts: Facts) -> TimeFrame:
    """Read the calendar of an evaluation: given, in its service, or the stub's."""
    if is_stub(facts):
        return TimeFrame(first_year=2025, n_years=STUB_YEARS)
    service = facts.get("sumOnEvolutionPeriodService", {}).get("args", [facts])[0]
    return TimeFrame(
        first_year=service.get("operationsFirstYear", 2025),
        n_years=service.get("evaluationPeriodInYears", 10),
    )


def case(
    profile: Profile,
    *,
    site: Site | None = None,
    project: Project | None = None,
    commune: Commune = NOWHERE,
    frame: TimeFrame | None = None,
) -> Case:
    """Put an evaluation together; what a test does not give stays empty."""
    return Case(
        commune=commune,
        site=site or friche(10_000.0),
        project=project or urban(),
        parameters=profile.parameters,
        rules=profile.rules,
        frame=frame or TimeFrame(first_year=2025, n_years=10),
    )


def friche(area_m2: float) -> Site:
    """A brownfield of which only the area counts."""
    return Site(nature=Nature.FRICHE, activity=None, area_m2=area_m2, soils_m2={})


def urban(
    *, surfaces: tuple[Surface, ...] = (), floors_m2: Mapping[Use, float] | None = None
) -> Project:
    """An urban project of which only soils or floors count."""
    return Project(
        programme=None, surfaces=surfaces, schedule=NO_DATES, floors_m2=dict(floors_m2 or {})
    )


def local_case(profile: Profile, facts: Facts, surfaces: tuple[Surface, ...] = ()) -> Case:
    """Case of the services of travel, freshness and influence."""
    given = floors(facts.get("buildingsFloorAreaDistribution", {}))
    return case(
        profile,
        site=friche(float(facts["siteSquareMetersSurfaceArea"])),
        project=urban(surfaces=surfaces, floors_m2=given),
        commune=commune(facts),
        frame=frame(facts),
    )
