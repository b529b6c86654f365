"""Contracts now, flows later: how much room to reserve at each outlet before volumes are known.

First stage: K_r tonnes reserved at outlet r, at a price per tonne, plus the fixed fee of an outlet
one deals with. Second stage, in every scenario s: flows of the plan, with Σ x_rs ≤ K_r + b_rs,
the tonnes b_rs beyond the reservation paid a surcharge. Solved in one piece (extensive form).
Reported with it: what ignoring uncertainty would cost (value of the stochastic solution) and what
knowing the future would be worth (expected value of perfect information); both at or above zero.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from essor.engines.terres.inputs import Instance, Outlet
from essor.engines.terres.planning.pairs import admissible_pairs
from essor.engines.terres.planning.program import build_program
from essor.engines.terres.results import Plan
from essor.engines.terres.variants.conflict import explain_conflict
from essor.engines.terres.variants.contracts import outlet_room_t
from essor.engines.terres.variants.extract import plan_of
from essor.engines.terres.variants.frame import add_copy, by_outlet, unserved_columns
from essor.engines.terres.variants.linear import INFINITE, Indices, Model
from essor.engines.terres.variants.plain import as_plain_dict
from essor.engines.terres.variants.scenarios import Scenario, mean_factors, under
from essor.engines.terres.variants.solver import NO_WATCH, Outcome, Progress, Solver, Status, Watch
from essor.engines.terres.variants.stopping import demand
from essor.engines.terres.variants.wording import euros, listed, quoted, tonnes


@dataclass(frozen=True, slots=True, kw_only=True)
class ReservationTerms:
    """Prices of the reservations.

    reserved_eur_t : paid per tonne reserved, used or not; spot_eur_t : surcharge per tonne brought
    beyond the reservation, None when nothing is taken beyond it;
    reserved_eur_t_by_outlet : its own price for some outlets
    """

    reserved_eur_t: float = 1.0
    spot_eur_t: float | None = 5.0
    reserved_eur_t_by_outlet: Mapping[str, float] = field(default_factory=dict)

    def price(self, outlet_id: str) -> float:
        """EUR per tonne reserved at an outlet."""
        return self.reserved_eur_t_by_outlet.get(outlet_id, self.reserved_eur_t)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioCost:
    """What one future costs once the reservations are made (without their price)."""

    name: str
    probability: float
    cost_eur: float
    spot_t: float
    unserved_t: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoStagePlan:
    """Tonnes to reserve now, and the plan for the volumes announced under these reservations.

    gap : proven, zero without fixed fees; vss_eur : value of the stochastic solution, None when
    the reservations of the mean future leave some scenario without a plan; evpi_eur : expected
    value of perfect information
    """

    reserved_t: Mapping[str, float]
    reservation_eur: float
    expected_cost_eur: float
    bound_eur: float
    gap: float
    vss_eur: float | None
    evpi_eur: float
    scenarios: tuple[ScenarioCost, ...]
    plan: Plan
    sentences: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, object]:
        """For storage."""
        return as_plain_dict(self)


def solve_two_stage(
    *,
    instance: Instance,
    scenarios: Sequence[Scenario],
    terms: ReservationTerms,
    watch: Watch = NO_WATCH,
) -> TwoStagePlan:
    """Reservations of least expected cost. Raises UserFault, ValueError on bad probabilities."""
    if not scenarios or abs(sum(s.probability for s in scenarios) - 1.0) > 1e-9:
        raise ValueError("the probabilities of the scenarios must sum to one")
    tell = _teller(watch, len(scenarios) + 3)
    whole = _Extensive(instance, scenarios, terms)
    best = whole.demand(watch)
    tell()
    reserved = whole.reserved(best)
    vss = _vss(instance, scenarios, terms, whole, best, watch)
    tell()
    perfect = 0.0
    for scenario in scenarios:
        alone = _Extensive(instance, [_certain(scenario)], terms)
        perfect += scenario.probability * alone.demand(watch).objective
        tell()
    sure = Scenario(name="", probability=1.0, factors={})
    announced = _Extensive(instance, [sure], terms, most_t=whole.most_t)
    announced.hold(reserved)
    outcome = announced.demand(watch)
    evpi = max(best.objective - perfect, 0.0)
    return TwoStagePlan(
        reserved_t={name: amount for name, amount in reserved.items() if amount > 1e-6},
        reservation_eur=whole.reservation_eur(best),
        expected_cost_eur=best.objective,
        bound_eur=best.bound,
        gap=best.gap,
        vss_eur=vss,
        evpi_eur=evpi,
        scenarios=whole.told(best),
        plan=plan_of(
            announced.programs[0], outcome, method="deux temps, extensif (HiGHS)",
            fixed_eur=announced.first_stage_eur(outcome),
        ),
        sentences=_sentences(reserved, best.objective, vss, evpi),
    )  # fmt: skip


def _teller(watch: Watch, total: int) -> Callable[[], None]:
    done = iter(range(1, total + 1))

    def tell() -> None:
        watch.tell(Progress(step="deux temps", done=next(done), total=total))

    return tell


def _certain(scenario: Scenario) -> Scenario:
    return Scenario(name=scenario.name, probability=1.0, factors=scenario.factors)


def _vss(
    instance: Instance,
    scenarios: Sequence[Scenario],
    terms: ReservationTerms,
    whole: "_Extensive",
    best: Outcome,
    watch: Watch,
) -> float | None:
    """Expected cost of the reservations made for the mean future, minus the best one."""
    mean = Scenario(name="moyen", probability=1.0, factors=mean_factors(instance, scenarios))
    naive = _Extensive(instance, [mean], terms)
    held = naive.reserved(naive.demand(watch))
    bound = _Extensive(instance, scenarios, terms)
    bound.hold(held)
    outcome = Solver(bound.model, watch).solve()
    if outcome.status is Status.INFEASIBLE:
        return None
    return max(demand(outcome, whole.programs[0]).objective - best.objective, 0.0)


class _Extensive:
    """One copy of the plan per scenario, tied by the reservations."""

    def __init__(
        self,
        instance: Instance,
        scenarios: Sequence[Scenario],
        terms: ReservationTerms,
        *,
        most_t: float = 0.0,
    ) -> None:
        """most_t : reservations up to there stay possible, beyond what these scenarios dig."""
        self.instance, self.scenarios, self.terms = instance, scenarios, terms
        table = admissible_pairs(instance)  # volumes change no pair
        self.programs = [
            build_program(under(instance, scenario.factors), pairs=table) for scenario in scenarios
        ]
        self.most_t = max(most_t, *(program.instance.total_t for program in self.programs))
        self.model = Model()
        self._flows: list[Indices] = []
        for program, scenario in zip(self.programs, scenarios, strict=True):
            columns, _ = add_copy(self.model, program, weight=scenario.probability)
            self._flows.append(columns)
        self._room = self._add_reservations()
        self._fees = self._add_fees()
        self._spot = [self._tie(number) for number in range(len(scenarios))]

    def _add_reservations(self) -> Indices:
        prices = [self.terms.price(outlet.id) for outlet in self.instance.outlets]
        return self.model.add_columns(
            prices, upper=[self._ceiling(o) for o in self.instance.outlets]
        )

    def _ceiling(self, outlet: Outlet) -> float:
        return min(self.most_t, outlet_room_t(self.programs[0], outlet))

    def _add_fees(self) -> dict[int, int]:
        """Yes or no for the outlets that ask a fee before anything may be reserved."""
        found = {}
        for number, outlet in enumerate(self.instance.outlets):
            if outlet.fixed_fee_eur:
                most = self._ceiling(outlet)
                column = self.model.add_columns([outlet.fixed_fee_eur], upper=1.0, is_whole=True)
                self.model.add_row([self._room[number], column[0]], [1.0, -most], upper=0.0)
                found[number] = int(column[0])
        return found

    def _tie(self, scenario: int) -> Indices:
        """Σ flows to r − K_r − beyond_r ≤ 0; returns the columns of what goes beyond."""
        spot, weight = self.terms.spot_eur_t, self.scenarios[scenario].probability
        size = len(self.instance.outlets)
        beyond = self.model.add_columns(
            np.full(size, weight * (spot or 0.0)), upper=0.0 if spot is None else INFINITE
        )
        for number, columns in by_outlet(self.programs[scenario]).items():
            where = [*self._flows[scenario][columns], self._room[number], beyond[number]]
            self.model.add_row(where, [1.0] * len(columns) + [-1.0, -1.0], upper=0.0)
        return beyond

    def hold(self, reserved: Mapping[str, float]) -> None:
        """Fix the reservations."""
        for number, outlet in enumerate(self.instance.outlets):
            value = max(reserved[outlet.id], 0.0)
            self.model.add_row([self._room[number]], 1.0, lower=value, upper=value)

    def demand(self, watch: Watch) -> Outcome:
        """Solve; raises UserFault when some scenario has no plan."""
        outcome = Solver(self.model, watch, step="deux temps").solve()
        if outcome.status is Status.INFEASIBLE:
            for program in self.programs:
                explain_conflict(program).raise_fault()
        return demand(outcome, self.programs[0])

    def reserved(self, outcome: Outcome) -> dict[str, float]:
        """Tonnes reserved by outlet."""
        values = outcome.values[self._room]
        return {o.id: float(v) for o, v in zip(self.instance.outlets, values, strict=True)}

    def reservation_eur(self, outcome: Outcome) -> float:
        """Price of the tonnes reserved, fees included."""
        prices = np.array([self.terms.price(outlet.id) for outlet in self.instance.outlets])
        fees = sum(
            self.instance.outlets[number].fixed_fee_eur
            for number, column in self._fees.items()
            if outcome.values[column] > 0.5
        )
        return float(prices @ outcome.values[self._room]) + fees

    def first_stage_eur(self, outcome: Outcome) -> float:
        """Reservations, fees and surcharges: all that is not in the flows."""
        surcharge = sum(
            scenario.probability
            * (self.terms.spot_eur_t or 0.0)
            * float(outcome.values[spot].sum())
            for scenario, spot in zip(self.scenarios, self._spot, strict=True)
        )
        return self.reservation_eur(outcome) + surcharge

    def told(self, outcome: Outcome) -> tuple[ScenarioCost, ...]:
        """Cost of each scenario."""
        found = []
        for number, scenario in enumerate(self.scenarios):
            program = self.programs[number]
            flows = outcome.values[self._flows[number]]
            beyond = float(outcome.values[self._spot[number]].sum())
            found.append(
                ScenarioCost(
                    name=scenario.name,
                    probability=scenario.probability,
                    cost_eur=float(program.eur @ flows) + beyond * (self.terms.spot_eur_t or 0.0),
                    spot_t=beyond,
                    unserved_t=float(flows[unserved_columns(program)].sum()),
                )
            )
        return tuple(found)


def _sentences(
    reserved: Mapping[str, float], expected: float, vss: float | None, evpi: float
) -> tuple[str, ...]:
    kept = [f"{quoted(name)} ({tonnes(t)})" for name, t in reserved.items() if t > 1e-6]
    first = (
        f"Réserver dès maintenant\u00a0: {listed(kept)}."
        if kept
        else "Aucune réservation ne vaut son prix."
    )
    naive = (
        "Les réservations faites pour les volumes moyens laisseraient un scénario sans plan."
        if vss is None
        else f"Réserver pour les volumes moyens coûterait {euros(vss)} de plus en espérance."
    )
    return (
        first,
        f"Coût attendu\u00a0: {euros(expected)}.",
        naive,
        f"Connaître les volumes d’avance vaudrait {euros(evpi)} au plus.",
    )
