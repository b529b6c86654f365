"""The exact front between cost and emissions, by a ceiling on emissions lowered step by step.

Every point solves: least cost with emissions ≤ ε. Both ends are lexicographic, so that no end is
dominated. All points serve as many tonnes as the least-cost plan (within `SERVICE_SLACK_T`):
without that row the cleanest plan would be the one that moves nothing.
The dual of the ceiling is the price of the next tonne of CO2e avoided.
"""

from dataclasses import dataclass

import numpy as np

from essor.engines.terres.inputs import Instance
from essor.engines.terres.planning.program import Program, build_program
from essor.engines.terres.results import Plan
from essor.engines.terres.variants.extract import plan_of
from essor.engines.terres.variants.frame import model_of, unserved_columns
from essor.engines.terres.variants.linear import INFINITE, Array, Model
from essor.engines.terres.variants.plain import as_plain_dict
from essor.engines.terres.variants.solver import NO_WATCH, Outcome, Progress, Solver, Watch
from essor.engines.terres.variants.stopping import demand

SERVICE_SLACK_T = 1e-6
RELATIVE_SLACK = 1e-9
# A front narrower than this share of its emissions is one plan.
NARROW = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontPoint:
    """One efficient plan.

    kgco2e : transport plus quarry material bought, what the front trades against cost
    eur_per_tco2e : price of one more tonne of CO2e avoided from here; None at the cleanest end,
    where no price buys one
    """

    cost_eur: float
    kgco2e: float
    eur_per_tco2e: float | None
    plan: Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """Efficient plans from the cheapest to the cleanest; a single one when they are the same.

    unserved_t : tonnes left on site in all of them
    """

    points: tuple[FrontPoint, ...]
    unserved_t: float

    def as_dict(self) -> dict[str, object]:
        """For storage."""
        return as_plain_dict(self)


def front(*, instance: Instance, points: int, watch: Watch = NO_WATCH) -> Front:
    """`points` plans between both ends, plus the ends.

    Emissions of the points are evenly spaced. Raises UserFault when no plan is feasible,
    Stopped when the caller cancels.
    """
    if points < 0:
        raise ValueError(f"a front has at least zero inner points, not {points}")
    return _Tracer(instance, watch).trace(points)


class _Tracer:
    """One model kept warm from point to point."""

    def __init__(self, instance: Instance, watch: Watch) -> None:
        self._program: Program = build_program(instance)
        self._watch, self._told, self._total = watch, 0, 0
        model = model_of(self._program)
        self._service_row = self._add_row(model, _left(self._program))
        self._kg_row = self._add_row(model, self._program.kg)
        self._eur_row = self._add_row(model, self._program.eur)
        self._solver = Solver(model, watch, step="front coût–CO2e")

    @staticmethod
    def _add_row(model: Model, weights: Array) -> int:
        used = np.flatnonzero(weights)
        return model.add_row(used, weights[used])

    def trace(self, points: int) -> Front:
        """From the cheapest plan to the cleanest."""
        self._total = points + 2
        cheapest = self._cheapest()
        cleanest = self._cleanest()
        high, low = self._kg(cheapest), self._kg(cleanest)
        unserved = float(_left(self._program) @ cheapest.values)
        if high - low <= NARROW * max(1.0, high):
            return Front(points=(self._point(cheapest, None),), unserved_t=unserved)
        self._solver.change_costs(self._program.eur)
        self._limit(self._eur_row, INFINITE)
        ceilings = np.linspace(high, low, points + 2)[1:-1]
        first_price = self._price_at(high - 1e-4 * (high - low))
        inner = [self._at(float(ceiling)) for ceiling in ceilings]
        found = [self._point(cheapest, first_price), *inner, self._point(cleanest, None)]
        return Front(points=tuple(found), unserved_t=unserved)

    def _cheapest(self) -> Outcome:
        """Least cost; then, at that cost, least emissions."""
        first = self._solve()
        left = float(_left(self._program) @ first.values)
        self._limit(self._service_row, left + SERVICE_SLACK_T)
        self._limit(self._eur_row, _loosened(first.objective))
        self._solver.change_costs(self._program.kg)
        return self._solve()

    def _cleanest(self) -> Outcome:
        """Least emissions; then, at those emissions, least cost."""
        self._limit(self._eur_row, INFINITE)
        first = self._solve()
        self._limit(self._kg_row, _loosened(first.objective))
        self._solver.change_costs(self._program.eur)
        return self._solve()

    def _at(self, ceiling_kg: float) -> FrontPoint:
        self._limit(self._kg_row, ceiling_kg)
        outcome = self._solve()
        self._told += 1
        self._watch.tell(Progress(step="front coût–CO2e", done=self._told + 2, total=self._total))
        return self._point(outcome, self._price(outcome))

    def _price_at(self, ceiling_kg: float) -> float:
        """Price just below the emissions of the cheapest plan."""
        self._limit(self._kg_row, ceiling_kg)
        return self._price(self._solve())

    def _price(self, outcome: Outcome) -> float:
        return max(0.0, -1000.0 * float(outcome.row_duals[self._kg_row]))

    def _point(self, outcome: Outcome, price: float | None) -> FrontPoint:
        return FrontPoint(
            cost_eur=float(self._program.eur @ outcome.values),
            kgco2e=self._kg(outcome),
            eur_per_tco2e=price,
            plan=plan_of(self._program, outcome, method="front coût–CO2e"),
        )

    def _kg(self, outcome: Outcome) -> float:
        return float(self._program.kg @ outcome.values)

    def _limit(self, row: int, upper: float) -> None:
        self._solver.change_row(row, lower=-INFINITE, upper=upper)

    def _solve(self) -> Outcome:
        return demand(self._solver.solve(), self._program)


def _left(program: Program) -> Array:
    """One on every column of tonnes left on site."""
    weights = np.zeros(len(program.eur))
    weights[unserved_columns(program)] = 1.0
    return weights


def _loosened(value: float) -> float:
    """A ceiling that the optimum itself satisfies despite rounding."""
    return value + RELATIVE_SLACK * max(1.0, abs(value))
