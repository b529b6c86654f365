"""Cooler air around public green spaces: less air conditioning, less CO2.

Sources: parameters `fraicheur.*` (ADEME 2014, Base Empreinte, SoeS 2017).
"""

import numpy as np

from essor.engines.friches.case import Case
from essor.engines.friches.clocks import CARBON
from essor.engines.friches.flows import Flow
from essor.engines.friches.quantities import Quantity, is_nil
from essor.engines.friches.vocabulary import ECONOMIC_USES, Bearer, Use
from essor.engines.friches.zones import households_of, housing_around_m2

GRAMS_PER_TONNE = 1e6


def cooling_radius_m(case: Case) -> Quantity:
    """Distance to which the public green space cools; -1 where it does not cool at all.

    Larger gardens cool farther and need a smaller share of the site.
    """
    p = case.parameters
    green = case.project.public_green_m2
    share = 100 * green / case.site.area_m2
    small, large = p["fraicheur.petit_jardin_m2"], p["fraicheur.grand_jardin_m2"]
    needed = np.select(
        [green < small, green < large],
        [p["fraicheur.part_min_petit"], p["fraicheur.part_min_moyen"]],
        0.0,
    )
    near, middle, far = (p[f"fraicheur.rayon_{n}_m"] for n in ("proche", "moyen", "lointain"))
    radius = np.select(
        [
            green < small,
            green < large,
            share < p["fraicheur.part_min_moyen"],
            share < p["fraicheur.part_lointain"],
        ],
        [
            np.where(share >= p["fraicheur.part_proche"], near, 0.0),
            np.where(share < p["fraicheur.part_min_petit"], near, middle),
            0.0,
            middle,
        ],
        far,
    )
    return np.where((green > 0) & (share >= needed), radius, -1.0)


def cooled_housing_m2(case: Case) -> Quantity:
    """Housing that the green space cools: the project's own and the dwellings around."""
    radius = cooling_radius_m(case)
    around = housing_around_m2(case, np.maximum(radius, 0.0))
    own = case.project.floor_m2(Use.RESIDENTIAL)
    return np.where(radius >= 0, own + around, 0.0)


def cooled_business_m2(case: Case) -> Quantity:
    """Business floor area that the green space cools."""
    own = case.project.floor_m2(*sorted(ECONOMIC_USES))
    return np.where(cooling_radius_m(case) >= 0, own, 0.0)


def avoided_tonnes(case: Case) -> Quantity:
    """Tonnes of CO2 avoided per year."""
    p = case.parameters
    grams = (
        cooled_housing_m2(case) * p["fraicheur.co2_logement_g_m2"]
        + cooled_business_m2(case) * p["fraicheur.co2_activite_g_m2"]
    )
    return grams / GRAMS_PER_TONNE


def freshness(case: Case) -> list[Flow]:
    """Electricity and carbon saved (EUR per year)."""
    if not (case.is_friche and case.is_urban) or is_nil(cooled_housing_m2(case)):
        return []
    p = case.parameters
    bills = (
        households_of(case, cooled_housing_m2(case)) * p["fraicheur.eur_par_menage"]
        + cooled_business_m2(case) * p["fraicheur.eur_m2_activite"]
    )
    return [
        Flow(
            impact="climatisation_co2_evite",
            amount=avoided_tonnes(case),
            clock=CARBON,
            start=case.opening,
            shares={Bearer.HUMANITY: 1.0},
        ),
        Flow(
            impact="climatisation_evitee",
            amount=bills,
            start=case.opening,
            shares={Bearer.RESIDENTS: 1.0},
        ),
    ]
