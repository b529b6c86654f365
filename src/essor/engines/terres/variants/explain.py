"""Why this lot goes there: what each other place would cost, and what comes second.

What a tonne, then the whole lot, adds when it goes elsewhere is found by forcing it and solving
again (reduced costs alone are only a lower bound: an outlet exactly full has many prices); the
second best is found by forbidding the places in use. All three look at the whole territory: a
tonne that takes the room of another pays for moving it. Yes-or-no rules (fees, least dispatches)
are left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from essor.engines.terres.inputs import Instance
from essor.engines.terres.planning.blocks import Program
from essor.engines.terres.planning.program import build_program
from essor.engines.terres.results import Plan
from essor.engines.terres.variants.frame import Link, lot_links, model_of, unserved_columns
from essor.engines.terres.variants.linear import INFINITE
from essor.engines.terres.variants.plain import as_plain_dict
from essor.engines.terres.variants.reasons import sentences_of
from essor.engines.terres.variants.solver import NO_WATCH, Outcome, Solver, Status, Watch
from essor.engines.terres.variants.stopping import demand
from essor.engines.terres.variants.wording import TINY
from essor.foundations.errors import UserFault

MOST_FORCED = 4
CHEAPEST_TRIED = 2
FIRST_T = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class WayOut:
    """One place that may take the lot.

    direct_eur_t : loading, road and gate (or handling) of one tonne; marginal_eur_t : what its
    first tonne adds to the plan, exact when `is_solved`, else at least that; forced_t, forced_eur :
    what sending all that can go there adds, None when it was not tried
    """

    place_id: str
    is_platform: bool
    tonnes: float
    direct_eur_t: float
    marginal_eur_t: float
    is_solved: bool = False
    forced_t: float | None = None
    forced_eur: float | None = None

    @property
    def forced_eur_t(self) -> float | None:
        """What each forced tonne adds, those already there counted too."""
        if self.forced_eur is None or not self.forced_t:
            return None
        return self.forced_eur / self.forced_t


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondBest:
    """The plan of the lot when the places it uses are closed to it. tonnes : by place."""

    tonnes: Mapping[str, float]
    unserved_t: float
    extra_eur: float
    extra_eur_t: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why a lot goes where it goes. ways : places in use first, then by marginal price."""

    lot: str
    tonnes: float
    unserved_t: float
    ways: tuple[WayOut, ...]
    second_best: SecondBest | None
    sentences: tuple[str, ...] = field(default=())

    def as_dict(self) -> dict[str, object]:
        """For storage."""
        return as_plain_dict(self)


def explain_lot(
    *,
    instance: Instance,
    lot: str,
    plan: Plan | None = None,
    most_forced: int = MOST_FORCED,
    watch: Watch = NO_WATCH,
) -> Explanation:
    """Explain one lot of the optimal plan. plan : that plan, when it is known already.

    Raises UserFault for a lot that does not exist or an instance without plan, Stopped.
    """
    number = next((n for n, one in enumerate(instance.lots) if one.id == lot), None)
    if number is None:
        known = ", ".join(one.id for one in instance.lots[:10])
        raise UserFault.single("ce lot n’existe pas", value=lot, expected=known, field="lot")
    asked = _Asked(instance, number, watch)
    planned = asked.tonnes_of(plan)
    ways = asked.ways(planned, most_forced)
    volume = instance.lots[number].total_t
    found = Explanation(
        lot=lot,
        tonnes=volume,
        unserved_t=max(volume - sum(planned.values()), 0.0),
        ways=ways,
        second_best=asked.second_best(planned),
    )
    told = sentences_of(
        lot=lot,
        ways=[(w.place_id, w.tonnes, w.direct_eur_t, w.marginal_eur_t, w.is_solved) for w in ways],
        unserved_t=found.unserved_t,
        second=None
        if found.second_best is None
        else (
            found.second_best.tonnes,
            found.second_best.unserved_t,
            found.second_best.extra_eur,
            found.second_best.extra_eur_t,
        ),
    )
    return replace(found, sentences=told)


