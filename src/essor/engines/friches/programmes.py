"""Ready-made projects: the eight urban programmes and the solar plant."""

from collections.abc import Mapping
from datetime import date

from essor.engines.friches.calendar_defaults import default_schedule
from essor.engines.friches.cost_defaults import (
    development_costs_eur,
    expected_resale_eur,
    reinstatement_costs_eur,
)
from essor.engines.friches.inputs import (
    Project,
    Roles,
    Schedule,
    Site,
    SolarPlant,
    Surface,
)
from essor.engines.friches.parameters import Parameters
from essor.engines.friches.quantities import Quantity, round_half_up
from essor.engines.friches.rules import Rules
from essor.engines.friches.solar_layout import solar_soils
from essor.engines.friches.vocabulary import Nature, Programme, Soil, Space, Structure, Use, Work

_PRICES = {
    Programme.HOUSING_TENSE: "revente.zone_tendue",
    Programme.NEW_URBAN_CENTRE: "revente.centralite",
}


def default_project(
    programme: Programme, *, site: Site, decided_on: date, p: Parameters, rules: Rules
) -> Project:
    """Build a project from a programme, with its default costs, resale and calendar."""
    if programme is Programme.SOLAR_PLANT:
        return _solar_project(site=site, decided_on=decided_on, p=p)
    return _urban_project(programme, site=site, decided_on=decided_on, p=p, rules=rules)


def programme_surfaces(
    programme: Programme, *, area_m2: Quantity, p: Parameters
) -> tuple[Surface, ...]:
    """Areas by soil and purpose of an urban programme."""
    rows = p.group(f"gabarits.{programme}.sols")
    pairs = ((name.split("."), share) for name, share in rows.items())
    return tuple(
        Surface(space=Space(space), soil=Soil(soil), area_m2=area_m2 * share)
        for (space, soil), share in pairs
    )


def programme_floors(
    programme: Programme, *, area_m2: Quantity, p: Parameters
) -> dict[Use, Quantity]:
    """Floor areas by use of an urban programme."""
    rows = p.group(f"gabarits.{programme}.planchers")
    return {Use(name): area_m2 * ratio for name, ratio in rows.items()}


def programme_resale_eur(
    programme: Programme, *, floors_m2: Mapping[Use, Quantity], p: Parameters, rules: Rules
) -> Quantity:
    """Expected resale of the building rights of some floors, at the programme's prices."""
    if programme is Programme.SOLAR_PLANT:
        return 0.0
    prices = p.group(_PRICES.get(programme, "revente.courante"))
    return expected_resale_eur(floors_m2, prices, skips_missing=rules.missing_price_skipped)


def duties_on_eur(price_eur: Quantity, p: Parameters) -> Quantity:
    """Transfer duties on a sale, to the euro as the reference counts them."""
    return round_half_up(price_eur * p["fiscalite.droits_mutation"])


def _schedule(site: Site, decided_on: date, p: Parameters) -> Schedule:
    is_friche = site.nature is Nature.FRICHE
    return default_schedule(decided_on, p, has_reinstatement=is_friche)


def _cleaned_m2(site: Site, p: Parameters) -> Quantity:
    return site.contaminated_m2 * p["couts.part_depolluee"]


def _reinstatement(
    site: Site, soils: Mapping[Soil, Quantity], p: Parameters
) -> dict[Work, Quantity]:
    if site.nature is not Nature.FRICHE:
        return {}
    clean = _cleaned_m2(site, p)
    return reinstatement_costs_eur(site.soils_m2, soils, decontaminated_m2=clean, p=p)


def _urban_project(
    programme: Programme, *, site: Site, decided_on: date, p: Parameters, rules: Rules
) -> Project:
    surfaces = programme_surfaces(programme, area_m2=site.area_m2, p=p)
    floors = programme_floors(programme, area_m2=site.area_m2, p=p)
    clean = _cleaned_m2(site, p)
    resale = programme_resale_eur(programme, floors_m2=floors, p=p, rules=rules)
    draft = Project(programme=programme, surfaces=surfaces, schedule=_schedule(site, decided_on, p))
    return Project(
        programme=programme,
        surfaces=surfaces,
        floors_m2=floors,
        schedule=draft.schedule,
        installation_costs_eur=development_costs_eur(area_m2=site.area_m2, p=p),
        reinstatement_costs_eur=_reinstatement(site, draft.soils_m2, p),
        decontaminated_m2=clean,
        resale_eur=resale,
        resale_duties_eur=duties_on_eur(resale, p),
        roles=Roles(developer=Structure.MUNICIPALITY),
    )


def _solar_project(*, site: Site, decided_on: date, p: Parameters) -> Project:
    power = site.area_m2 / p["solaire.m2_par_kwc"]
    production = power * p["solaire.productible_kwh_kwc"] / 1000
    soils = solar_soils(
        site.soils_m2,
        sealed_m2=power * p["solaire.fondations_m2_kwc"],
        mineral_m2=power * p["solaire.chemins_m2_kwc"],
    )
    clean = _cleaned_m2(site, p)
    operation = p.group("solaire.exploitation_eur_kwc")
    return Project(
        programme=Programme.SOLAR_PLANT,
        surfaces=tuple(Surface(soil=soil, area_m2=area) for soil, area in soils.items()),
        schedule=_schedule(site, decided_on, p),
        solar=SolarPlant(
            power_kwc=power,
            production_mwh=production,
            contract_years=round(float(p["solaire.duree_contrat_ans"])),
        ),
        installation_costs_eur={
            Work(name): power * unit
            for name, unit in p.group("solaire.investissement_eur_kwc").items()
        },
        reinstatement_costs_eur=_reinstatement(site, soils, p),
        decontaminated_m2=clean,
        yearly_costs_eur={name: round_half_up(power * unit) for name, unit in operation.items()},
        yearly_revenues_eur={"vente_electricite": production * p["solaire.recette_eur_mwh"]},
        roles=Roles(
            developer=Structure.COMPANY, operator=Structure.COMPANY, developer_operates=True
        ),
    )
