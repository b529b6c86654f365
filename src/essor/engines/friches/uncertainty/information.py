"""Value of information: what knowing a quantity before deciding would be worth, in euros.

Without more study, the best option on average is chosen. Knowing everything would allow the
best option in each draw (perfect information). Knowing one quantity allows the best option for
each of its values: the conditional means are regressed on that quantity (Strong, Oakley and
Brennan, 2014).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri
from scipy.stats import chi2, rankdata

from essor.engines.friches.quantities import FloatArray

DEGREE = 5
CONFIDENCE = 0.999


@dataclass(frozen=True, slots=True, kw_only=True)
class Information:
    """Most that a study on one quantity is worth, EUR."""

    name: str
    value_eur: float


def perfect_information_eur(options: FloatArray) -> float:
    """Mean of the best option per draw minus the best mean; options : (n_draws, n_options)."""
    return float(np.mean(np.max(options, axis=1)) - np.max(np.mean(options, axis=0)))


def conditional_means(values: FloatArray, options: FloatArray) -> FloatArray:
    """Mean of each option given the quantity: polynomial regression on its normal scores."""
    scores = ndtri((rankdata(values) - 0.5) / len(values))
    basis = np.polynomial.hermite_e.hermevander(scores, DEGREE)
    weights, *_ = np.linalg.lstsq(basis, options, rcond=None)
    fitted: FloatArray = basis @ weights
    return fitted


def partial_information(draws: Mapping[str, FloatArray], options: FloatArray) -> list[Information]:
    """Value of knowing each quantity alone, the largest first: which study to buy first.

    options : results of each choice on the same draws, shape (n_draws, n_options); include a
    column of zeros when doing nothing is a choice.
    Knowing one quantity is never worth more than knowing all: where heavy tails bend the
    regression beyond, that bound is the answer.
    """
    most_eur = max(perfect_information_eur(options), 0.0)
    rows = [
        Information(name=name, value_eur=min(_gain(values, options), most_eur))
        for name, values in draws.items()
    ]
    return sorted(rows, key=lambda row: -row.value_eur)


def _gain(values: FloatArray, options: FloatArray) -> float:
    """Value of knowing one quantity; zero when chance alone would explain as much."""
    means = conditional_means(values, options)
    spread = np.var(options, axis=0)
    explained = np.divide(
        np.var(means, axis=0), spread, out=np.zeros_like(spread), where=spread > 0
    )
    if len(values) * np.max(explained) < chi2.ppf(CONFIDENCE, DEGREE):
        return 0.0
    return max(float(np.mean(np.max(means, axis=1)) - np.max(np.mean(options, axis=0))), 0.0)
