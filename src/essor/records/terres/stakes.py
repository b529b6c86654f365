"""What a refused pair costs: the price of the next best outlet, from the costs of the territory."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np

from essor.engines.terres.compatibility.blocking import (
    Block,
    Stake,
    block_of,
    by_remedy,
    stakes,
)
from essor.engines.terres.compatibility.blocking import (
    RemedyStake as RemedyStake,  # pages name it, and never an engine
)
from essor.engines.terres.distances import road_km
from essor.records.terres.choices import NomHypothese as Nom
from essor.records.terres.known_costs import known_costs
from essor.records.terres.matrix import Cell, Matrix, Pair
from essor.records.terres.models import Exutoire, Lot
from essor.records.terres.queries import Soils

CLASSE = "dechet.classe"
CLASSE_DU_LOT = "classe du lot à reprendre"
"""What must change with the parameters where the outlet does not take the class of the lot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PairCost:
    """What a tonne of a lot costs at an outlet: loading, road and gate.

    is_measured : the distance was measured; km is computed otherwise
    """

    km: float
    eur_per_t: float
    is_measured: bool


def pair_costs(soils: Soils, on: dt.date) -> dict[Pair, PairCost]:
    """Return the cost of a tonne on each pair whose places and fee are known."""
    prices = {one.nom: one.value for one in known_costs(soils, on)}
    measured = {(one.origine, one.destination): float(one.distance_km) for one in soils.distances}
    found = {}
    for lot in soils.lots:
        for outlet in soils.exutoires:
            km = measured.get((lot.chantier.code, outlet.code))
            known = km if km is not None else computed_km(lot, outlet, prices)
            if known is None or outlet.tarif_eur_t is None:
                continue
            eur = prices[Nom.CHARGEMENT] + prices[Nom.TRANSPORT] * known + float(outlet.tarif_eur_t)
            found[lot.code, outlet.code] = PairCost(
                km=known, eur_per_t=eur, is_measured=km is not None
            )
    return found


def computed_km(lot: Lot, outlet: Exutoire, prices: Mapping[Nom, float]) -> float | None:
    """Return the estimated road distance, None when a place is not known."""
    if not (lot.chantier.is_placed and outlet.is_placed):
        return None
    ends = [
        np.array([float(one or 0)])
        for one in (
            lot.chantier.longitude,
            lot.chantier.latitude,
            outlet.longitude,
            outlet.latitude,
        )
    ]
    km = road_km(*ends, detour=prices[Nom.DETOUR], access_km=prices[Nom.ACCES])
    return float(km[0])


def stakes_of(matrix: Matrix, soils: Soils, on: dt.date) -> tuple[Stake, ...]:
    """Return what each blocked pair costs, the dearest first, lots without outlet before."""
    costs = {pair: one.eur_per_t for pair, one in pair_costs(soils, on).items()}
    tonnes = {lot.code: float(lot.tonnes or Decimal(0)) for lot in matrix.lots}
    decisions = {pair: cell.decision for pair, cell in matrix.cells.items()}
    return stakes(decisions, costs, tonnes)


def remedies_of(matrix: Matrix, soils: Soils, on: dt.date) -> tuple[RemedyStake, ...]:
    """Return what each set of parameters brought back within limits would save, dearest first.

    An outlet that does not take the class of a lot for that reason alone has no parameter to bring
    back: left out. Where parameters are over as well, the class was given because of them: it is
    to be taken up with them. A remedy that saves nothing and opens nothing is left out.
    """
    found = [_with_class(one, matrix) for one in stakes_of(matrix, soils, on)]
    return tuple(one for one in by_remedy(found) if one.eur_per_t > 0 or one.stranded)


def _with_class(stake: Stake, matrix: Matrix) -> Stake:
    found = stake.block
    if matrix.cells[found.lot, found.outlet].takes_class is not False:
        return stake
    parameters = [tuple(one for one in each if one != CLASSE) for each in found.remedies]
    remedies = tuple((*each, CLASSE_DU_LOT) for each in parameters if each)
    return replace(stake, block=replace(found, remedies=remedies))


def block(cell: Cell) -> Block | None:
    """Return what blocks a pair; None when the rules admit it."""
    return block_of(cell.decision)
