"""A place beside those that went like it before, and how unusual the gap after is.

Never a cause: the same is done for every other place, where nothing is supposed to have happened,
and the page says how many of them end with a gap as large.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from essor.observatory.comparison.features import Array
from essor.observatory.comparison.panel import BeforeAfterRules, Panel
from essor.observatory.comparison.synthetic import simplex_weights

SHOWN_WEIGHT = 0.005


class Method(StrEnum):
    """How the comparison is made: the mean of the nearest places, or a weighted mean."""

    MOYENNE = "moyenne"
    PONDEREE = "ponderee"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """One place and what it is compared with.

    weights : (place, weight) from the heaviest, those under half a percent left out
    compared : the comparison, one figure a year ; gaps : place less comparison, one a year
    error_before : root of the mean squared gap of the years before ; gap_after : mean gap after
    """

    code: str
    weights: tuple[tuple[str, float], ...]
    compared: tuple[float, ...]
    gaps: tuple[float, ...]
    error_before: float
    gap_after: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Placebo:
    """How the gap of one place stands among those of all places.

    kept : places imitated well enough before, the one asked included ; apart : the others
    limit : error before above which a place is set apart
    rank : of the gap without its sign, the largest first ; as_large : share of the kept places
    whose gap is at least as large, the one asked included ; both None when the place asked is
    itself imitated too badly
    """

    kept: tuple[str, ...]
    apart: tuple[str, ...]
    limit: float
    rank: int | None
    as_large: float | None


def fit_all(panel: Panel, *, method: Method, rules: BeforeAfterRules) -> tuple[Fit, ...]:
    """Compare every place with the others as if it had been the one."""
    before = panel.values[:, : panel.before]
    apart = np.sqrt(((before[:, None, :] - before[None, :, :]) ** 2).mean(axis=2))
    np.fill_diagonal(apart, np.inf)
    wanted = rules.neighbours if method is Method.MOYENNE else rules.donors
    nearest = np.argsort(apart, axis=1, kind="stable")[:, : min(wanted, len(apart) - 1)]
    return tuple(_fit(panel, row, nearest[row], method) for row in range(len(panel.codes)))


def _fit(panel: Panel, row: int, donors: Array, method: Method) -> Fit:
    own, others = panel.values[row], panel.values[donors]
    if method is Method.MOYENNE:
        weights = np.full(len(donors), 1 / len(donors))
    else:
        weights = simplex_weights(donors=others[:, : panel.before], target=own[: panel.before])
    compared = weights @ others
    gaps = own - compared
    pairs = zip((panel.codes[one] for one in donors), weights.tolist(), strict=True)
    return Fit(
        code=panel.codes[row],
        weights=tuple(
            sorted(
                (one for one in pairs if one[1] >= SHOWN_WEIGHT), key=lambda one: (-one[1], one[0])
            )
        ),
        compared=tuple(compared.tolist()),
        gaps=tuple(gaps.tolist()),
        error_before=float(np.sqrt((gaps[: panel.before] ** 2).mean())),
        gap_after=float(gaps[panel.before :].mean()),
    )


def placebo_of(fits: tuple[Fit, ...], *, code: str, rules: BeforeAfterRules) -> Placebo:
    """Set apart the places imitated badly before, and rank the gap of one among the rest.

    The rule is the same for every place, the one asked included: more than `worst_fit` times the
    median error, and more than `fit_floor` points.
    """
    usual = float(np.median([one.error_before for one in fits]))
    limit = max(rules.worst_fit * usual, rules.fit_floor)
    kept = {one.code: abs(one.gap_after) for one in fits if one.error_before <= limit}
    apart = tuple(one.code for one in fits if one.code not in kept)
    if code not in kept:
        return Placebo(kept=tuple(kept), apart=apart, limit=limit, rank=None, as_large=None)
    as_large = sum(one >= kept[code] for one in kept.values())
    return Placebo(
        kept=tuple(kept),
        apart=apart,
        limit=limit,
        rank=1 + sum(one > kept[code] for one in kept.values()),
        as_large=as_large / len(kept),
    )
