"""Honest uncertainty: draws, ranges, sensitivity, what to study first.

Needs scipy (`pip install essor[moteurs]`).
"""
