"""Replays of one formula at a time: neighbourhood, trips, freshness, defaults, balance, jobs."""

from collections.abc import Callable
from typing import Any

from essor.engines.friches import balance, farm, freshness, jobs, site_defaults, travel
from essor.engines.friches.calendar_defaults import default_schedule
from essor.engines.friches.case import Case
from essor.engines.friches.inputs import (
    Commune,
    Period,
    Project,
    Roles,
    Schedule,
    SolarPlant,
    Surface,
)
from essor.engines.friches.parameters import Parameters
from essor.engines.friches.profiles import Profile
from essor.engines.friches.programmes import default_project
from essor.engines.friches.quantities import Quantity, round_half_up
from essor.engines.friches.reference import names
from essor.engines.friches.reference.calls import facts as read
from essor.engines.friches.reference.calls.facts import Facts, Replay
from essor.engines.friches.solar_layout import cleared
from essor.engines.friches.vocabulary import Programme, Soil, Space
from essor.engines.friches.zones import ring_area_m2

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
# Radius of the influence service of the reference when its test gives none, m.
DEFAULT_RADIUS_M = 500.0


def trips(function: Callable[..., Quantity], *args: str) -> Replay:
    """A yearly quantity of a neighbourhood."""
    return lambda profile, _, ctor: float(function(read.local_case(profile, ctor[0]), *args))


def times(function: Callable[[Case], Quantity], parameter: str) -> Replay:
    """A yearly quantity times its unit value."""

    def run(profile: Profile, _: list[Any], ctor: Any) -> float:
        found = read.local_case(profile, ctor[0])
        return float(function(found) * profile.parameters[parameter])

    return run


def casualty_cost(kind: str) -> Replay:
    """Yearly value of the casualties of one kind."""

    def run(profile: Profile, _: list[Any], ctor: Any) -> float:
        count = travel.avoided_casualties(read.local_case(profile, ctor[0]), kind)
        return float(count * profile.parameters[f"accidents.valeur.{kind}"])

    return run


def over_years(function: Callable[..., Quantity], *args: str) -> Replay:
    """A quantity over all the years of evaluation."""

    def run(profile: Profile, _: list[Any], ctor: Any) -> float:
        found = read.local_case(profile, ctor[0])
        return float(function(found, *args) * found.frame.n_years)

    return run


def hours(profile: Profile, _: list[Any], ctor: Any) -> float:
    """Hours saved over the evaluation, to two digits."""
    return float(round_half_up(over_years(travel.saved_hours)(profile, [], ctor), 2))


def air_pollution(profile: Profile, _: list[Any], ctor: Any) -> float:
    """Yearly health cost of the air pollution avoided."""
    found = read.local_case(profile, ctor[0])
    return float(travel.avoided_vehicle_km(found) * travel.air_pollution_eur_per_km(found))


def _ring_m2(facts: Facts) -> Quantity:
    radius = facts.get("influenceRadius", DEFAULT_RADIUS_M)
    return ring_area_m2(site_area_m2=facts["siteSquareMetersSurfaceArea"], radius_m=radius)


def ring(_: Profile, __: list[Any], ctor: Any) -> float:
    """Area around a site out to a distance."""
    return float(_ring_m2(ctor[0]))


def ring_housing(function: Callable[[Case], Quantity]) -> Replay:
    """Housing around a site out to a distance."""

    def run(profile: Profile, _: list[Any], ctor: Any) -> float:
        found = read.local_case(profile, ctor[0])
        return float(_ring_m2(ctor[0]) * function(found))

    return run


def people(function: Callable[[Case, Quantity], Quantity]) -> Replay:
    """People or households of a housing area."""
    return lambda profile, args, _: float(function(read.case(profile), args[0]))


def cools(profile: Profile, _: list[Any], ctor: Any) -> bool:
    """Whether a public green space cools."""
    return bool(freshness.cooling_radius_m(garden_case(profile, ctor[0])) >= 0)


def garden_case(profile: Profile, facts: Facts) -> Case:
    """Case of a project that is a public green space and floors."""
    area = float(facts["projectPublicGreenSpaceSurface"])
    green = Surface(soil=Soil.ARTIFICIAL_GRASS, space=Space.PUBLIC_GREEN, area_m2=area)
    return read.local_case(profile, facts, (green,))


def farm_jobs(profile: Profile, args: list[Any], _: Any) -> float:
    """Jobs of a farm."""
    kind, area = FARMS[args[0]["operationActivity"]], args[0]["surfaceArea"]
    return float(farm.farm_fte(kind, area_m2=area, p=profile.parameters))


