"""Honest uncertainty: draws, ranges, sensitivity, what to study first.

The quantiles of the laws and the Sobol draws are those of scipy.
"""
