"""Default costs of reinstatement and development, and expected resale."""

from collections.abc import Mapping

import numpy as np

from essor.engines.friches.parameters import Parameters
from essor.engines.friches.quantities import Quantity, area_of, is_nil, positive_part
from essor.engines.friches.vocabulary import ARTIFICIAL_GREEN, SEALED, Soil, Use, Work


def reinstatement_costs_eur(
    before: Mapping[Soil, Quantity],
    after: Mapping[Soil, Quantity],
    *,
    decontaminated_m2: Quantity,
    p: Parameters,
) -> dict[Work, Quantity]:
    """Unsealing, soil restoration, remediation, demolition and asbestos removal (EUR)."""
    unsealed = positive_part(area_of(before, SEALED) - area_of(after, SEALED))
    greened = positive_part(area_of(after, ARTIFICIAL_GREEN) - area_of(before, ARTIFICIAL_GREEN))
    built = before.get(Soil.BUILDINGS, 0.0)
    costs: dict[Work, Quantity] = {
        Work.UNSEALING: unsealed * p["couts.desimpermeabilisation_eur_m2"],
        Work.SOIL_RESTORATION: np.where(unsealed > 0, greened, 0.0)
        * p["couts.restauration_sols_eur_m2"],
        Work.REMEDIATION: decontaminated_m2 * p["couts.depollution_eur_m2"],
        Work.DEMOLITION: built * p["couts.demolition_eur_m2"],
        Work.ASBESTOS: built * p["couts.desamiantage_eur_m2"],
    }
    return {work: cost for work, cost in costs.items() if not is_nil(cost)}


def development_costs_eur(*, area_m2: Quantity, p: Parameters) -> dict[Work, Quantity]:
    """Studies, works and other costs of an urban project (EUR)."""
    studies = p["couts.etudes_eur_m2"] * area_m2
    works = p["couts.amenagement_eur_m2"] * area_m2
    return {
        Work.STUDIES: studies,
        Work.DEVELOPMENT: works,
        Work.OTHER: (studies + works) * p["couts.autres_frais"],
    }


def expected_resale_eur(
    floors_m2: Mapping[Use, Quantity], prices: Mapping[str, Quantity], *, skips_missing: bool
) -> Quantity:
    """Resale of building rights: sum of price times floor.

    The reference loses the running total at the first use without a price; the corrected
    rule skips that use only.
    """
    total: Quantity = 0.0
    for use, area in floors_m2.items():
        if use in prices:
            total = total + prices[use] * area
        elif not skips_missing:
            total = 0.0
    return total
