"""Several criteria at once: declared weights, vetoes, and how stable the ranking is.

Each criterion is scaled from 0 (worst option) to 1 (best); the score is the weighted mean.
A veto removes an option whatever its score: no weight can buy it back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from essor.engines.friches.quantities import FloatArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """A criterion, its weight, its direction and the value that is a veto.

    veto : an option strictly worse than this is out; None when there is no veto
    """

    name: str
    weight: float
    is_more_better: bool = True
    veto: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """An option, its score, its rank, and how often it comes first when weights move.

    first_share : share of the weight draws in which it is first
    rank_range : best and worst rank over the draws
    vetoed_by : criteria that put it out; its score is then None
    """

    name: str
    score: float | None
    rank: int | None
    first_share: float
    rank_range: tuple[int, int] | None
    vetoed_by: tuple[str, ...]


def rank_options(
    table: Mapping[str, Mapping[str, float]],
    criteria: Sequence[Criterion],
    *,
    n_draws: int = 2000,
    seed: int,
    spread: float = 0.5,
) -> list[Ranked]:
    """Rank options; weights are moved to see what holds.

    table : values by option then criterion
    spread : weights are multiplied by draws between 1 - spread and 1 + spread
    """
    vetoes = {name: _vetoes(row, criteria) for name, row in table.items()}
    kept = [name for name, found in vetoes.items() if not found]
    scores = _scores([table[name] for name in kept], criteria)
    weights = np.array([criterion.weight for criterion in criteria])
    generator = np.random.default_rng(seed)
    moved = weights * generator.uniform(1 - spread, 1 + spread, (n_draws, len(weights)))
    central = scores @ weights / weights.sum() if kept else np.empty(0)
    drawn = scores @ (moved / moved.sum(axis=1, keepdims=True)).T if kept else np.empty((0, 0))
    ranks = _ranks(drawn)
    order = _ranks(central[:, None])[:, 0] if kept else np.empty(0)
    rows = [
        Ranked(
            name=name,
            score=float(central[i]),
            rank=int(order[i]),
            first_share=float(np.mean(ranks[i] == 1)),
            rank_range=(int(ranks[i].min()), int(ranks[i].max())),
            vetoed_by=(),
        )
        for i, name in enumerate(kept)
    ]
    out = [
        Ranked(name=name, score=None, rank=None, first_share=0.0, rank_range=None, vetoed_by=found)
        for name, found in vetoes.items()
        if found
    ]
    return sorted(rows, key=lambda row: row.rank or 0) + out


def _vetoes(row: Mapping[str, float], criteria: Sequence[Criterion]) -> tuple[str, ...]:
    def is_out(criterion: Criterion) -> bool:
        if criterion.veto is None:
            return False
        gap = row[criterion.name] - criterion.veto
        return gap < 0 if criterion.is_more_better else gap > 0

    return tuple(criterion.name for criterion in criteria if is_out(criterion))


def _scores(rows: Sequence[Mapping[str, float]], criteria: Sequence[Criterion]) -> FloatArray:
    """Scaled values, shape (n_options, n_criteria); equal options all score one half."""
    if not rows:
        return np.empty((0, len(criteria)))
    values = np.array([[row[criterion.name] for criterion in criteria] for row in rows])
    signs = np.array([1.0 if criterion.is_more_better else -1.0 for criterion in criteria])
    values = values * signs
    low, high = values.min(axis=0), values.max(axis=0)
    width = high - low
    scaled: FloatArray = np.where(width > 0, (values - low) / np.where(width > 0, width, 1.0), 0.5)
    return scaled


def _ranks(scores: FloatArray) -> FloatArray:
    """Rank of each row in each column, 1 for the largest; equal scores share the best rank."""
    better: FloatArray = np.sum(scores[None, :, :] > scores[:, None, :] + 1e-12, axis=1)
    return better + 1.0
