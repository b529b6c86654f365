"""Sums (16 PAH, BTEX, 7 PCB) as intervals: the bounds add up, a missing part opens the top."""

from collections.abc import Mapping

from essor.engines.terres.compatibility.measures import Measure, total
from essor.references.terres.parametres_analytiques import parametres_analytiques


def with_sums(values: Mapping[str, Measure]) -> dict[str, Measure]:
    """The values and every sum that their parts allow.

    All parts measured: the sum of their bounds replaces the sum of the laboratory, which often
    counts « < LQ » as zero. Some parts only: the sum of the laboratory stands, raised to the sum
    of the parts; without one, the sum has no upper bound.
    """
    found = dict(values)
    for code, parametre in parametres_analytiques().items():
        parts = [found[member] for member in parametre.membres if member in found]
        if parts:
            is_whole = len(parts) == len(parametre.membres)
            found[code] = _sum(values.get(code), total(parts), is_whole=is_whole)
    return found


def _sum(given: Measure | None, parts: Measure, *, is_whole: bool) -> Measure:
    if is_whole:
        return parts
    if given is None:
        return Measure(low=parts.low, high=None)
    high = given.high if given.high is None else max(given.high, parts.low)
    return Measure(low=max(given.low, parts.low), high=high, lq=given.lq)
