"""Which places look like this one, by how much, and why.

The distance of two places is the mean of their gaps over the features known of both, each gap in
usual spreads and cut at a ceiling so that one feature alone never decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from essor.observatory.comparison.features import (
    Array,
    Feature,
    Profile,
    matrix,
    profile_gaps,
    scaled,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How places are compared; the figures are parameters of `references/parameters/comparaison`.

    neighbours : how many are kept
    ceiling : largest gap that one feature may count, in usual spreads
    least_known : share of the places that must know a feature for it to be used
    least_shared : share of the used features that two places must both know
    near, far : gaps below which a feature is said near, above which it is said far
    """

    neighbours: int
    ceiling: float
    least_known: float
    least_shared: float
    near: float
    far: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparable:
    """Places ready to be compared: built once, asked for any place.

    codes : sorted, so that the order in which places come changes nothing
    features : those known of enough places ; set_apart : the others, with the share that knows
    low, high : shape (places, features) ; gaps_of_profile : shape (places, places) or None
    """

    codes: tuple[str, ...]
    features: tuple[Feature, ...]
    set_apart: tuple[tuple[Feature, float], ...]
    low: Array
    high: Array
    profile: Profile | None
    gaps_of_profile: Array | None

    @property
    def labels(self) -> tuple[str, ...]:
        """Names of what is compared, in the order of the gaps."""
        last = (self.profile.label,) if self.profile is not None else ()
        return (*(one.label for one in self.features), *last)


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """A place that looks like the one asked.

    distance : mean gap, in usual spreads ; gaps : one by feature, NaN where one is unknown
    """

    code: str
    distance: float
    gaps: tuple[float, ...]


def comparable(
    *,
    features: Sequence[Feature],
    profile: Profile | None,
    codes: Sequence[str],
    rules: Rules,
) -> Comparable:
    """Keep the features that enough places know, and lay them out."""
    ordered = tuple(sorted(codes))
    low, _ = matrix(features, ordered)
    share = (~np.isnan(low)).mean(axis=0) if ordered else np.zeros(len(features))
    kept = [one for one, part in zip(features, share, strict=True) if part >= rules.least_known]
    apart = tuple(
        (one, float(part))
        for one, part in zip(features, share, strict=True)
        if part < rules.least_known
    )
    low, high = matrix(kept, ordered)
    held = (
        profile if profile is not None and _share(profile, ordered) >= rules.least_known else None
    )
    return Comparable(
        codes=ordered,
        features=tuple(kept),
        set_apart=apart,
        low=low,
        high=high,
        profile=held,
        gaps_of_profile=None if held is None else _scaled_gaps(profile_gaps(held, ordered)),
    )


def gaps_from(laid: Comparable, *, code: str, values: Array, rules: Rules) -> Array:
    """Return the gaps of every place to one, shape (..., places, features and profile).

    values : one figure inside each pair of bounds, shape (..., places, features)
    """
    row = laid.codes.index(code)
    scores = scaled(values, is_size=[one.is_size for one in laid.features])
    gaps = np.abs(scores - scores[..., row : row + 1, :])
    if laid.gaps_of_profile is not None:
        column = np.broadcast_to(laid.gaps_of_profile[row][:, None], (*gaps.shape[:-1], 1))
        gaps = np.concatenate([gaps, column], axis=-1)
    cut: Array = np.minimum(gaps, rules.ceiling)
    return cut


def distances(gaps: Array, *, weights: Array, rules: Rules) -> Array:
    """Return the mean gap of every place, NaN where too few features are known of both.

    gaps : shape (..., places, features) ; weights : shape (..., features)
    """
    known = ~np.isnan(gaps)
    spread = np.broadcast_to(weights[..., None, :], gaps.shape)
    held = np.where(known, spread, 0).sum(axis=-1)
    total = spread.sum(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.where(known, gaps * spread, 0).sum(axis=-1) / held
        found: Array = np.where(held >= rules.least_shared * total, mean, np.nan)
    return found


def nearest(laid: Comparable, *, code: str, rules: Rules) -> tuple[Neighbour, ...]:
    """Return the nearest places, the nearest first; equal distances by code.

    A figure known by bounds counts at their middle. Empty when nothing can be compared.
    """
    if code not in laid.codes or not laid.labels:
        return ()
    gaps = gaps_from(laid, code=code, values=(laid.low + laid.high) / 2, rules=rules)
    found = distances(gaps, weights=np.ones(gaps.shape[-1]), rules=rules)
    return tuple(
        Neighbour(code=laid.codes[one], distance=float(found[one]), gaps=tuple(gaps[one].tolist()))
        for one in first(found, own=laid.codes.index(code), count=rules.neighbours)
    )


def first(found: Array, *, own: int, count: int) -> list[int]:
    """Return the places of the smallest distances, by distance then by code, oneself left out."""
    ordered = np.argsort(found, kind="stable")  # NaN last
    return [int(one) for one in ordered if one != own and not np.isnan(found[one])][:count]


def _share(profile: Profile, codes: Sequence[str]) -> float:
    return sum(code in profile.shares for code in codes) / len(codes) if codes else 0.0


def _scaled_gaps(gaps: Array) -> Array:
    """Dissimilarities in units of the usual one between two places."""
    pairs = gaps[np.triu_indices(len(gaps), k=1)]
    pairs = pairs[~np.isnan(pairs)]
    usual = float(np.median(pairs)) if len(pairs) else 0.0
    return gaps / usual if usual > 0 else 0 * gaps
