"""The chances of one date, drawn once: the same schedule has the same answer, so it is kept.

The key is the whole schedule: whatever changes it asks for new draws, nothing else does.
"""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from essor.engines.calendrier.inputs import Link, Milestone, Network
from essor.engines.calendrier.simulate import simulate

DRAWS, SEED = 10_000, 2027  # the same question has the same answer every day
MOST_KEPT = 4_096  # some kilobytes each
CERTAIN = (0.0001, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """What the draws say of one milestone.

    held : chance that it is reached by the day asked; causes : (milestone, share of the draws
    where it decides, correlation with the end), the strongest first
    """

    p10: dt.date
    p50: dt.date
    p90: dt.date
    held: float
    draws: int
    causes: tuple[tuple[str, float, float], ...]


@lru_cache(maxsize=MOST_KEPT)
def draw_once(
    *, milestones: tuple[Milestone, ...], links: tuple[Link, ...], target: str, day: dt.date
) -> Drawn | None:
    """Return the chances of a milestone, None when its date has none or is certain.

    Raises CircleError.
    """
    found = simulate(Network(milestones, links), target=target, draws=DRAWS, seed=SEED)
    if target not in found.finishes:
        return None
    if found.quantile(target, CERTAIN[0]) == found.quantile(target, CERTAIN[1]):
        return None
    causes = sorted(
        ((one, found.criticality[one], found.drivers[one]) for one in found.criticality),
        key=lambda cause: (-abs(cause[2]), -cause[1]),
    )
    return Drawn(
        p10=found.quantile(target, 0.1),
        p50=found.quantile(target, 0.5),
        p90=found.quantile(target, 0.9),
        held=found.probability(target, day),
        draws=found.draws,
        causes=tuple(causes),
    )
