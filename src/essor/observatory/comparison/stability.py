"""Whether the places that look alike still do when something small changes."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from essor.observatory.comparison.features import Array
from essor.observatory.comparison.similar import (
    Comparable,
    Neighbour,
    Rules,
    distances,
    first,
    gaps_from,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shaking:
    """What is changed, and how many times.

    draws : runs in which every figure is drawn inside its bounds and every weight is multiplied
    weight_low, weight_high : between which bounds the weight of a feature is drawn
    seed : the same seed gives the same answer
    """

    draws: int
    weight_low: float
    weight_high: float
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stability:
    """How often one neighbour stays among the nearest.

    without : share of the runs where one feature was left out, each in turn
    drawn : share of the runs where figures and weights were drawn
    lost_without : labels of the features whose absence makes it leave
    """

    code: str
    without: float
    drawn: float
    lost_without: tuple[str, ...]


def stability_of(
    laid: Comparable,
    *,
    code: str,
    neighbours: Sequence[Neighbour],
    rules: Rules,
    shaking: Shaking,
) -> tuple[Stability, ...]:
    """Measure, for each neighbour, in which share of the runs it stays among the nearest."""
    if not neighbours:
        return ()
    own = laid.codes.index(code)
    left_out = _without_each(laid, code=code, own=own, rules=rules)
    drawn = _drawn(laid, code=code, own=own, rules=rules, shaking=shaking)
    return tuple(
        Stability(
            code=one.code,
            without=_share(one.code, left_out),
            drawn=_share(one.code, drawn),
            lost_without=tuple(
                label
                for label, kept in zip(laid.labels, left_out, strict=True)
                if one.code not in kept
            ),
        )
        for one in neighbours
    )


def _without_each(laid: Comparable, *, code: str, own: int, rules: Rules) -> list[frozenset[str]]:
    gaps = gaps_from(laid, code=code, values=(laid.low + laid.high) / 2, rules=rules)
    count = gaps.shape[-1]
    weights = np.ones((count, count)) - np.eye(count)
    return [
        _codes(laid, distances(gaps, weights=weights[one], rules=rules), own, rules)
        for one in range(count)
    ]


def _drawn(
    laid: Comparable, *, code: str, own: int, rules: Rules, shaking: Shaking
) -> list[frozenset[str]]:
    source = np.random.default_rng(shaking.seed)
    where = source.random((shaking.draws, *laid.low.shape))
    gaps = gaps_from(laid, code=code, values=laid.low + where * (laid.high - laid.low), rules=rules)
    weights = source.uniform(
        shaking.weight_low, shaking.weight_high, (shaking.draws, gaps.shape[-1])
    )
    found = distances(gaps, weights=weights, rules=rules)
    return [_codes(laid, one, own, rules) for one in found]


def _codes(laid: Comparable, found: Array, own: int, rules: Rules) -> frozenset[str]:
    return frozenset(laid.codes[one] for one in first(found, own=own, count=rules.neighbours))


def _share(code: str, runs: Sequence[frozenset[str]]) -> float:
    return sum(code in kept for kept in runs) / len(runs) if runs else 1.0
