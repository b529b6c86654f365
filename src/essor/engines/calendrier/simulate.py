"""Chances of each date: every draw is one whole schedule, all draws at once."""

import math
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from essor.engines.calendrier.inputs import Discrete, Link, LinkKind, Network, Spread

Draws = NDArray[np.float64]  # shape (n_draws,), days; dates as proleptic Gregorian ordinals
UNKNOWN = -math.inf
TIGHT = 1e-6  # day: two dates this near drive together


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulation:
    """What the draws say of one target.

    finishes : milestone -> date in each draw; one that has no date in any is left out
    criticality : milestone -> share of the draws in which it decides the date of the target
    drivers : milestone -> correlation of its own hazard with the date of the target
    """

    target: str
    draws: int
    finishes: dict[str, Draws]
    criticality: dict[str, float]
    drivers: dict[str, float]

    def probability(self, key: str, day: date) -> float:
        """Return the share of the draws where a milestone is reached by the end of a day."""
        return float(np.mean(self.finishes[key] <= day.toordinal() + TIGHT))

    def quantile(self, key: str, share: float) -> date:
        """Return the first day by which this share of the draws have reached a milestone."""
        value = np.quantile(self.finishes[key], share, method="inverted_cdf")
        return date.fromordinal(math.ceil(float(value) - TIGHT))


def simulate(network: Network, *, target: str, draws: int, seed: int) -> Simulation:
    """Draw the schedule many times. Hazards are independent of one another.

    Same rules as ``propagate``, dates and durations drawn instead of likeliest.
    draws : at least 1; seed : same seed, same result. Raises KeyError, ValueError.
    """
    if draws < 1:
        raise ValueError("at least one draw")
    network.milestones[target]
    generator = np.random.default_rng(seed)
    own, durations = {}, {}
    for key in network.order:
        own[key], durations[key] = _hazards(network, key, draws, generator)
    finishes = _finishes(network, own, durations)
    shares = _criticality(network, target, finishes, durations)
    known = {key: values for key, values in finishes.items() if values[0] != UNKNOWN}
    drivers = {
        key: _driver(own[key], durations[key], known[target]) if target in known else 0.0
        for key in shares
    }
    return Simulation(
        target=target, draws=draws, finishes=known, criticality=shares, drivers=drivers
    )


def sample(spread: Spread, draws: int, generator: np.random.Generator) -> Draws:
    """Draw from a spread. Triangular by inversion of its distribution function."""
    if isinstance(spread, Discrete):
        return generator.choice(np.array(spread.values, float), size=draws, p=spread.chances)
    width = spread.high - spread.low
    if width == 0:
        return np.full(draws, float(spread.mode))
    uniform = generator.random(draws)
    left, right = spread.mode - spread.low, spread.high - spread.mode
    rising = spread.low + np.sqrt(uniform * width * left)
    falling = spread.high - np.sqrt((1 - uniform) * width * right)
    return np.where(uniform * width < left, rising, falling)


def _hazards(
    network: Network, key: str, draws: int, generator: np.random.Generator
) -> tuple[Draws, Draws]:
    one = network.milestones[key]
    duration = sample(one.duration, draws, generator)
    spread = sample(one.due_spread, draws, generator)
    if one.reached_on is not None:
        return np.full(draws, float(one.reached_on.toordinal())), duration
    if one.due_on is None:
        return np.full(draws, UNKNOWN), duration
    return one.due_on.toordinal() + spread, duration


def _finishes(
    network: Network, own: dict[str, Draws], durations: dict[str, Draws]
) -> dict[str, Draws]:
    finishes: dict[str, Draws] = {}
    for key in network.order:
        latest = own[key].copy()
        for link in network.open_links_into(key):
            np.maximum(latest, _demanded(link, finishes, durations), out=latest)
        finishes[key] = latest
    return finishes


def _demanded(link: Link, finishes: dict[str, Draws], durations: dict[str, Draws]) -> Draws:
    day = finishes[link.before] + link.lag_days
    if link.kind is LinkKind.DEBUT_DEBUT:
        day -= durations[link.before]
    day += durations[link.after]
    return day


def _criticality(
    network: Network, target: str, finishes: dict[str, Draws], durations: dict[str, Draws]
) -> dict[str, float]:
    """Walk back from the target, in each draw, along the links that decide."""
    above = network.above(target)
    deciding = {target: np.ones(len(finishes[target]), dtype=bool)}
    for key in reversed(network.order):
        if key not in deciding:
            continue
        for link in network.open_links_into(key):
            tight = _demanded(link, finishes, durations) >= finishes[key] - TIGHT
            tight &= deciding[key] & np.isfinite(finishes[key])
            before = deciding.get(link.before)
            deciding[link.before] = tight if before is None else before | tight
    return {
        key: float(np.mean(deciding[key])) if key in deciding else 0.0
        for key in network.order
        if key in above
    }


def _driver(own: Draws, duration: Draws, target: Draws) -> float:
    """Return the stronger correlation of the two hazards of a milestone with the target."""
    found = [_correlation(hazard, target) for hazard in (own, duration)]
    return max(found, key=abs)


def _correlation(first: Draws, second: Draws) -> float:
    if not np.isfinite(first[0]):
        return 0.0
    left, right = first - first.mean(), second - second.mean()
    norm = math.sqrt(float(left @ left) * float(right @ right))
    return float(left @ right) / norm if norm > TIGHT else 0.0
