"""People and dwellings around a site: the disc-equivalent influence area.

Source: reference method, InfluenceAreaService (32 m2 of housing per inhabitant, 2.2
inhabitants per household).
"""

import numpy as np

from essor.engines.friches.case import Case
from essor.engines.friches.quantities import Quantity, positive_part


def ring_area_m2(*, site_area_m2: Quantity, radius_m: Quantity) -> Quantity:
    """Area around a round site out to a distance: pi (sqrt(A/pi) + r)^2 - A.

    Written r (2 sqrt(pi A) + pi r), which is exactly zero when r is zero: the reference
    subtracts two near-equal numbers and finds minus 6e-11, hence its phantom deaths.
    """
    return radius_m * (2 * np.sqrt(np.pi * site_area_m2) + np.pi * radius_m)


def housing_per_m2(case: Case) -> Quantity:
    """Housing m2 per m2 of land in the commune."""
    return case.parameters["voisinage.logement_m2_par_habitant"] * case.commune.density_per_m2


def ring_of(case: Case, radius_m: Quantity) -> Quantity:
    """Area around the site out to a distance, m2.

    A zone takes its part, by area, of the ring of the whole site: neighbours count once.
    """
    whole = case.site.whole_area_m2
    if whole is None:
        return ring_area_m2(site_area_m2=case.site.area_m2, radius_m=radius_m)
    return ring_area_m2(site_area_m2=whole, radius_m=radius_m) * case.site.area_m2 / whole


def housing_around_m2(case: Case, radius_m: Quantity) -> Quantity:
    """Housing floor area within a distance of the site."""
    return positive_part(ring_of(case, radius_m)) * housing_per_m2(case)


def inhabitants_of(case: Case, housing_m2: Quantity) -> Quantity:
    """Inhabitants of a housing floor area."""
    return housing_m2 / case.parameters["voisinage.logement_m2_par_habitant"]


def households_of(case: Case, housing_m2: Quantity) -> Quantity:
    """Households of a housing floor area."""
    return inhabitants_of(case, housing_m2) / case.parameters["voisinage.habitants_par_menage"]
