"""Replays of whole lists of impacts: every line by name, year by year, and its total.

Where a test replaces the clocks by a series of ones, three years of the bare amount are
compared: the windows of years and the rounding are not at work there.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from essor.engines.friches import (
    balance,
    carbon,
    duties,
    freshness,
    nature,
    property_value,
    roads,
    solar,
    status_quo,
    taxation,
    travel,
    upkeep,
)
from essor.engines.friches.appraise import INDIRECT, Formula, appraise, clocks_of
from essor.engines.friches.case import Case
from essor.engines.friches.clocks import CAR_CARBON, Clocks
from essor.engines.friches.farm import farm_fte
from essor.engines.friches.flows import Flow, present_value, yearly_values
from essor.engines.friches.inputs import Project, Roles, Site
from essor.engines.friches.metrics import metrics
from essor.engines.friches.profiles import Profile
from essor.engines.friches.quantities import Quantity, round_half_up
from essor.engines.friches.reference.calls import facts as read
from essor.engines.friches.reference.calls.facts import STUB_YEARS, Facts, Replay
from essor.engines.friches.reference.calls.part_replays import FARMS, garden_case
from essor.engines.friches.vocabulary import Nature

Rows = dict[str, list[float]]
URBAN: tuple[Formula, ...] = (
    taxation.housing_taxes,
    taxation.company_taxes,
    roads.friche_roads,
    property_value.property_value,
    freshness.freshness,
    travel.travel,
)
SOLAR: tuple[Formula, ...] = (solar.avoided_energy_carbon, taxation.solar_taxes)
SOIL: tuple[Formula, ...] = (carbon.stored_carbon, nature.soil_services)
SOIL_METRICS = ("sols_m2", "co2_stocke", "sol_", "surface_depolluee")
URBAN_METRICS = (
    "emplois_exploitation",
    "climatisation",
    "vehicules",
    "heures",
    "trafic",
    "blesses",
    "deces",
)
SOLAR_METRICS = ("emplois_exploitation", "emplois_installation", "energie", "menages")
ALL: tuple[Formula, ...] = INDIRECT


def _label(flow: Flow) -> str:
    return ".".join(filter(None, (flow.impact, flow.detail)))


def rows_of(flows: Iterable[Flow], ticks: Clocks | None) -> Rows:
    """Yearly values then total of each line; without clocks, three times the amount."""
    found: Rows = {}
    for flow in flows:
        row = _stub_row(flow) if ticks is None else _row(flow, ticks)
        before = found.get(_label(flow), [0.0] * len(row))
        found[_label(flow)] = [a + b for a, b in zip(before, row, strict=True)]
    return found


def _stub_row(flow: Flow) -> list[float]:
    # The reference turns grams into tonnes inside the clock that the test replaces.
    scale = travel.GRAMS_PER_TONNE if flow.clock == CAR_CARBON else 1.0
    return [float(flow.amount) * scale] * STUB_YEARS


def _row(flow: Flow, ticks: Clocks) -> list[float]:
    total = present_value(flow, ticks)
    kept = round_half_up(total) if flow.is_rounded else total
    return [*(float(value) for value in yearly_values(flow, ticks)), float(kept)]


def impacts(formulas: tuple[Formula, ...], build: Callable[[Profile, Any], Case]) -> Replay:
    """Lines of some formulas on a case."""

    def run(profile: Profile, args: list[Any], ctor: Any) -> Rows:
        facts = args[0] if args else ctor[0]
        case = build(profile, facts)
        ticks = None if read.is_stub(facts) else clocks_of(case)
        return rows_of((flow for formula in formulas for flow in formula(case)), ticks)

    return run


def project_case(profile: Profile, facts: Facts) -> Case:
    """Case of a project on a site of a commune; a solar test may give the project only."""
    land = facts.get("relatedSite")
    city = facts.get("siteCityData")
    return read.case(
        profile,
        site=read.site(land) if land else None,
        project=read.project(facts["reconversionProject"]),
        commune=read.commune(city) if city else read.NOWHERE,
        frame=read.frame(facts),
    )


def whole(formulas: tuple[Formula, ...], prefixes: tuple[str, ...] = ("",)) -> Replay:
    """Lines and metrics of a project."""

    def run(profile: Profile, args: list[Any], _: Any) -> dict[str, Any]:
        facts = args[0]
        case = project_case(profile, facts)
        lines = impacts(formulas, project_case)(profile, args, None)
        counts = _metrics(case, is_stub=read.is_stub(facts))
        kept = {n: v for n, v in counts.items() if n.startswith(prefixes)}
        return {"lignes": lines, "mesures": kept}

    return run


def _metrics(case: Case, *, is_stub: bool) -> dict[str, float]:
    found = {n: float(v) for n, v in metrics(case, clocks_of(case)).items()}
    if is_stub and "vehicules_km_evites" in found:
        found["trafic_co2_evite_t"] = found["vehicules_km_evites"]
    return found


def soil_case(profile: Profile, facts: Facts) -> Case:
    """Case of a change of soils."""
    before = read.soils(facts["siteSoilsDistribution"])
    after = [
        {"soilType": name, "surfaceArea": area}
        for name, area in facts["projectSoilsDistribution"].items()
    ]
    return read.case(
        profile,
        site=Site(
            nature=Nature.NATURAL_AREA,
            activity=None,
            area_m2=sum(before.values()),
            soils_m2=before,
            carbon_stock_t=facts.get("siteSoilsCarbonStorage"),
        ),
        project=Project(
            programme=None,
            surfaces=read.surfaces(after),
            schedule=read.NO_DATES,
            decontaminated_m2=float(facts.get("projectDecontaminedSurfaceArea") or 0),
            carbon_stock_t=facts.get("projectSoilsCarbonStorage"),
        ),
        frame=read.frame(facts),
    )


def soil_metrics(profile: Profile, _: list[Any], ctor: Any) -> dict[str, float]:
    """Physical side of a change of soils."""
    case = soil_case(profile, ctor[0])
    found = metrics(case, clocks_of(case))
    return {n: float(v) for n, v in found.items() if n.startswith(SOIL_METRICS)}


def operation_lines(profile: Profile, args: list[Any], _: Any) -> Rows:
    """Lines of an operation run by the developer."""
    facts = args[0]
    project = Project(
        programme=None,
        surfaces=(),
        schedule=read.NO_DATES,
        yearly_costs_eur=read.yearly(facts["yearlyProjectedCosts"], "purpose"),
        yearly_revenues_eur=read.yearly(facts["yearlyProjectedRevenues"], "source"),
        roles=Roles(developer_operates=True),
    )
    case = read.case(profile, project=project, frame=read.frame(facts))
    ticks = None if read.is_stub(facts) else clocks_of(case)
    return rows_of(balance.operation(case), ticks)


def site_operation(profile: Profile, args: list[Any], _: Any) -> float:
    """Discounted benefit of the present activity of a site."""
    facts = args[0]
    land = read.site(
        {"nature": "FRICHE", "surfaceArea": 0.0, "soilsDistribution": {}}
        | {key: facts[key] for key in ("yearlyExpenses", "yearlyIncomes")}
    )
    case = read.case(profile, site=land, frame=read.frame(facts))
    flow = Flow(impact="x", amount=upkeep.operating_benefit(land))
    return float(round_half_up(present_value(flow, clocks_of(case))))


def status_quo_total(profile: Profile, args: list[Any], _: Any) -> float:
    """Total value of a site left as it is, the benefit of its activity apart."""
    facts = args[0]
    case = read.case(profile, site=read.site(facts["siteData"]), frame=read.frame(facts))
    ticks = clocks_of(case)
    total: Quantity = sum(
        present_value(flow, ticks)
        for flow in status_quo.status_quo_flows(case)
        if flow.impact != "benefice_exploitation"
    )
    return float(round_half_up(total))


def status_quo_lines(profile: Profile, args: list[Any], _: Any) -> Rows:
    """Every line of a site left as it is."""
    land = read.site(args[0]["site"], args[0].get("siteSoilsCarbonStorage"))
    case = read.case(profile, site=land, frame=read.frame(args[0]))
    return rows_of(status_quo.status_quo_flows(case), clocks_of(case))


def _worked(profile: Profile, facts: Facts) -> Site:
    """Site with the jobs of its farm, if it is one."""
    kind = FARMS.get(facts.get("agriculturalOperationActivity", ""))
    land = read.site(facts)
    if kind is None:
        return land
    jobs = farm_fte(kind, area_m2=land.area_m2, p=profile.parameters)
    return replace(land, jobs_fte=round_half_up(jobs, 1))


SPRAWL: tuple[Formula, ...] = (
    duties.transfer_duties,
    *SOIL,
    upkeep.new_rent,
    taxation.housing_taxes,
    taxation.company_taxes,
    property_value.property_value,
    freshness.freshness,
    travel.travel,
    roads.sprawl_roads,
)


def sprawl(profile: Profile, args: list[Any], _: Any) -> dict[str, Any]:
    """Comparison with open land: the gains of the project, the site left as it is, new roads."""
    facts = args[0]
    project = read.project(facts["reconversionProject"])
    case = read.case(
        profile,
        site=read.site(facts["relatedSite"]),
        project=project,
        commune=read.commune(facts["cityStats"]),
        frame=profile.frame_of(project, facts["evaluationPeriodInYears"]),
    )
    ticks = clocks_of(case)
    own = [flow for formula in SPRAWL for flow in formula(case)]
    site_metrics = {n: float(v) for n, v in status_quo.status_quo_metrics(case).items()}
    parts = (balance.works(case), balance.trades(case), balance.subsidies(case))
    return {
        "bilan": {n: row[-1] for n, row in rows_of((f for p in parts for f in p), ticks).items()},
        "lignes": rows_of(own, ticks),
        "statu_quo": rows_of(status_quo.status_quo_flows(case), ticks),
        "mesures_statu_quo": site_metrics,
    }


def full(profile: Profile, args: list[Any], _: Any) -> dict[str, Any]:
    """A complete evaluation: balance, indirect impacts, metrics, status quo, break-even."""
    facts = args[0]
    project = read.project(facts["reconversionProject"])
    case = read.case(
        profile,
        site=_worked(profile, facts["relatedSite"]),
        project=project,
        commune=read.commune(facts["cityStats"]),
        frame=profile.frame_of(project, facts["evaluationPeriodInYears"]),
    )
    found = appraise(case)
    return {
        "bilan": {n: row[-1] for n, row in rows_of(found.balance, found.clocks).items()},
        "lignes": rows_of(found.indirect, found.clocks),
        "mesures": {n: float(v) for n, v in found.metrics.items()},
        "statu_quo": rows_of(found.status_quo, found.clocks),
        "cumul": [float(value) for value in found.cumulative_eur()],
        "equilibre": float(found.break_even_year()),
    }


def gained_co2(profile: Profile, _: list[Any], ctor: Any) -> float:
    """Tonnes of CO2 gained by a change of soils."""
    return float(carbon.gained_co2_t(soil_case(profile, ctor[0])))


def by_impact(formulas: tuple[Formula, ...], build: Callable[[Profile, Any], Case]) -> Replay:
    """Total of each impact in money, rounded to the euro; carbon has its own call."""

    def run(profile: Profile, _: list[Any], ctor: Any) -> dict[str, float]:
        found = impacts(formulas, build)(profile, [], ctor)
        money = {name: float(round_half_up(row[-1])) for name, row in found.items()}
        return {name: total for name, total in money.items() if "co2" not in name}

    return run


def bills(profile: Profile, _: list[Any], ctor: Any) -> dict[str, float]:
    """Electricity spared by residents, then by firms: each with the other's value at zero."""
    found = {}
    for who, other in (
        ("local_people", "fraicheur.eur_m2_activite"),
        ("local_companies", "fraicheur.eur_par_menage"),
    ):
        alone = replace(profile, parameters=profile.parameters.replaced({other: 0.0}))
        totals = by_impact((freshness.freshness,), garden_case)(alone, [], ctor)
        found[who] = totals.get("climatisation_evitee", 0.0)
    return found


