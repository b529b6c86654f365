"""A study: what a person answers about a commune, a site and its zones, and a project.

Numbers are kept flat, by path (`commune.population`, `site.surface_m2`, `couts.depollution`),
so that any of them can be replaced by draws. What is not given takes its default.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from essor.engines.friches.case import Case
from essor.engines.friches.inputs import (
    Commune,
    Industry,
    InterimUse,
    Phase,
    Project,
    Roles,
    Site,
    YearlyExpense,
)
from essor.engines.friches.profiles import Profile
from essor.engines.friches.programmes import (
    default_project,
    duties_on_eur,
    programme_resale_eur,
)
from essor.engines.friches.quantities import Quantity, total
from essor.engines.friches.site_defaults import default_expenses, default_soils_m2
from essor.engines.friches.vocabulary import (
    Activity,
    Expense,
    Gravity,
    Nature,
    Programme,
    Soil,
    Use,
    Work,
)

Numbers = Mapping[str, Quantity]
ONE_PHASE = (Phase(share=1.0, delay_years=0),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """A part of the site with one past and one project; most sites have a single one.

    numbers : facts by path; `site.surface_m2` is compulsory
    """

    name: str
    activity: Activity
    programme: Programme
    decided_on: date
    numbers: Numbers
    nature: Nature = Nature.FRICHE
    phases: tuple[Phase, ...] = ONE_PHASE
    roles: Roles | None = None

    def prefix(self, *, is_alone: bool) -> str:
        """Text before the paths of this zone in a list of draws: none when it is alone."""
        return "" if is_alone else f"{self.name}/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """A commune, one zone or more, the years to evaluate, changed parameters."""

    code_commune_insee: str
    is_rurale: bool
    numbers: Numbers
    zones: tuple[Zone, ...]
    years: int | None = None
    parameters: Numbers = field(default_factory=dict)

    def drawn(self, draws: Numbers) -> "Study":
        """Copy with some numbers or parameters replaced; raises KeyError for an unknown path."""
        left = dict(draws)
        common = {path: left.pop(path) for path in list(left) if path in self.numbers}
        zones = tuple(self._drawn_zone(zone, left) for zone in self.zones)
        return replace(
            self,
            numbers={**self.numbers, **common},
            zones=zones,
            parameters={**self.parameters, **left},
        )

    def _drawn_zone(self, zone: Zone, left: dict[str, Quantity]) -> Zone:
        prefix = zone.prefix(is_alone=len(self.zones) == 1)
        mine = {path for path in left if path.startswith(prefix) and is_zone_path(path, prefix)}
        drawn = {path.removeprefix(prefix): left.pop(path) for path in sorted(mine)}
        return replace(zone, numbers={**zone.numbers, **drawn})


# First word of the paths that belong to a zone; others are parameters.
ZONE_HEADS = frozenset({"site", "projet"})


def is_zone_path(path: str, prefix: str = "") -> bool:
    """Tell whether a path names a fact of a zone rather than a parameter."""
    return path.removeprefix(prefix).partition(".")[0] in ZONE_HEADS


def commune_of(study: Study) -> Commune:
    """Commune facts of the study."""
    return Commune(
        code_commune_insee=study.code_commune_insee,
        population=study.numbers["commune.population"],
        surface_m2=study.numbers["commune.surface_m2"],
        prix_median_eur_m2=study.numbers["commune.prix_median_eur_m2"],
        is_rurale=study.is_rurale,
    )


def cases_of(study: Study, profile: Profile) -> tuple[Case, ...]:
    """One case per zone, all discounted to the same year."""
    profile = replace(profile, parameters=profile.parameters.replaced(study.parameters))
    commune = commune_of(study)
    whole = total(zone.numbers["site.surface_m2"] for zone in study.zones)
    pairs = [_site_and_project(zone, commune, whole, profile) for zone in study.zones]
    frames = [profile.frame_of(project, study.years) for _, project in pairs]
    first_year = min(frame.first_year for frame in frames)
    return tuple(
        profile.case_of(
            commune=commune, site=site, project=project, years=study.years, first_year=first_year
        )
        for site, project in pairs
    )


def _under(numbers: Numbers, prefix: str) -> dict[str, Quantity]:
    start = f"{prefix}."
    return {n.removeprefix(start): v for n, v in numbers.items() if n.startswith(start)}


def _site_and_project(
    zone: Zone, commune: Commune, whole_m2: Quantity, profile: Profile
) -> tuple[Site, Project]:
    site = _site(zone, commune, whole_m2, profile)
    project = default_project(
        zone.programme,
        site=site,
        decided_on=zone.decided_on,
        p=profile.parameters,
        rules=profile.rules,
    )
    return site, _resold(_adjusted(project, zone), zone, profile)


def _site(zone: Zone, commune: Commune, whole_m2: Quantity, profile: Profile) -> Site:
    p, numbers = profile.parameters, zone.numbers
    area = numbers["site.surface_m2"]
    given = _under(numbers, "site.sols_m2")
    soils: dict[Soil, Quantity] = {Soil(name): value for name, value in given.items()}
    if not soils:
        soils = default_soils_m2(zone.activity, area_m2=area, p=p)
    polluted = area * p[f"friche.part_polluee.{zone.activity}"]
    expenses = default_expenses(
        commune, area_m2=area, soils_m2=soils, p=p, share_of_site=area / whole_m2
    )
    return Site(
        nature=zone.nature,
        activity=zone.activity,
        area_m2=area,
        soils_m2=soils,
        contaminated_m2=numbers.get("site.surface_polluee_m2", polluted),
        expenses=_merged(expenses, _under(numbers, "site.depenses_eur_an")),
        carbon_stock_t=numbers.get("site.stock_carbone_t"),
        accidents={Gravity(g): n for g, n in _under(numbers, "site.accidents").items()},
        whole_area_m2=whole_m2,
    )


def _merged(
    defaults: tuple[YearlyExpense, ...], given: Mapping[str, Quantity]
) -> tuple[YearlyExpense, ...]:
    kept = [expense for expense in defaults if expense.purpose not in given]
    declared = [
        YearlyExpense(purpose=Expense(name), amount_eur=amount) for name, amount in given.items()
    ]
    return (*kept, *declared)


INSTALLATION = frozenset({Work.STUDIES, Work.DEVELOPMENT, Work.INSTALLATION, Work.OTHER})
BUILDING = frozenset(
    {
        Work.BUILDING_CONSTRUCTION,
        Work.BUILDING_REHABILITATION,
        Work.BUILDING_STUDIES,
        Work.BUILDING_OTHER,
    }
)


def _adjusted(project: Project, zone: Zone) -> Project:
    """Put the given numbers in place of the default ones."""
    numbers = zone.numbers
    costs: dict[Work, Quantity] = {
        Work(name): value for name, value in _under(numbers, "projet.couts_eur").items()
    }
    floors = {Use(name): value for name, value in _under(numbers, "projet.planchers_m2").items()}
    reinstatement = costs.keys() - INSTALLATION - BUILDING
    return replace(
        project,
        phases=zone.phases,
        roles=zone.roles or project.roles,
        floors_m2={**project.floors_m2, **floors},
        installation_costs_eur={
            **project.installation_costs_eur,
            **{work: costs[work] for work in sorted(costs.keys() & INSTALLATION)},
        },
        building_costs_eur={work: costs[work] for work in sorted(costs.keys() & BUILDING)},
        reinstatement_costs_eur={
            **project.reinstatement_costs_eur,
            **{work: costs[work] for work in sorted(reinstatement)},
        },
        priced_works=frozenset(costs),
        decontaminated_m2=numbers.get("projet.surface_depolluee_m2", project.decontaminated_m2),
        purchase_eur=numbers.get("projet.achat_eur", project.purchase_eur),
        purchase_duties_eur=numbers.get("projet.droits_achat_eur", project.purchase_duties_eur),
        resale_eur=numbers.get("projet.revente_eur", project.resale_eur),
        buildings_resale_eur=numbers.get(
            "projet.revente_batiments_eur", project.buildings_resale_eur
        ),
        subsidies_eur=_under(numbers, "projet.subventions_eur"),
        carbon_stock_t=numbers.get("projet.stock_carbone_t", project.carbon_stock_t),
        interim_use=_interim(numbers),
        industry=_industry(numbers),
    )


def _resold(project: Project, zone: Zone, profile: Profile) -> Project:
    """Make the resale follow the floors, and the duties follow the resale.

    What is given is kept: a resale typed by the person, floors left at their default.
    """
    p, numbers = profile.parameters, zone.numbers
    resale = project.resale_eur
    if "projet.revente_eur" not in numbers and _under(numbers, "projet.planchers_m2"):
        resale = programme_resale_eur(
            zone.programme, floors_m2=project.floors_m2, p=p, rules=profile.rules
        )
    return replace(
        project,
        resale_eur=resale,
        resale_duties_eur=duties_on_eur(resale, p),
        buildings_resale_duties_eur=duties_on_eur(project.buildings_resale_eur, p),
    )


def _interim(numbers: Numbers) -> InterimUse | None:
    given = _under(numbers, "projet.usage_transitoire")
    if not given:
        return None
    return InterimUse(
        revenue_eur=given.get("recettes_eur_an", 0.0), cost_eur=given.get("charges_eur_an", 0.0)
    )


def _industry(numbers: Numbers) -> Industry | None:
    given = _under(numbers, "projet.industrie")
    if not given:
        return None
    return Industry(
        jobs_fte=given.get("emplois_etp", 0.0),
        value_added_eur_per_job=given.get("valeur_ajoutee_eur_par_emploi"),
    )
