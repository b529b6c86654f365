"""Thresholds of the portrait: from what on a sentence may be said."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from essor.references.loader import parameter


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Those of one day. percent : in per cent ; count : quotients, jobs, sites, years."""

    percent: Mapping[str, float]
    count: Mapping[str, float]


def thresholds_at(day: date) -> Thresholds:
    """Return the thresholds in force; UserFault before the first date of the parameters."""
    read = {
        name: {key: float(one) for key, one in parameter(f"portrait/{name}").at(day).table.items()}
        for name in ("seuils_pour_cent", "seuils_nombre")
    }
    return Thresholds(percent=read["seuils_pour_cent"], count=read["seuils_nombre"])
