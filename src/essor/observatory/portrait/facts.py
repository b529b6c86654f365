"""All that the rules of the portrait may look at: values of the place and of its zones."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from essor.observatory.across import PlaceValue
from essor.observatory.geography import FRANCE, Niveau
from essor.observatory.portrait.bounds import Bounds, bounds_of
from essor.observatory.portrait.thresholds import Thresholds
from essor.observatory.reading import Lieu, Value

Key = tuple[str, str, str]
"""Indicator, level, code of the place."""


Peers = Callable[[str, str, str], Sequence[PlaceValue]]
"""From an indicator, a level and a breakdown to its last value in every place of the level."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rank:
    """Ranks that the intervals allow, 1 for the highest value, among `among` places."""

    best: int
    worst: int
    among: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Values known of a territory, of the zones that cover it and of France.

    values : by breakdown, then by vintage, oldest first ; loaded : sources in force
    """

    lieu: Lieu
    zones: tuple[Lieu, ...]
    values: Mapping[Key, Mapping[str, tuple[Value, ...]]]
    peers: Peers
    loaded: frozenset[str]
    thresholds: Thresholds
    today: date

    @property
    def france(self) -> Lieu:
        """The country, to compare with."""
        return Lieu(niveau=Niveau.FRANCE, code=FRANCE, nom="France")

    def covering(self, niveau: str) -> tuple[Lieu, ...]:
        """Return the zones of a level where enough of the inhabitants live, largest first."""
        least = self.thresholds.percent["part_de_zone"] / 100
        return tuple(one for one in self.zones if one.niveau == niveau and one.part >= least)

    def series(self, indicator: str, lieu: Lieu, rubrique: str = "") -> tuple[Value, ...]:
        """Return every vintage, oldest first."""
        return self.values.get((indicator, lieu.niveau, lieu.code), {}).get(rubrique, ())

    def last(self, indicator: str, lieu: Lieu, rubrique: str = "") -> Value | None:
        """Return the last vintage of which something is known."""
        known = [one for one in self.series(indicator, lieu, rubrique) if bounds_of(one)]
        return known[-1] if known else None

    def at(self, indicator: str, lieu: Lieu, vintage: str, rubrique: str = "") -> Value | None:
        """Return one vintage, None when nothing is known of it."""
        found = (one for one in self.series(indicator, lieu, rubrique) if one.vintage == vintage)
        return next((one for one in found if bounds_of(one)), None)

    def breakdown(self, indicator: str, lieu: Lieu) -> dict[str, Value]:
        """Return every breakdown at the last vintage of the indicator in that place."""
        found = self.values.get((indicator, lieu.niveau, lieu.code), {})
        mine = [values[-1] for values in found.values() if values]
        last = max((one.vintage for one in mine), default="")
        return {one.rubrique: one for one in mine if one.vintage == last and bounds_of(one)}

    def rank(self, value: Value) -> Rank | None:
        """Return the ranks that a value may have; None when its peers are not known."""
        lieu, mine = value.lieu, bounds_of(value)
        peers = self.peers(value.indicator.id, lieu.niveau, value.rubrique)
        known = {one.code: bounds_of(one) for one in peers if one.vintage == value.vintage}
        others = [one for code, one in known.items() if one and code != lieu.code]
        if mine is None or known.get(lieu.code) != mine:
            return None
        return Rank(
            best=1 + sum(one.is_above(mine) for one in others),
            worst=1 + sum(one.high > mine.low for one in others),
            among=len(others) + 1,
        )

    def is_notable(self, rank: Rank | None) -> bool:
        """Whether even the worst rank is among the first ones."""
        if rank is None:
            return False
        return rank.worst <= self.thresholds.percent["rang_notable"] / 100 * rank.among

    def bounds(self, indicator: str, lieu: Lieu, rubrique: str = "") -> Bounds | None:
        """Return the bounds of the last vintage."""
        return bounds_of(self.last(indicator, lieu, rubrique))
