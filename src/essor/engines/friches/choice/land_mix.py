"""Best land-use mix of one site: which programme on which hectares.

Each programme has values per hectare (net gain, public cost, land taken, jobs) and, when it is
chosen at all, a smallest area. The mix maximises the gain under a public budget, a floor of
jobs, a ceiling of land take and what the town plan allows.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from essor.engines.friches.choice.solver import ImpossibleError, maximise
from essor.engines.friches.quantities import FloatArray
from essor.foundations.errors import UserFault


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One programme, per hectare, with the area that the town plan allows it.

    gain_eur_ha : net present value; public_cost_eur_ha : what public budgets pay
    land_take_ha_ha : natural land taken; jobs_fte_ha : jobs in operation
    """

    name: str
    gain_eur_ha: float
    public_cost_eur_ha: float
    land_take_ha_ha: float = 0.0
    jobs_fte_ha: float = 0.0
    smallest_ha: float = 0.0
    largest_ha: float = float("inf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What the mix must respect; None is no limit."""

    area_ha: float
    budget_eur: float | None = None
    land_take_ha: float | None = None
    jobs_fte: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mix:
    """Best mix and its proof.

    areas_ha : hectares by programme
    prices : gain of one unit more of each limit (one job less required), EUR
    bound_eur : no mix can gain more
    """

    areas_ha: dict[str, float]
    gain_eur: float
    bound_eur: float
    prices: dict[str, float]


def best_mix(options: Sequence[Option], limits: Limits) -> Mix:
    """Find the mix that gains most; unused land stays as it is, at no gain.

    Raises UserFault when no mix satisfies every limit.
    """
    n = len(options)
    names, rows, at_most = _rows(options, limits)
    highest = np.array([min(option.largest_ha, limits.area_ha) for option in options])
    smallest = np.array([option.smallest_ha for option in options])
    # x = (areas, chosen): area <= highest * chosen and area >= smallest * chosen.
    eye = np.eye(n)
    switches = np.vstack(
        [np.hstack([eye, -np.diag(highest)]), np.hstack([-eye, np.diag(smallest)])]
    )
    padded = np.hstack([rows, np.zeros((len(rows), n))])
    gains = np.concatenate([[option.gain_eur_ha for option in options], np.zeros(n)])
    try:
        found = maximise(
            gains,
            limits=np.vstack([padded, switches]),
            at_most=np.concatenate([at_most, np.zeros(2 * n)]),
            is_whole=np.concatenate([np.zeros(n), np.ones(n)]),
            highest=np.concatenate([highest, np.ones(n)]),
        )
    except ImpossibleError as error:
        raise UserFault.single(
            "aucun partage du site ne respecte toutes les limites",
            expected="des limites moins serrées : budget, emplois ou sols",
            code="partage_impossible",
        ) from error
    areas = {o.name: float(a) for o, a in zip(options, found.values[:n], strict=True)}
    return Mix(
        areas_ha=areas,
        gain_eur=found.gain,
        bound_eur=found.bound,
        prices={name: float(found.prices[i]) for i, name in enumerate(names)},
    )


def _rows(options: Sequence[Option], limits: Limits) -> tuple[list[str], FloatArray, FloatArray]:
    table: list[tuple[str, list[float], float]] = [
        ("surface_ha", [1.0] * len(options), limits.area_ha)
    ]
    if limits.budget_eur is not None:
        costs = [option.public_cost_eur_ha for option in options]
        table.append(("budget_eur", costs, limits.budget_eur))
    if limits.land_take_ha is not None:
        taken = [option.land_take_ha_ha for option in options]
        table.append(("sols_pris_ha", taken, limits.land_take_ha))
    if limits.jobs_fte is not None:
        jobs = [-option.jobs_fte_ha for option in options]
        table.append(("emplois_etp", jobs, -limits.jobs_fte))
    names, rows, at_most = zip(*table, strict=True)
    return list(names), np.array(rows, dtype=float), np.array(at_most, dtype=float)
