"""What the planner answers: flows, stocks, totals and the proof that nothing is cheaper."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from essor.engines.terres.vocabulary import Objective, PlaceKind

# Family of constraints -> key of the constraint -> EUR (or kgCO2e) per tonne.
Duals = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """Tonnes moved in one period; `lot` is None out of a platform, where lots of a class mix."""

    origin_id: str
    destination_id: str
    period: int
    tonnes: float
    km: float
    soil_class: str
    lot: str | None = None
    origin_kind: PlaceKind = PlaceKind.LOT
    destination_kind: PlaceKind = PlaceKind.OUTLET


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """Tonnes that wait at the end of a period: on site (`lot` given) or on a platform."""

    place_id: str
    place_kind: PlaceKind
    soil_class: str
    period: int
    tonnes: float
    lot: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Sums of a plan.

    kgco2e : of transport alone; virgin_kgco2e : of quarry material bought, never netted with it
    reused_t : tonnes received by outlets that reuse soil; landfill_t : buried for good
    """

    total_cost_eur: float
    tkm: float
    kgco2e: float
    reused_t: float
    unserved_t: float
    dug_t: float = 0.0
    served_t: float = 0.0
    landfill_t: float = 0.0
    virgin_t: float = 0.0
    virgin_kgco2e: float = 0.0
    transport_eur: float = 0.0
    loading_eur: float = 0.0
    fees_eur: float = 0.0
    handling_eur: float = 0.0
    holding_eur: float = 0.0
    virgin_eur: float = 0.0
    unserved_eur: float = 0.0
    fixed_eur: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """Why the plan is optimal, to be checked again by `planning/verify.py`.

    Amounts are in the unit of the objective (EUR, or kgCO2e). bound : no plan is below it;
    gap : (primal − bound) / max(1, |primal|); min_reduced_cost : of all columns, per tonne
    data_sha256 : of the instance in its canonical JSON
    """

    objective: Objective
    primal: float
    bound: float
    gap: float
    min_reduced_cost: float
    data_sha256: str
    method: str
    solver_versions: Mapping[str, str]
    rounds: int = 0
    columns: int = 0
    columns_used: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What goes where and when, what it costs, and the proof.

    unserved : tonnes left by lot; virgin : quarry tonnes bought by outlet
    bound_eur : lower bound of the objective (kgCO2e when that is what was minimised)
    """

    flows: tuple[Flow, ...]
    stocks: tuple[Stock, ...]
    unserved: Mapping[str, float]
    virgin: Mapping[str, float]
    totals: Totals
    optimal: bool = False
    bound_eur: float | None = None
    duals: Duals = field(default_factory=dict)
    certificate: Certificate | None = None
    method: str = ""
    objective: Objective = Objective.COUT
