"""The rank of a place: a range as soon as figures are equal, or their intervals overlap."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from essor.observatory.comparison.measured import Measured, known_of


@dataclass(frozen=True, slots=True, kw_only=True)
class RankRange:
    """Where a place may stand, from the highest figure down; the first is 1.

    best, worst : both None when nothing is known of the place, which is then in no ranking
    known, unknown : places with a figure, this one included, and places without
    equal : other places with exactly the same point
    """

    best: int | None
    worst: int | None
    known: int
    unknown: int
    equal: int = 0

    @property
    def is_sure(self) -> bool:
        """Tell whether there is one rank only."""
        return self.best is not None and self.best == self.worst

    @property
    def worst_of_all(self) -> int | None:
        """Return the worst rank if every unknown place were above."""
        return None if self.worst is None else self.worst + self.unknown


def rank_all(places: Sequence[Measured]) -> dict[str, RankRange]:
    """Rank every place among those of which something is known.

    best : one more than the places that are surely above
    worst : all but the places that are surely below; an equal figure may be on either side
    """
    known = known_of(places)
    lows, highs = sorted(one.low for one in known), sorted(one.high for one in known)
    points: dict[float, int] = {}
    for one in known:
        if one.is_point:
            points[one.low] = points.get(one.low, 0) + 1
    count, unknown = len(known), len(places) - len(known)
    return {
        one.code: RankRange(
            best=1 + count - bisect_right(lows, one.high),
            worst=count - bisect_left(highs, one.low),
            known=count,
            unknown=unknown,
            equal=points[one.low] - 1 if one.is_point else 0,
        )
        if one.is_known
        else RankRange(best=None, worst=None, known=count, unknown=unknown)
        for one in places
    }
