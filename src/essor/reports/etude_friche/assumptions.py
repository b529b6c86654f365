"""What the computation really took for the site and the project: given, assumed or default.

The engine is asked again with the inputs of the computation, so that no assumption stays
hidden; nothing here is a new result.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from essor.engines.friches.case import Case
from essor.engines.friches.inputs import Project, Site
from essor.engines.friches.profiles import Profile
from essor.engines.friches.quantities import Quantity
from essor.engines.friches.reading import read_study
from essor.engines.friches.study import Study, Zone, cases_of
from essor.foundations.french import format_date_short, format_number
from essor.records.studies.nouns import EXPENSES, SOILS, USES, WORKS
from essor.references.communes_locales.lookup import commune_locale

Json = Mapping[str, Any]
NBSP = "\u00a0"


class Origin(StrEnum):
    """Where a number of the study comes from."""

    GIVEN = "donné dans l'étude"
    PUBLIC = "source publique"
    ASSUMED = "hypothèse de l'étude, tirée au sort"
    DEFAULT = "valeur par défaut d'Essor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption:
    """One number of the site or the project; `zone` is empty when the site has one zone."""

    zone: str
    group: str
    label: str
    value: str
    origin: Origin
    bounds: str = ""


@dataclass(frozen=True, slots=True)
class _Fact:
    """A number by its path in the inputs, not yet told apart."""

    group: str
    label: str
    path: str
    value: Quantity
    unit: str


def assumptions_of(inputs: Json, laws: Iterable[Json], *, profile: Profile) -> list[Assumption]:
    """Return every number taken for the commune, the sites and the projects.

    laws : field `lois` of the results, nine draws out of ten of each uncertain quantity
    Raises UserFault when the engine no longer reads these inputs.
    """
    study = read_study(inputs, parameters=profile.parameters)
    drawn = {row["nom"]: row["valeurs"] for row in laws}
    found = [_of_commune(fact, study, drawn) for fact in _commune(study)]
    is_alone = len(study.zones) == 1
    for zone, case in zip(study.zones, cases_of(study, profile), strict=True):
        name = "" if is_alone else zone.name
        given, prefix = _given_paths(zone), zone.prefix(is_alone=is_alone)
        found += [_told(fact, name, given, drawn, prefix) for fact in _facts(case)]
        found += _calendar(case.project, name)
    return found


def _of_commune(fact: _Fact, study: Study, drawn: Mapping[str, list[float]]) -> Assumption:
    """Tell a fact of the commune that its public source gives from one that the study gives."""
    told = _told(fact, "", set(study.numbers), drawn, "")
    public = commune_locale(study.code_commune_insee)
    name = fact.path.removeprefix("commune.")
    if told.origin is not Origin.GIVEN or public is None or getattr(public, name) != fact.value:
        return told
    return replace(told, origin=Origin.PUBLIC)


def _told(
    fact: _Fact, zone: str, given: set[str], drawn: Mapping[str, list[float]], prefix: str
) -> Assumption:
    bounds = drawn.get(f"{prefix}{fact.path}")
    is_given = fact.path in given
    origin = Origin.GIVEN if is_given else Origin.DEFAULT
    shown = ""
    if bounds is not None:
        origin = Origin.ASSUMED
        shown = f"{_shown(bounds[0])} à {_shown(bounds[-1])}{NBSP}{fact.unit}"
    value = f"{_shown(fact.value)}{NBSP}{fact.unit}"
    return Assumption(
        zone=zone, group=fact.group, label=fact.label, value=value, origin=origin, bounds=shown
    )


def _shown(value: Quantity) -> str:
    number = float(value)
    decimals = 0 if abs(number) >= 100 or number == int(number) else 2
    return format_number(round(number, decimals) + 0.0, decimals=decimals)


def _given_paths(zone: Zone) -> set[str]:
    return {"site.surface_m2", *zone.numbers}


def _commune(study: Study) -> Iterator[_Fact]:
    for path, label, unit in (
        ("commune.population", "Population", "habitants"),
        ("commune.surface_m2", "Superficie", "m²"),
        ("commune.prix_median_eur_m2", "Prix médian des logements", "€/m²"),
    ):
        group = f"Commune {study.code_commune_insee}"
        yield _Fact(group, label, path, study.numbers[path], unit)


def _facts(case: Case) -> Iterator[_Fact]:
    yield from _site(case.site)
    yield from _project(case.project)


def _site(site: Site) -> Iterator[_Fact]:
    group = "Site aujourd'hui"
    yield _Fact(group, "Surface", "site.surface_m2", site.area_m2, "m²")
    for soil, area in site.soils_m2.items():
        yield _Fact(group, SOILS[soil], f"site.sols_m2.{soil}", area, "m²")
    polluted = "site.surface_polluee_m2"
    yield _Fact(group, "Surface polluée", polluted, site.contaminated_m2, "m²")
    for one in site.expenses:
        path = f"site.depenses_eur_an.{one.purpose}"
        yield _Fact(group, EXPENSES[one.purpose], path, one.amount_eur, "€/an")


def _project(project: Project) -> Iterator[_Fact]:
    group = "Projet"
    for soil, area in project.soils_m2.items():
        yield _Fact(group, SOILS[soil], f"projet.sols_m2.{soil}", area, "m²")
    for use, area in project.floors_m2.items():
        label = f"Plancher\u00a0: {USES[use].lower()}"
        yield _Fact(group, label, f"projet.planchers_m2.{use}", area, "m²")
    cleaned = "projet.surface_depolluee_m2"
    yield _Fact(group, "Surface dépolluée", cleaned, project.decontaminated_m2, "m²")
    yield from _costs(project)
    yield from _trade(project)
    yield from _options(project)


def _costs(project: Project) -> Iterator[_Fact]:
    for costs in (
        project.reinstatement_costs_eur,
        project.installation_costs_eur,
        project.building_costs_eur,
    ):
        for work, amount in costs.items():
            yield _Fact("Coûts", WORKS[work], f"projet.couts_eur.{work}", amount, "€")


def _trade(project: Project) -> Iterator[_Fact]:
    for path, label, amount in (
        ("projet.achat_eur", "Achat du site", project.purchase_eur),
        ("projet.revente_eur", "Revente du site aménagé", project.resale_eur),
        ("projet.revente_batiments_eur", "Revente des bâtiments", project.buildings_resale_eur),
    ):
        yield _Fact("Achat, ventes, aides", label, path, amount, "€")
    for name, amount in project.subsidies_eur.items():
        path = f"projet.subventions_eur.{name}"
        yield _Fact("Achat, ventes, aides", f"Aide\u00a0: {_words(name)}", path, amount, "€")


def _options(project: Project) -> Iterator[_Fact]:
    interim, industry = project.interim_use, project.industry
    if interim is not None:
        head, group = "projet.usage_transitoire", "Usage transitoire"
        yield _Fact(group, "Recettes", f"{head}.recettes_eur_an", interim.revenue_eur, "€/an")
        yield _Fact(group, "Charges", f"{head}.charges_eur_an", interim.cost_eur, "€/an")
    if industry is not None:
        path = "projet.industrie.emplois_etp"
        yield _Fact("Industrie", "Emplois", path, industry.jobs_fte, "ETP")


def _words(name: str) -> str:
    return name.replace("_", " ")


def _calendar(project: Project, zone: str) -> Iterator[Assumption]:
    """Dates of the works: they follow from the decision and from default durations."""
    schedule = project.schedule
    rows = [("Remise en état", schedule.reinstatement), ("Aménagement", schedule.installation)]
    shown = [
        (label, f"du {format_date_short(one.starts_on)} au {format_date_short(one.ends_on)}")
        for label, one in rows
        if one is not None
    ]
    shown.append(("Ouverture", str(schedule.operations_first_year)))
    for label, value in shown:
        yield Assumption(
            zone=zone, group="Calendrier", label=label, value=value, origin=Origin.DEFAULT
        )


def counted(found: Sequence[Assumption]) -> str:
    """Say how many numbers come from the study, from public sources, and from Essor."""
    counts = Counter(one.origin for one in found)
    said = [
        f"{counts[origin]} {one if counts[origin] == 1 else many}"
        for origin, one, many in COUNTED
        if counts[origin]
    ]
    return f"{len(found)} nombres décrivent le site et le projet\u00a0: {', '.join(said)}."


COUNTED = (
    (Origin.GIVEN, "donné par l'étude", "donnés par l'étude"),
    (Origin.PUBLIC, "de source publique sur la commune", "de source publique sur la commune"),
    (
        Origin.ASSUMED,
        "supposé et tiré au sort dans une fourchette",
        "supposés et tirés au sort dans une fourchette",
    ),
    (Origin.DEFAULT, "valeur par défaut d'Essor", "valeurs par défaut d'Essor"),
)
