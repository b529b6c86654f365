"""Where a place stands among all: sentence, strip, quantiles, list."""

from collections.abc import Sequence
from dataclasses import dataclass

from essor.foundations.french import format_number
from essor.foundations.units import unit_label
from essor.observatory.across import PlaceValue, values_across
from essor.observatory.comparison.distribution import Quantile, is_lopsided, quantiles, strip
from essor.observatory.comparison.measured import Measured, measured
from essor.observatory.comparison.rank import RankRange, rank_all
from essor.observatory.wording import UNIT_ALONE, figure_text
from essor.reports.charts.strip import Strip, StripDot, said_of
from essor.web.comparaison.asked import Asked
from essor.web.comparaison.words import rank_sentence, rank_text

EDGE, AROUND = 3, 4
MEDIAN = 0.5
QUARTERS = (0.25, MEDIAN, 0.75)
PART_NAMES = {
    0.0: "le plus bas",
    0.1: "un lieu sur dix est au-dessous de",
    0.25: "un lieu sur quatre est au-dessous de",
    0.5: "la moitié (médiane)",
    0.75: "un lieu sur quatre est au-dessus de",
    0.9: "un lieu sur dix est au-dessus de",
    1.0: "le plus élevé",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One place of the list; is_gap : places are left out just before it."""

    place: PlaceValue
    rank: RankRange
    is_own: bool
    is_alike: bool
    is_gap: bool = False

    @property
    def rank_text(self) -> str:
        """Its rank in words."""
        return rank_text(self.rank)


@dataclass(frozen=True, slots=True, kw_only=True)
class RankSection:
    """Everything said of the rank.

    own : the figure asked ; lines : those shown ; every : the whole list, in the same order
    """

    own: PlaceValue
    sentence: str
    chart: Strip | None
    quantiles: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]
    every: tuple[Line, ...]

    @property
    def has_bounds(self) -> bool:
        """Tell whether a place is known by its bounds only."""
        return any(one.place.value is None and one.rank.best is not None for one in self.every)


def rank_section(asked: Asked, *, alike: Sequence[str], is_whole: bool) -> RankSection:
    """Rank every place. is_whole : the list shows them all, and not those around the one asked."""
    places = values_across(asked.lake, **asked.place, vintage=asked.vintage)
    figures = [measured(one.code, value=one.value, low=one.low, high=one.high) for one in places]
    ranks = rank_all(figures)
    every = _lines(places, figures, ranks, asked.lieu.code, frozenset(alike))
    own = next(one.place for one in every if one.is_own)
    return RankSection(
        own=own,
        sentence=rank_sentence(ranks[own.code], niveau=asked.niveau),
        chart=_chart(asked, places, figures, frozenset(alike)),
        quantiles=tuple(_quantile_row(one, asked) for one in quantiles(figures)),
        lines=every if is_whole else _around(every),
        every=every,
    )


def _lines(
    places: Sequence[PlaceValue],
    figures: Sequence[Measured],
    ranks: dict[str, RankRange],
    own: str,
    alike: frozenset[str],
) -> tuple[Line, ...]:
    """Order from the highest, the unknown last by name."""
    pairs = sorted(
        zip(places, figures, strict=True),
        key=lambda pair: (
            not pair[1].is_known,
            -pair[1].middle if pair[1].is_known else 0.0,
            pair[0].nom,
            pair[0].code,
        ),
    )
    return tuple(
        Line(
            place=place,
            rank=ranks[place.code],
            is_own=place.code == own,
            is_alike=place.code in alike,
        )
        for place, _ in pairs
    )


def _around(every: tuple[Line, ...]) -> tuple[Line, ...]:
    """Keep the first ones, those around the one asked, and the last known ones."""
    own = next(rank for rank, one in enumerate(every) if one.is_own)
    last = sum(one.rank.best is not None for one in every)
    kept = [
        rank
        for rank in range(len(every))
        if rank < EDGE or abs(rank - own) <= AROUND or last - EDGE <= rank < last
    ]
    return tuple(
        Line(
            place=every[rank].place,
            rank=every[rank].rank,
            is_own=every[rank].is_own,
            is_alike=every[rank].is_alike,
            is_gap=rank > 0 and rank - 1 not in kept,
        )
        for rank in kept
    )


def _quantile_row(one: Quantile, asked: Asked) -> tuple[str, str]:
    is_sure = one.low == one.high
    said = figure_text(
        value=one.low if is_sure else None,
        low=one.low,
        high=one.high,
        unit=asked.ground.indicator.unit,
    )
    return PART_NAMES[one.part], said


def _chart(
    asked: Asked,
    places: Sequence[PlaceValue],
    figures: Sequence[Measured],
    alike: frozenset[str],
) -> Strip | None:
    is_ratio = is_lopsided(figures)
    names = {one.code: one.nom for one in places}
    values = {one.code: one.value for one in places}
    dots = tuple(
        StripDot(
            at=one.at,
            low=one.low,
            high=one.high,
            across=one.across,
            said=said_of(nom=names[one.code], value=values[one.code], low=one.low, high=one.high),
            is_own=one.code == asked.lieu.code,
            is_alike=one.code in alike,
        )
        for one in strip(figures, is_ratio=is_ratio)
    )
    if len(dots) <= 1:
        return None
    found = quantiles(figures, parts=QUARTERS)
    middles = [(one.low + one.high) / 2 for one in found]
    unit = asked.ground.indicator.unit
    return Strip(
        title=f"{asked.ground.indicator.title}, {asked.vintage}\u00a0: "
        f"{format_number(len(dots))} lieux, {asked.lieu.nom} en losange",
        unit="" if unit in UNIT_ALONE else unit_label(unit),
        own=asked.lieu.nom,
        dots=dots,
        is_ratio=is_ratio,
        quartiles=(middles[0], middles[1], middles[2]) if middles else None,
    )
