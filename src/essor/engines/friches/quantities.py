"""Number types of the engine and the two roundings of the reference.

A `Quantity` is a plain number or one value per draw, shape (n_draws,). Every formula is
written once and broadcasts, so a point estimate and ten thousand draws run the same lines.
"""

from collections.abc import Iterable, Mapping
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
Quantity = float | FloatArray
Kind = TypeVar("Kind", bound=str)
M2_PER_HECTARE = 1e4
CO2_PER_CARBON = 44 / 12


def round_half_up(value: Quantity, digits: int = 0) -> Quantity:
    """Round as a pocket calculator does: halves go up (the reference rounds this way)."""
    scale = 10.0**digits
    return np.floor(value * scale + 0.5) / scale


def positive_part(value: Quantity) -> Quantity:
    """Return max(0, value), draw by draw."""
    return np.maximum(value, 0.0)


def total(values: Iterable[Quantity]) -> Quantity:
    """Sum quantities that may mix plain numbers and draws; an empty sum is zero."""
    result: Quantity = 0.0
    for value in values:
        result = result + value
    return result


def area_of(soils: Mapping[Kind, Quantity], kinds: Iterable[Kind]) -> Quantity:
    """Sum, in m2, the area of some kinds of soil (or floor) in a distribution."""
    return total(soils[kind] for kind in kinds if kind in soils)


def is_nil(value: Quantity) -> bool:
    """Tell whether every draw is exactly zero."""
    return not np.any(value)
