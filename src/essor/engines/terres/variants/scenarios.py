"""Volumes that may come: one factor per lot and scenario, drawn once with the seed given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from essor.engines.terres.inputs import Instance, Lot
from essor.engines.terres.variants.linear import Array


class VolumeLaw(StrEnum):
    """How the volume of a lot spreads around what was announced; its mean is the announced one."""

    TRIANGULAR = "triangulaire"
    LOGNORMAL = "lognormale"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One future. factors : of the announced volume, by lot; a lot left out keeps its own."""

    name: str
    probability: float
    factors: Mapping[str, float]


def draw_factors(
    *, count: int, lots: int, law: VolumeLaw, share: float, generator: np.random.Generator
) -> Array:
    """Factors of shape (count, lots), of mean one and never below zero.

    share : half width of the triangle, or standard deviation of the logarithm's normal law
    """
    if share <= 0:
        return np.ones((count, lots))
    if law is VolumeLaw.TRIANGULAR:
        width = min(share, 1.0)
        return generator.triangular(1.0 - width, 1.0, 1.0 + width, (count, lots))
    sigma = float(np.sqrt(np.log1p(share**2)))
    return generator.lognormal(-0.5 * sigma**2, sigma, (count, lots))


def draw_scenarios(
    *,
    instance: Instance,
    count: int,
    share: float,
    generator: np.random.Generator,
    law: VolumeLaw = VolumeLaw.TRIANGULAR,
) -> tuple[Scenario, ...]:
    """Equally likely scenarios of volumes."""
    drawn = draw_factors(
        count=count, lots=len(instance.lots), law=law, share=share, generator=generator
    )
    return tuple(
        Scenario(
            name=f"Scénario {number + 1}",
            probability=1.0 / count,
            factors={lot.id: float(f) for lot, f in zip(instance.lots, row, strict=True)},
        )
        for number, row in enumerate(drawn)
    )


def under(instance: Instance, factors: Mapping[str, float]) -> Instance:
    """The instance as it would be with other volumes."""
    lots = tuple(_scaled(lot, factors.get(lot.id, 1.0)) for lot in instance.lots)
    return replace(instance, lots=lots)


def mean_factors(instance: Instance, scenarios: Sequence[Scenario]) -> dict[str, float]:
    """Mean volume of each lot over the scenarios."""
    return {
        lot.id: sum(s.probability * s.factors.get(lot.id, 1.0) for s in scenarios)
        for lot in instance.lots
    }


def _scaled(lot: Lot, factor: float) -> Lot:
    return replace(lot, tonnes_per_period=tuple(factor * t for t in lot.tonnes_per_period))
