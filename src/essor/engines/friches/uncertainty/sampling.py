"""Draws: Latin hypercube, Sobol sequence or plain; correlated groups by a Gaussian copula."""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

import numpy as np
from scipy.special import ndtr, ndtri
from scipy.stats import qmc

from essor.engines.friches.quantities import FloatArray
from essor.engines.friches.uncertainty.distributions import Uncertain

Draws = dict[str, FloatArray]
EDGE = 1e-12


class Method(StrEnum):
    """Ways to spread the draws."""

    LATIN_HYPERCUBE = "hypercube_latin"
    SOBOL = "sobol"
    PLAIN = "simple"


def uniforms(n_draws: int, n_names: int, *, seed: int, method: Method) -> FloatArray:
    """Draws of independent uniforms, shape (n_draws, n_names), the same for the same seed."""
    generator = np.random.default_rng(seed)
    if n_names == 0:
        return np.empty((n_draws, 0))
    if method is Method.PLAIN:
        found: FloatArray = generator.random((n_draws, n_names))
    elif method is Method.SOBOL:
        sequence = qmc.Sobol(n_names, rng=generator)
        found = sequence.random_base2(int(np.ceil(np.log2(max(n_draws, 2)))))[:n_draws]
    else:
        found = qmc.LatinHypercube(n_names, rng=generator).random(n_draws)
    return np.clip(found, EDGE, 1 - EDGE)


def correlated(
    u: FloatArray, uncertain: Sequence[Uncertain], correlations: Mapping[str, float]
) -> FloatArray:
    """Correlate the columns of each group, keeping each law (Gaussian copula).

    correlations : correlation of the normal scores inside each group, 0 to 1
    """
    result = u.copy()
    for group, rho in sorted(correlations.items()):
        columns = [i for i, one in enumerate(uncertain) if one.group == group]
        if len(columns) < 2 or rho == 0:
            continue
        matrix = np.full((len(columns), len(columns)), rho)
        np.fill_diagonal(matrix, 1.0)
        scores = ndtri(u[:, columns])
        mixed = scores @ np.linalg.cholesky(matrix + EDGE * np.eye(len(columns))).T
        result[:, columns] = np.clip(ndtr(mixed), EDGE, 1 - EDGE)
    return result


def values_of(u: FloatArray, uncertain: Sequence[Uncertain]) -> Draws:
    """Values of each uncertain quantity from uniforms, shape (n_draws,) each."""
    return {one.name: one.law.quantile(u[:, i]) for i, one in enumerate(uncertain)}


def draw(
    uncertain: Sequence[Uncertain],
    n_draws: int,
    *,
    seed: int,
    method: Method = Method.LATIN_HYPERCUBE,
    correlations: Mapping[str, float] | None = None,
) -> Draws:
    """Draw every uncertain quantity; the same seed gives the same draws, bit for bit."""
    u = uniforms(n_draws, len(uncertain), seed=seed, method=method)
    return values_of(correlated(u, uncertain, correlations or {}), uncertain)


def chunks(draws: Draws, size: int) -> Iterator[Draws]:
    """Cut draws into slices of at most `size`, to bound the memory of one evaluation."""
    n_draws = len(next(iter(draws.values()))) if draws else 0
    for start in range(0, n_draws, size):
        yield {name: values[start : start + size] for name, values in draws.items()}
