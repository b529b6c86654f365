"""Shorter trips: cars, time, carbon, air pollution, accidents.

Sources: parameters `deplacements.*` (Fiches outils de l'instruction du 16 juin 2014, ENTD 2008).
"""

import numpy as np
from numpy.typing import NDArray

from essor.engines.friches.case import Case
from essor.engines.friches.clocks import CAR_CARBON, GROWING, Clock
from essor.engines.friches.flows import Flow
from essor.engines.friches.quantities import Quantity, is_nil
from essor.engines.friches.vocabulary import CULTURAL_USES, ECONOMIC_USES, Bearer, Use
from essor.engines.friches.zones import housing_around_m2, inhabitants_of

DAILY_LIFE_USES = frozenset(
    {Use.LOCAL_STORE, Use.LOCAL_SERVICES, Use.PUBLIC_FACILITIES} | CULTURAL_USES
)
GRAMS_PER_TONNE = 1e6


def influence_radius_m(case: Case) -> Quantity:
    """Distance to which the new activities shorten the trips of residents."""
    p = case.parameters
    economic = np.asarray(case.project.floor_m2(*sorted(ECONOMIC_USES)), dtype=float)
    culture = np.asarray(case.project.floor_m2(*sorted(CULTURAL_USES)), dtype=float)
    small, large = p["deplacements.petite_activite_m2"], p["deplacements.grande_activite_m2"]
    radius = np.select(
        [
            (economic == 0) & (culture == 0),
            (economic < small) & (culture == 0),
            (economic < large) & (culture == 0),
        ],
        [0.0, p["deplacements.rayon_petit_m"], p["deplacements.rayon_moyen_m"]],
        p["deplacements.rayon_grand_m"],
    )
    if case.rules.travel_of_users_only:
        return np.where(_serves_residents(case), radius, 0.0)
    return radius


def _serves_residents(case: Case) -> NDArray[np.bool_]:
    served = np.asarray(case.project.floor_m2(*sorted(DAILY_LIFE_USES)), dtype=float)
    return served > 0


def yearly_trips(case: Case) -> Quantity:
    """Person-days of shorter trips per year: residents every day, workers on work days."""
    p = case.parameters
    housing = case.project.floor_m2(Use.RESIDENTIAL) + housing_around_m2(
        case, influence_radius_m(case)
    )
    workers = sum(
        case.project.floor_m2(use) / p[f"emplois.m2_par_emploi.{use}"]
        for use in sorted(ECONOMIC_USES)
    )
    days = (
        inhabitants_of(case, housing) * p["deplacements.jours_habitant"]
        + workers * p["deplacements.jours_travailleur"]
    )
    return p["deplacements.part_concernee"] * days


def avoided_vehicle_km(case: Case) -> Quantity:
    """Vehicle-kilometres avoided per year."""
    p = case.parameters
    return (
        p["deplacements.km_par_jour"] * yearly_trips(case) / p["deplacements.personnes_par_voiture"]
    )


def saved_hours(case: Case) -> Quantity:
    """Hours saved per year."""
    return case.parameters["deplacements.minutes_par_jour"] / 60 * yearly_trips(case)


def avoided_accidents(case: Case) -> Quantity:
    """Accidents avoided per year."""
    return avoided_vehicle_km(case) * case.parameters["deplacements.accidents_par_km"]


def avoided_casualties(case: Case, kind: str) -> Quantity:
    """Casualties avoided per year, of one kind: `deces`, `graves` or `legers`.

    The reference floors them to whole numbers each year, which drops most of the effect.
    """
    rate = _by_step(case, case.commune.population, "deplacements.taille_ville", f"accidents.{kind}")
    value = avoided_accidents(case) * rate / 100
    return value if case.rules.exact_values else np.floor(value)


def air_pollution_eur_per_km(case: Case) -> Quantity:
    """Health cost of air pollution by vehicle-kilometre; denser towns breathe more of it."""
    per_km2 = case.commune.density_per_m2 * 1e6
    return _by_step(case, per_km2, "deplacements.densite", "deplacements.pollution_air") / 100


def _by_step(case: Case, value: Quantity, steps: str, choices: str) -> Quantity:
    """Pick the choice of the first step above the value; the last choice above all steps."""
    limits = list(case.parameters.group(steps).values())
    picks = list(case.parameters.group(choices).values())
    conditions = [np.asarray(value) < limit for limit in limits]
    return np.select(conditions, picks[:-1], picks[-1])


def travel(case: Case) -> list[Flow]:
    """All the yearly effects of shorter trips."""
    if not (case.is_friche and case.is_urban) or is_nil(yearly_trips(case)):
        return []
    p = case.parameters
    km = avoided_vehicle_km(case)
    return [
        _line(case, "depenses_voiture_evitees", p["deplacements.eur_par_km"] * km),
        _line(case, "temps_trajet_gagne", p["deplacements.eur_par_heure"] * saved_hours(case)),
        _line(case, "trafic_co2_evite", km / GRAMS_PER_TONNE, CAR_CARBON, Bearer.HUMANITY),
        _line(
            case, "pollution_air_evitee", km * air_pollution_eur_per_km(case), who=Bearer.SOCIETY
        ),
        _line(
            case,
            "degats_materiels_evites",
            avoided_accidents(case) * p["accidents.valeur.materiel"],
            who=Bearer.SOCIETY,
        ),
        *_casualties(case),
    ]


def _casualties(case: Case) -> list[Flow]:
    names = {
        "legers": "blesses_legers_evites",
        "graves": "blesses_graves_evites",
        "deces": "deces_evites",
    }
    return [
        _line(
            case,
            impact,
            avoided_casualties(case, kind) * case.parameters[f"accidents.valeur.{kind}"],
            who=Bearer.SOCIETY,
        )
        for kind, impact in names.items()
    ]


def _line(
    case: Case,
    impact: str,
    amount: Quantity,
    clock: Clock = GROWING,
    who: Bearer = Bearer.RESIDENTS,
) -> Flow:
    return Flow(impact=impact, amount=amount, clock=clock, start=case.opening, shares={who: 1.0})
