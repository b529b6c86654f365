"""Weights, none negative and adding up to one, that make other places look like one place."""

import numpy as np
from scipy.optimize import nnls

from essor.observatory.comparison.features import Array


def simplex_weights(*, donors: Array, target: Array) -> Array:
    """Return the weights that minimise the squared error before.

    donors : shape (places, years before) ; target : shape (years before,)
    Returns shape (places,).

    Exact, by one non-negative least squares. With D the gaps of the donors to the target, the
    error of weights w is |D'w|². Let u = s·w with s ≥ 0 minimise |D'u|² + (1'u - 1)²: for given w
    the best s leaves q / (1 + q) with q = |D'w|², which rises with q; so the direction of u is
    the best w, and w = u / sum(u).
    Source: Lawson and Hanson, Solving Least Squares Problems, 1974, chapter 23; the weights are
    those of Abadie, Diamond and Hainmueller, 2010.
    """
    gaps = (donors - target).T
    size = float(np.sqrt((gaps**2).mean())) or 1.0
    system = np.vstack([gaps / size, np.ones((1, gaps.shape[1]))])
    wanted = np.zeros(len(system))
    wanted[-1] = 1.0
    found, _ = nnls(system, wanted)
    weights: Array = found / found.sum()
    return weights
