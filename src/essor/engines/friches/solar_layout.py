"""Which soils a solar plant leaves: panels stand neither on buildings nor under trees."""

from collections.abc import Mapping

import numpy as np

from essor.engines.friches.quantities import Quantity
from essor.engines.friches.vocabulary import FOREST, Soil

_CLEARED_AS: dict[Soil, Soil] = {
    Soil.BUILDINGS: Soil.MINERAL,
    Soil.ARTIFICIAL_TREES: Soil.ARTIFICIAL_GRASS,
    Soil.PRAIRIE_TREES: Soil.PRAIRIE_GRASS,
    Soil.ORCHARD: Soil.PRAIRIE_GRASS,
    Soil.WATER: Soil.MINERAL,
    Soil.WETLAND: Soil.MINERAL,
} | dict.fromkeys(sorted(FOREST), Soil.PRAIRIE_GRASS)
# Soils that give way to paths and foundations, first to last.
_GIVES_WAY = (
    Soil.ARTIFICIAL_GRASS,
    Soil.PRAIRIE_GRASS,
    Soil.PRAIRIE_BUSHES,
    Soil.CULTIVATION,
    Soil.VINEYARD,
)


def cleared(soils_m2: Mapping[Soil, Quantity]) -> dict[Soil, Quantity]:
    """Replace the soils where panels cannot stand."""
    result: dict[Soil, Quantity] = {}
    for soil, area in soils_m2.items():
        kept = _CLEARED_AS.get(soil, soil)
        result[kept] = result.get(kept, 0.0) + area
    return result


def solar_soils(
    soils_m2: Mapping[Soil, Quantity], *, sealed_m2: Quantity, mineral_m2: Quantity
) -> dict[Soil, Quantity]:
    """Soils once the plant is built, with at least the sealed and mineral areas it needs."""
    result = cleared(soils_m2)
    _reserve(result, Soil.IMPERMEABLE, sealed_m2, (Soil.MINERAL, *_GIVES_WAY), keep=mineral_m2)
    _reserve(result, Soil.MINERAL, mineral_m2, _GIVES_WAY)
    return {soil: area for soil, area in result.items() if np.any(area)}


def _reserve(
    soils: dict[Soil, Quantity],
    kind: Soil,
    needed: Quantity,
    donors: tuple[Soil, ...],
    *,
    keep: Quantity = 0.0,
) -> None:
    """Bring `kind` up to the needed area by taking from the donors in order."""
    missing = np.maximum(needed - soils.get(kind, 0.0), 0.0)
    for donor in donors:
        spare = np.maximum(soils.get(donor, 0.0) - (keep if donor is Soil.MINERAL else 0.0), 0.0)
        taken = np.minimum(spare, missing)
        if np.any(taken):
            soils[donor] = soils[donor] - taken
            soils[kind] = soils.get(kind, 0.0) + taken
            missing = missing - taken
