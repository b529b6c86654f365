"""How a figure changed, as an index of base 100, with and without the part that drives it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

BASE = 100.0
Series = Mapping[str, float]  # vintage -> figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One branch, one site: what a figure is the sum of. name : as its source publishes it."""

    name: str
    series: Series


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """The middle of several indices at a vintage, their ends, and how many are known."""

    middle: float
    low: float
    high: float
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """The part that weighs most in a change, and the figure with and without it.

    share : of the sum of the changes of all parts, each taken without its sign, 0 to 1
    change, change_total : of the part and of the whole, in the unit of the figure
    reverses : the rest changed in the other direction
    drives_all : the share reaches the threshold, or the rest changed in the other direction
    known : parts known at both ends ; apart : names of the others, counted nowhere here
    """

    name: str
    share: float
    change: float
    change_total: float
    reverses: bool
    drives_all: bool
    whole: Series
    rest: Series
    known: int
    apart: tuple[str, ...]


def base_100(series: Series, *, start: str) -> dict[str, float]:
    """Return the index of each vintage from `start` on; nothing where `start` is not positive."""
    first = series.get(start, 0.0)
    if first <= 0:
        return {}
    return {when: BASE * one / first for when, one in sorted(series.items()) if when >= start}


def spread_of(indices: Sequence[Series]) -> dict[str, Spread]:
    """Return, at each vintage, the median of the indices that know it and their ends."""
    found = {}
    for when in sorted({when for one in indices for when in one}):
        held = [one[when] for one in indices if when in one]
        found[when] = Spread(middle=median(held), low=min(held), high=max(held), count=len(held))
    return found


def driver_of(parts: Sequence[Part], *, start: str, end: str, least_share: float) -> Driver | None:
    """Find the part that weighs most in the change from `start` to `end`.

    least_share : from which share of the change a part is said to drive all
    None when fewer than two parts are known at both ends, or when nothing changed. Of two equal
    parts, the first by name.
    """
    held = [one for one in parts if start in one.series and end in one.series]
    changes = {one.name: one.series[end] - one.series[start] for one in held}
    moved = sum(abs(one) for one in changes.values())
    if len(held) < 2 or moved == 0:  # noqa: PLR2004 - a part alone has no rest
        return None
    name = min(changes, key=lambda one: (-abs(changes[one]), one))
    total = sum(changes.values())
    rest = total - changes[name]
    share, reverses = abs(changes[name]) / moved, rest * total < 0
    return Driver(
        name=name,
        share=share,
        change=changes[name],
        change_total=total,
        reverses=reverses,
        drives_all=share >= least_share or reverses,
        whole=_added(held),
        rest=_added([one for one in held if one.name != name]),
        known=len(held),
        apart=tuple(sorted({one.name for one in parts} - set(changes))),
    )


def _added(parts: Sequence[Part]) -> dict[str, float]:
    """Add parts up at the vintages that every one of them knows."""
    whens = set.intersection(*(set(one.series) for one in parts))
    return {when: sum(one.series[when] for one in parts) for when in sorted(whens)}
