"""The physical side: areas, carbon, kilometres, hours, casualties, jobs, water.

Totals over the years of operation, undiscounted, as the reference reports them.
"""

import numpy as np

from essor.engines.friches import carbon, freshness, jobs, solar, travel
from essor.engines.friches.case import Case
from essor.engines.friches.clocks import CAR_TONNES, Clocks
from essor.engines.friches.industry import industry_metrics
from essor.engines.friches.nature import sealed_decrease, stormwater_m3
from essor.engines.friches.quantities import (
    M2_PER_HECTARE,
    Quantity,
    area_of,
    is_nil,
    round_half_up,
)
from essor.engines.friches.vocabulary import GREEN, NATURAL, Nature, Soil


def metrics(case: Case, clocks: Clocks) -> dict[str, Quantity]:
    """Every physical metric by name; zero where the effect does not exist."""
    years = case.frame.n_years - case.opening
    result: dict[str, Quantity] = {
        f"sols_m2.{soil}": area for soil, area in case.project.soils_m2.items()
    }
    result |= _soils(case)
    result |= _climate(case, years)
    result |= _trips(case, clocks, years)
    result |= _present_use(case)
    result |= {
        "emplois_remise_en_etat_etp": jobs.reinstatement_fte(case, years=years),
        "emplois_installation_etp": jobs.installation_fte(case, years=years),
        "emplois_exploitation_etp": jobs.operation_fte(case),
    }
    if case.rules.industrial_output:
        result |= _water(case) | industry_metrics(case)
        result["sols_enaf_preserves_ha"] = avoided_land_take_ha(case)
        result["carbone_construction_t"] = carbon.embodied_tonnes(case)
    return result


def _soils(case: Case) -> dict[str, Quantity]:
    before, after = case.site.soils_m2, case.project.soils_m2

    def change(kinds: frozenset[Soil]) -> Quantity:
        return area_of(after, kinds) - area_of(before, kinds)

    return {
        "co2_stocke_t": carbon.gained_co2_t(case),
        "sol_vert_permeable_gagne_m2": change(GREEN),
        "sol_mineral_permeable_gagne_m2": change(frozenset({Soil.MINERAL})),
        "surface_depolluee_m2": case.project.decontaminated_m2,
    }


def _climate(case: Case, years: int) -> dict[str, Quantity]:
    is_cooled = case.is_friche and case.is_urban
    tonnes = freshness.avoided_tonnes(case) if is_cooled else 0.0
    homes: Quantity = 0.0
    if case.project.solar is not None:
        use = case.parameters["solaire.kwh_par_menage"]
        homes = round_half_up(case.project.solar.production_mwh * 1000 / use)
    return {
        "climatisation_co2_evite_t": tonnes * years,
        "energie_co2_evite_t": solar.avoided_tonnes(case) * years,
        "menages_alimentes": homes,
    }


def _trips(case: Case, clocks: Clocks, years: int) -> dict[str, Quantity]:
    if not (case.is_friche and case.is_urban):
        return {}
    km = travel.avoided_vehicle_km(case)
    driving = clocks.window_sum(CAR_TONNES, case.opening, case.frame.n_years)
    return {
        "vehicules_km_evites": km * years,
        "heures_gagnees": travel.saved_hours(case) * years,
        "trafic_co2_evite_t": km / travel.GRAMS_PER_TONNE * driving,
        "blesses_legers_evites": travel.avoided_casualties(case, "legers") * years,
        "blesses_graves_evites": travel.avoided_casualties(case, "graves") * years,
        "deces_evites": travel.avoided_casualties(case, "deces") * years,
    }


def _present_use(case: Case) -> dict[str, Quantity]:
    """Accidents that stop and jobs that leave; nothing when none is declared."""
    found: dict[str, Quantity] = {}
    if case.is_friche:
        found |= {f"accidents_site_{g}_evites": n for g, n in case.site.accidents.items()}
    if case.site.is_operated:
        found["emplois_actuels_perdus_etp"] = -1.0 * case.site.jobs_fte
    return {name: value for name, value in found.items() if not is_nil(value)}


def avoided_land_take_ha(case: Case) -> Quantity:
    """Hectares of natural, farm or forest land (ENAF) that the project does not take.

    A project on artificial land spares the area it would have taken elsewhere; what it
    builds over natural or farm soils of the site itself is deducted.
    """
    if case.site.nature is not Nature.FRICHE:
        return -_built_over_natural_m2(case) / M2_PER_HECTARE
    developed = case.site.area_m2 - area_of(case.project.soils_m2, NATURAL)
    return (developed - _built_over_natural_m2(case)) / M2_PER_HECTARE


def _built_over_natural_m2(case: Case) -> Quantity:
    before = area_of(case.site.soils_m2, NATURAL)
    return np.maximum(before - area_of(case.project.soils_m2, NATURAL), 0.0)


def _water(case: Case) -> dict[str, Quantity]:
    p = case.parameters
    before, after = case.site.soils_m2, case.project.soils_m2
    storm, year = p["pluie.episode_decennal_mm"], p["pluie.annuelle_mm"]
    return {
        "surface_desimpermeabilisee_m2": sealed_decrease(before, after),
        "ruissellement_evite_episode_m3": stormwater_m3(before, rain_mm=storm, p=p)
        - stormwater_m3(after, rain_mm=storm, p=p),
        "ruissellement_evite_an_m3": stormwater_m3(before, rain_mm=year, p=p)
        - stormwater_m3(after, rain_mm=year, p=p),
    }
