"""Run a study on draws: net present value, who gains, the band of the running total."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from essor.engines.friches.outcome import Outcome, evaluate
from essor.engines.friches.profiles import Profile
from essor.engines.friches.quantities import FloatArray, Quantity
from essor.engines.friches.results import break_even
from essor.engines.friches.study import Study
from essor.engines.friches.uncertainty.sampling import Draws, chunks

CHUNK = 4096
# Slices whose yearly totals are kept for the band: 20,480 draws, some ten megabytes.
BAND_CHUNKS = 5
PERCENTILES = (5, 25, 50, 75, 95)
Model = Callable[[Draws], FloatArray]


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulation:
    """Results draw by draw.

    npv_eur, balance_eur : shape (n_draws,); distribution_eur : the same by bearer
    cumulative_percentiles_eur : running total, one row per percentile, shape (5, n_years)
    break_even_year : shape (n_draws,), NaN when never reached
    """

    npv_eur: FloatArray
    balance_eur: FloatArray
    distribution_eur: Mapping[str, FloatArray]
    cumulative_percentiles_eur: FloatArray
    break_even_year: FloatArray

    @property
    def probability_positive(self) -> float:
        """Share of the draws in which the net present value is above zero."""
        return float(np.mean(self.npv_eur > 0))

    def summary(self) -> dict[str, float]:
        """Mean, deviation and percentiles of the net present value, EUR."""
        found = {f"p{p}": float(np.percentile(self.npv_eur, p)) for p in PERCENTILES}
        return found | {
            "moyenne": float(np.mean(self.npv_eur)),
            "ecart_type": float(np.std(self.npv_eur)),
            "probabilite_positive": self.probability_positive,
        }


def _full(value: Quantity, n_draws: int) -> FloatArray:
    return np.broadcast_to(np.asarray(value, dtype=float), (n_draws,)).copy()


def npv_model(study: Study, profile: Profile) -> Model:
    """Net present value of a study as a function of draws."""

    def run(draws: Draws) -> FloatArray:
        n_draws = len(next(iter(draws.values())))
        parts = [
            _full(evaluate(study.drawn(part), profile).npv_eur, _length(part))
            for part in chunks(draws, CHUNK)
        ]
        return np.concatenate(parts) if parts else np.empty(n_draws)

    return run


def _length(draws: Draws) -> int:
    return len(next(iter(draws.values())))


def simulate(study: Study, profile: Profile, draws: Draws) -> Simulation:
    """Evaluate a study on every draw, by slices of bounded memory.

    The band of the running total comes from the first 20,480 draws, all of them most often.
    """
    parts = [
        _collect(
            _length(part), evaluate(study.drawn(part), profile), with_band=number < BAND_CHUNKS
        )
        for number, part in enumerate(chunks(draws, CHUNK))
    ]
    bearers = sorted({name for part in parts for name in part.distribution})
    return Simulation(
        npv_eur=np.concatenate([part.npv for part in parts]),
        balance_eur=np.concatenate([part.balance for part in parts]),
        distribution_eur={
            name: np.concatenate([part.distribution[name] for part in parts]) for name in bearers
        },
        cumulative_percentiles_eur=_band(parts),
        break_even_year=np.concatenate([part.break_even for part in parts]),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    npv: FloatArray
    balance: FloatArray
    distribution: Mapping[str, FloatArray]
    cumulative: FloatArray
    break_even: FloatArray


def _band(parts: Sequence[_Part]) -> FloatArray:
    rows = np.concatenate([part.cumulative for part in parts[:BAND_CHUNKS]])
    found: FloatArray = np.percentile(rows, PERCENTILES, axis=0)
    return found


def _collect(n_draws: int, outcome: Outcome, *, with_band: bool) -> _Part:
    cumulative = outcome.cumulative_eur()
    return _Part(
        npv=_full(outcome.npv_eur, n_draws),
        balance=_full(outcome.balance_eur, n_draws),
        distribution={n: _full(v, n_draws) for n, v in outcome.distribution_eur.items()},
        cumulative=np.atleast_2d(cumulative) if with_band else np.empty((0, 0)),
        break_even=_full(break_even(cumulative, outcome.frame), n_draws),
    )