class _Asked:
    """One program, kept warm while its lot is pushed here and there."""

    def __init__(self, instance: Instance, number: int, watch: Watch) -> None:
        self.program: Program = build_program(instance)
        self.number = number
        self.links = {
            _place(instance, link): link for link in lot_links(self.program) if link.lot == number
        }
        model = model_of(self.program)
        self._rows = {place: model.add_row(link.columns, 1.0) for place, link in self.links.items()}
        self._solver = Solver(model, watch, step="explication")
        self.base = demand(self._solver.solve(), self.program)

    def tonnes_of(self, plan: Plan | None) -> dict[str, float]:
        """Tonnes of the lot by place, in the plan given or the one just found."""
        if plan is None:
            values = self.base.values
            found = {p: float(values[link.columns].sum()) for p, link in self.links.items()}
        else:
            lot, found = self.program.instance.lots[self.number].id, dict.fromkeys(self.links, 0.0)
            for flow in plan.flows:
                if flow.lot == lot and flow.destination_id in found:
                    found[flow.destination_id] += flow.tonnes
        return {place: tonnes for place, tonnes in found.items() if tonnes > TINY}

    def ways(self, planned: Mapping[str, float], most_forced: int) -> tuple[WayOut, ...]:
        """Every place: those in use, then the nearest to being used."""
        price = {
            place: max(float(self.base.reduced_costs[link.columns].min()), 0.0)
            for place, link in self.links.items()
        }
        direct = {p: float(self.program.eur[link.columns].min()) for p, link in self.links.items()}
        unused = [place for place in self.links if place not in planned]
        near = sorted(unused, key=lambda p: (price[p], direct[p], p))[:most_forced]
        cheap = sorted(unused, key=lambda p: (direct[p], p))[:CHEAPEST_TRIED]
        found = [
            WayOut(
                place_id=place,
                is_platform=link.platform >= 0,
                tonnes=planned.get(place, 0.0),
                direct_eur_t=direct[place],
                marginal_eur_t=price[place],
            )
            for place, link in self.links.items()
        ]
        tried = {*near, *cheap}
        found = [self._tried(way) if way.place_id in tried else way for way in found]
        return tuple(sorted(found, key=lambda w: (-w.tonnes, w.marginal_eur_t, w.place_id)))

    def _tried(self, way: WayOut) -> WayOut:
        """The way with what its first tonne and its whole tonnage add, by solving again."""
        first_t, first_eur = self._forced(way.place_id, FIRST_T)
        forced_t, forced_eur = self._forced(way.place_id, INFINITE)
        marginal = first_eur / first_t if first_t > TINY else way.marginal_eur_t
        return replace(
            way,
            marginal_eur_t=max(marginal, way.marginal_eur_t),
            is_solved=True,
            forced_t=forced_t,
            forced_eur=forced_eur,
        )

    def _forced(self, place: str, most_t: float) -> tuple[float, float]:
        """Tonnes that go there, `most_t` and the lot permitting, and what they add to the plan."""
        row = self._rows[place]
        asked = min(most_t, self.program.instance.lots[self.number].total_t)
        outcome = self._with_row(row, asked)
        if outcome.status is Status.INFEASIBLE:
            asked = self._most(place)
            outcome = self._with_row(row, asked)
        return asked, max(outcome.objective - self.base.objective, 0.0)

    def _with_row(self, row: int, least: float) -> Outcome:
        self._solver.change_row(row, lower=least, upper=INFINITE)
        outcome = self._solver.solve()
        self._solver.change_row(row, lower=-INFINITE, upper=INFINITE)
        return outcome

    def _most(self, place: str) -> float:
        """Most tonnes of the lot that the place can take, a hair below against rounding."""
        costs = np.zeros(len(self.program.cost))
        costs[self.links[place].columns] = -1.0
        self._solver.change_costs(costs)
        most = -self._solver.solve().objective
        self._solver.change_costs(self.program.cost)
        return max(most * (1 - 1e-9) - 1e-9, 0.0)

    def second_best(self, planned: Mapping[str, float]) -> SecondBest | None:
        """The plan without the places in use; None when the lot uses none."""
        if not planned:
            return None
        for place in planned:
            self._solver.change_row(self._rows[place], lower=0.0, upper=0.0)
        outcome = self._solver.solve()
        for place in planned:
            self._solver.change_row(self._rows[place], lower=-INFINITE, upper=INFINITE)
        if not outcome.has_solution:
            return None
        moved = {p: float(outcome.values[link.columns].sum()) for p, link in self.links.items()}
        extra = max(outcome.objective - self.base.objective, 0.0)
        left = unserved_columns(self.program)[self.number]
        return SecondBest(
            tonnes={place: tonnes for place, tonnes in moved.items() if tonnes > TINY},
            unserved_t=float(outcome.values[left]),
            extra_eur=extra,
            extra_eur_t=extra / sum(planned.values()),
        )


def _place(instance: Instance, link: Link) -> str:
    if link.outlet >= 0:
        return instance.outlets[link.outlet].id
    return instance.platforms[link.platform].id