def one_impact(name: str) -> Replay:
    """Total of one effect of shorter trips, rounded to the euro."""

    def run(profile: Profile, _: list[Any], ctor: Any) -> float:
        totals: dict[str, float] = by_impact((travel.travel,), read.local_case)(profile, [], ctor)
        return totals.get(name, 0.0)

    return run


def garden_carbon(profile: Profile, _: list[Any], ctor: Any) -> dict[str, float] | None:
    """Tonnes of CO2 that a public green space spares, and their value."""
    case = garden_case(profile, ctor[0])
    tonnes = freshness.avoided_tonnes(case) * case.frame.n_years
    return _carbon(case, freshness.freshness, "climatisation_co2_evite", round_half_up(tonnes, 2))


def traffic_carbon(profile: Profile, _: list[Any], ctor: Any) -> dict[str, float] | None:
    """Tonnes of CO2 that shorter trips spare, and their value."""
    case = read.local_case(profile, ctor[0])
    tonnes = metrics(case, clocks_of(case))["trafic_co2_evite_t"]
    return _carbon(case, travel.travel, "trafic_co2_evite", round_half_up(tonnes))


def _carbon(case: Case, formula: Formula, impact: str, tonnes: Quantity) -> dict[str, float] | None:
    row = rows_of(formula(case), clocks_of(case)).get(impact)
    if row is None:
        return None
    return {
        "inTons": float(tonnes),
        "monetaryValue": float(round_half_up(row[-1])),
    }


def casualties_or_none(profile: Profile, _: list[Any], ctor: Any) -> dict[str, float] | None:
    """Casualties avoided over the evaluation; nothing when there is none."""
    case = read.local_case(profile, ctor[0])
    kinds = ("legers", "graves", "deces")
    found = {k: float(travel.avoided_casualties(case, k)) * case.frame.n_years for k in kinds}
    return found if any(found.values()) else None
