"""Announced costs side by side: one bar per announcement, the same scale for one subject."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from essor.records.plans.announcements import Series
from essor.records.plans.models import Annonce
from essor.web.jalons.time_axis import px

WIDTH = 240


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One announcement; pixels of ``sure``, the amount or the least said, and up to ``most``."""

    annonce: Annonce
    sure: str
    most: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """The announcements of one subject, oldest first; drawn when there is something to compare."""

    series: Series
    bars: tuple[Bar, ...]
    width: int
    is_drawn: bool


def cost_bars(found: Sequence[Series]) -> tuple[Costs, ...]:
    """Return what the template draws, in the order of the subjects."""
    return tuple(_costs(series) for series in found)


def _costs(series: Series) -> Costs:
    ends = [_ends(annonce) for annonce in series.annonces]
    most = max(high for _, high in ends)
    bars = tuple(
        Bar(annonce=annonce, sure=_width(low, most), most=_width(high, most))
        for annonce, (low, high) in zip(series.annonces, ends, strict=True)
    )
    return Costs(series=series, bars=bars, width=WIDTH, is_drawn=len(bars) > 1 and most > 0)


def _ends(annonce: Annonce) -> tuple[Decimal, Decimal]:
    said = [one for one in (annonce.low, annonce.value, annonce.high) if one is not None]
    return (said[0], said[-1]) if said else (Decimal(0), Decimal(0))


def _width(amount: Decimal, most: Decimal) -> str:
    return px(float(WIDTH * amount / most)) if most else px(0)