def farm_amounts(function: Callable[..., dict[str, Quantity]]) -> Replay:
    """Yearly costs or incomes of a farm."""

    def run(profile: Profile, args: list[Any], _: Any) -> list[float]:
        found = function(FARMS[args[0]], area_m2=args[1], p=profile.parameters)
        return [float(amount) for amount in found.values()]

    return run


def default_cost(function: Callable[[Quantity, Parameters], Quantity]) -> Replay:
    """One default yearly expense of a brownfield."""
    return lambda profile, args, _: float(function(args[0], profile.parameters))


def default_expenses(profile: Profile, args: list[Any], _: Any) -> dict[str, float]:
    """All the default yearly expenses of a brownfield."""
    facts = args[0]
    found = site_defaults.default_expenses(
        Commune(
            code_commune_insee=read.NOWHERE.code_commune_insee,
            population=facts["cityPopulation"],
            surface_m2=1.0,
            prix_median_eur_m2=0.0,
            is_rurale=facts["isCityInRuralZone"],
        ),
        area_m2=facts["surfaceArea"],
        soils_m2={Soil.BUILDINGS: float(facts.get("buildingsSurface", 0.0))},
        p=profile.parameters,
    )
    return {str(row.purpose): float(row.amount_eur) for row in found}


def development_balance(profile: Profile, args: list[Any], _: Any) -> float:
    """Total of the developer's one-off balance."""
    facts = args[0]
    costs, revenues = facts["costs"], facts["revenues"]
    project = Project(
        programme=None,
        surfaces=(),
        schedule=read.NO_DATES,
        solar=_any_plant(facts["developmentPlanType"]),
        installation_costs_eur=read.works(costs["developmentPlanInstallationCosts"]),
        reinstatement_costs_eur=read.works(costs["reinstatementCosts"]),
        purchase_eur=costs.get("sitePurchaseTotalAmount", 0.0),
        resale_eur=revenues.get("siteResaleSellingPrice", 0.0),
        buildings_resale_eur=revenues.get("buildingsResaleSellingPrice", 0.0),
        subsidies_eur={
            row["source"]: row["amount"] for row in revenues["financialAssistanceRevenues"]
        },
        roles=_roles(facts["stakeholders"]),
    )
    found = read.case(profile, project=project)
    parts = (balance.works(found), balance.trades(found), balance.subsidies(found))
    return float(sum(flow.amount for part in parts for flow in part))


def _any_plant(kind: str) -> SolarPlant | None:
    if kind != "PHOTOVOLTAIC_POWER_PLANT":
        return None
    return SolarPlant(power_kwc=1.0, production_mwh=1.0, contract_years=20)


def _roles(parties: Facts) -> Roles:
    developer = parties["project"]["developer"].get("structureName")
    owner = parties["future"].get("owner", {}).get("structureName")
    payer = parties["project"]["reinstatementContractOwner"].get("structureName")
    return Roles(
        developer_reinstates=payer is not None and payer == developer,
        developer_owns=owner == developer,
    )


def reinstatement_jobs(profile: Profile, args: list[Any], _: Any) -> float:
    """Jobs of a reinstatement, spread over the evaluation."""
    facts = args[0]
    project = Project(
        programme=None,
        surfaces=(),
        schedule=Schedule(
            reinstatement=read.period(facts["reinstatementSchedule"]),
            installation=None,
            operations_first_year=2025,
        ),
        reinstatement_costs_eur=read.works(facts["reinstatementExpenses"]),
    )
    found = read.case(profile, project=project)
    return float(jobs.reinstatement_fte(found, years=facts["evaluationPeriodInYears"]))


def of_plant(value: Callable[[Project], Any]) -> Replay:
    """A value of the default project of a solar plant."""
    return lambda profile, _, ctor: value(_plant(profile, ctor[0]))


def _plant(profile: Profile, facts: Facts) -> Project:
    return default_project(
        Programme.SOLAR_PLANT,
        site=read.site(facts["siteData"]),
        decided_on=read.day(facts["dateProvider"]["args"][0]),
        p=profile.parameters,
        rules=profile.rules,
    )


def cleared_soils(_: Profile, __: list[Any], ctor: Any) -> dict[Soil, Quantity]:
    """Soils once those where panels cannot stand are replaced."""
    return cleared(read.soils(ctor[0]["siteData"]["soilsDistribution"]))


def works_dates(profile: Profile, _: list[Any], __: Any) -> Period | None:
    """Default dates of a reinstatement decided on the first day of 2025."""
    return default_schedule(read.day({"$date": "2025-01-01"}), profile.parameters).reinstatement


def amounts(rows: list[Facts] | None) -> dict[str, float]:
    """Answer of the reference: one-off costs by purpose."""
    return {names.WORKS[row["purpose"]]: row["amount"] for row in rows or [] if row["amount"]}
