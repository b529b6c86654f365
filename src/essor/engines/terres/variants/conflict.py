"""When nothing is feasible: the smallest set of demands that cannot stand together, and a way out.

Every demand gets a slack. The least total slack points at the guilty rows (its duals are a proof
of infeasibility); a deletion filter then frees demands one by one and keeps free whatever is not
needed for the contradiction. What remains is irreducible: free any one and a plan exists.
Several independent conflicts are all told, one after the other.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from essor.engines.terres.planning.blocks import Program
from essor.engines.terres.variants.frame import model_of
from essor.engines.terres.variants.linear import INFINITE, Array, Indices, Model
from essor.engines.terres.variants.members import Member, MemberKind, members_of
from essor.engines.terres.variants.plain import as_plain_dict
from essor.engines.terres.variants.solver import Outcome, Solver, Status
from essor.engines.terres.variants.telling import conflict_sentence, relaxation_sentence
from essor.foundations.errors import Fault, UserFault

MOST_CONFLICTS = 8
_ZERO = 1e-7


@dataclass(frozen=True, slots=True, kw_only=True)
class Relaxation:
    """What loosening one demand alone takes for the conflict to vanish."""

    member: Member
    tonnes: float
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Demands that cannot stand together; without any one of them a plan exists.

    relaxations : by increasing tonnage; each suffices alone once the other conflicts are solved
    """

    members: tuple[Member, ...]
    relaxations: tuple[Relaxation, ...]
    sentence: str

    @property
    def cheapest(self) -> Relaxation | None:
        """The relaxation of fewest tonnes."""
        return self.relaxations[0] if self.relaxations else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflicts:
    """Every independent conflict found, at most `MOST_CONFLICTS`; none when a plan exists."""

    conflicts: tuple[Conflict, ...]

    def raise_fault(self) -> None:
        """Raise UserFault with one fault per conflict; do nothing without conflict."""
        if self.conflicts:
            raise UserFault(
                Fault(
                    message=conflict.sentence,
                    expected=conflict.cheapest.sentence if conflict.cheapest else None,
                    code="plan_impossible",
                )
                for conflict in self.conflicts
            )

    def as_dict(self) -> dict[str, object]:
        """For storage."""
        return as_plain_dict(self)


def explain_conflict(
    program: Program, *, model: Model | None = None, more: Sequence[Member] = ()
) -> Conflicts:
    """Why a program has no plan; no conflict when it has one.

    model : the program grown by a variant, if any; more : the demands that the variant added
    """
    elastic = _Elastic(model or model_of(program), (*members_of(program), *more))
    found: list[list[int]] = []
    while len(found) < MOST_CONFLICTS and not elastic.is_feasible():
        found.append(elastic.irreducible())
        elastic.give_up(found[-1])
    return Conflicts(conflicts=tuple(_told(program, elastic, kept) for kept in found))


def _told(program: Program, elastic: "_Elastic", kept: list[int]) -> Conflict:
    members = tuple(elastic.members[number] for number in kept)
    rank = list(MemberKind)
    ways = [(elastic.least_slack(kept, number), elastic.members[number]) for number in kept]
    ways = [way for way in ways if np.isfinite(way[0])]
    ways.sort(key=lambda way: (round(way[0], 3), rank.index(way[1].kind)))
    return Conflict(
        members=members,
        relaxations=tuple(
            Relaxation(member=member, tonnes=amount, sentence=relaxation_sentence(member, amount))
            for amount, member in ways
        ),
        sentence=conflict_sentence(program, members),
    )


class _Elastic:
    """The model with one slack per row of every demand; a demand is hard, or free."""

    def __init__(self, model: Model, members: Sequence[Member]) -> None:
        # Needs come last: what one gives up last is tried last by the filter.
        order = list(MemberKind)
        self.members = sorted(members, key=lambda member: -order.index(member.kind))
        self._slacks = [self._add_slack(model, member) for member in self.members]
        self._n_columns = model.n_columns
        self._is_mixed = bool(model.whole_columns().size)
        self._solver = Solver(model, step="recherche du conflit")
        self._costs = np.zeros(self._n_columns)
        self._solver.change_costs(self._costs)
        self._given_up: set[int] = set()

    @staticmethod
    def _add_slack(model: Model, member: Member) -> Indices:
        signs = [member.slack] if member.slack else [1.0, -1.0]  # zero: an equality, both ways
        found = []
        for sign in signs:
            columns = model.add_columns(np.zeros(len(member.rows)), upper=0.0)
            model.add_entries(member.rows, columns, sign)
            found.append(columns)
        return np.concatenate(found)

    def is_feasible(self) -> bool:
        """Whether a plan exists, demands given up aside."""
        return self._feasible_without(self._given_up)

    def irreducible(self) -> list[int]:
        """Demands that contradict each other, none of them idle."""
        guilty = [number for number in self._suspects() if number not in self._given_up]
        others = set(range(len(self.members))) - set(guilty)
        if self._feasible_without(others):
            guilty = [n for n in range(len(self.members)) if n not in self._given_up]
            others = set(self._given_up)
        free = set(others)
        for number in guilty:
            if not self._feasible_without(free | {number}):
                free.add(number)
        return [number for number in guilty if number not in free]

    def _suspects(self) -> list[int]:
        """Demands whose rows carry the proof of infeasibility; all of them for whole numbers."""
        everyone = range(len(self.members))
        if self._is_mixed:
            return list(everyone)
        self._loosen(set(everyone))
        outcome = self._priced_solve({n: 1.0 for n in everyone if n not in self._given_up})
        if not outcome.has_solution:
            return list(everyone)
        duals = outcome.row_duals
        return [
            number
            for number in everyone
            if np.any(np.abs(duals[self.members[number].rows]) > _ZERO)
        ]

    def _feasible_without(self, free: set[int]) -> bool:
        self._loosen(free)
        return self._solver.solve().status is Status.OPTIMAL

    def least_slack(self, conflict: list[int], number: int) -> float:
        """Tonnes to give on one demand alone; infinite when that does not suffice.

        All other demands stay hard, save those given up in the other conflicts.
        """
        self._loosen(self._given_up - {conflict[-1]} | {number})
        outcome = self._priced_solve({number: 1.0})
        return float(outcome.objective) if outcome.has_solution else INFINITE

    def give_up(self, conflict: list[int]) -> None:
        """Free the demand one blames for the conflict: the last of the list, a need most often."""
        self._given_up.add(conflict[-1])

    def _priced_solve(self, prices: dict[int, float]) -> Outcome:
        costs = np.zeros(self._n_columns)
        for number, price in prices.items():
            costs[self._slacks[number]] = price
        self._solver.change_costs(costs)
        outcome = self._solver.solve()
        self._solver.change_costs(self._costs)
        return outcome

    def _loosen(self, free: set[int]) -> None:
        upper: list[Array] = [
            np.full(len(columns), INFINITE if number in free else 0.0)
            for number, columns in enumerate(self._slacks)
        ]
        if upper:
            columns = np.concatenate(self._slacks)
            self._solver.change_columns(
                columns, lower=np.zeros(len(columns)), upper=np.concatenate(upper)
            )
