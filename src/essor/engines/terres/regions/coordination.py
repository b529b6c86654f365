"""Regions that share outlets: prices from above, plans from below, until the two values meet.

Lagrangian relaxation of the shared rows. For prices π the regions answer apart, and the sum of
their answers is a lower bound of the cost of every plan (weak duality). The plans they propose
are mixed by the restricted master, which is a plan that may be carried out, hence an upper bound;
its duals are the next prices, drawn towards the best ones so far so that they do not swing
(P. Wentges, Weighted Dantzig-Wolfe decomposition, Int. Trans. Oper. Res. 4, 1997). With linear
programs the two bounds meet after finitely many rounds. Last, each region plans again alone
within its share of the mixture: the same value or better, and flows that are not a mixture.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from scipy import sparse

from essor.engines.terres.planning.pairs import Floats
from essor.engines.terres.regions.blocks import Common, Region, Split
from essor.engines.terres.regions.executors import Executor, Held, Sequential
from essor.engines.terres.regions.linear import InfeasibleError
from essor.engines.terres.regions.master import Master, Mixture
from essor.engines.terres.regions.pricing import Proposal, Share, respond, stay_within
from essor.foundations.errors import UserFault

Asked = TypeVar("Asked")

GAP = 1e-6
MOST_ROUNDS = 300
PULL = 0.5  # weight of the best prices so far in the next ones
IMPROVING = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """Where the two bounds stand. cost : None while no mixture holds; in the objective's unit."""

    number: int
    bound: float
    cost: float | None
    gap: float | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Coordinated:
    """A plan of the whole, and how far from the best it may be.

    x : of every column of the program ; duals : of every row, they prove `bound`
    gap : (cost − bound) / max(1, |cost|) ; is_proven : gap within what was asked
    """

    x: Floats
    cost: float
    bound: float
    gap: float
    duals: Floats
    rounds: tuple[Round, ...]
    is_proven: bool


def coordinate(
    parts: Split,
    *,
    executor: Executor | None = None,
    gap: float = GAP,
    most_rounds: int = MOST_ROUNDS,
    on_round: Callable[[Round], None] = lambda found: None,
) -> Coordinated:
    """Plan the regions together. Raises UserFault when no plan exists, naming what cannot hold.

    most_rounds : then the best plan so far comes back, with its gap
    """
    with (executor or Sequential()).hold(parts.regions) as held:
        search = _Search(parts, held)
        search.start()
        while search.gap > gap and len(search.rounds) < most_rounds and search.is_open:
            on_round(search.step())
        return search.finish(gap)


class _Search:
    """The rounds: what is known so far, and the next prices."""

    def __init__(self, parts: Split, held: Held) -> None:
        self.parts, self.held = parts, held
        self.master = Master(parts)
        self.rounds: list[Round] = []
        self.bound = -np.inf
        self.mixture: Mixture | None = None
        self.prices = np.zeros(len(parts.common.rows))
        self.answers: list[Proposal] = []
        self.pull = 0.0
        self.is_open = True

    @property
    def gap(self) -> float:
        """Relative distance of the bounds; infinite while no mixture holds."""
        if self.mixture is None or not self.mixture.is_feasible or not np.isfinite(self.bound):
            return float("inf")
        return relative_gap(self.mixture.value, self.bound)

    def start(self) -> None:
        """First proposals: each region without the others, and each as if the others were not."""
        common = self.parts.common
        nothing = Share(lower=np.full(len(common.rows), -np.inf), upper=np.maximum(common.upper, 0))
        nothing.upper[np.isfinite(nothing.upper)] = 0.0
        firsts = self._asked(stay_within, [nothing] * len(self.parts.regions))
        for number, proposal in enumerate(firsts):
            self.master.add(number, proposal)
        self._price(self.prices)
        self.mixture = self.master.solve()

    def step(self) -> Round:
        """One round: prices, answers, mixture."""
        mixture = self.mixture
        assert mixture is not None
        wished = sound_prices(mixture.prices, self.parts.common)
        prices = self.pull * self.prices + (1 - self.pull) * wished
        is_exact = self.pull == 0.0
        added = self._price(prices)
        # Prices drawn back may find nothing that improves: then the master's own are asked.
        self.pull = PULL if added else 0.0
        self.is_open = added > 0 or not is_exact
        self.mixture = self.master.solve()
        found = Round(
            number=len(self.rounds) + 1,
            bound=self.bound,
            cost=self.mixture.value if self.mixture.is_feasible else None,
            gap=self.gap if np.isfinite(self.gap) else None,
        )
        self.rounds.append(found)
        return found

    def _asked(
        self, function: Callable[[Region, Asked], Proposal], arguments: Sequence[Asked]
    ) -> list[Proposal]:
        try:
            return self.held.map(function, arguments)
        except InfeasibleError as error:
            raise no_plan() from error

    def _price(self, prices: Floats) -> int:
        """Ask the regions at these prices; return how many answers improve the mixture."""
        answers = self._asked(respond, [prices] * len(self.parts.regions))
        value = sum(answer.value for answer in answers) + constant(prices, self.parts.common)
        if value > self.bound:
            self.bound, self.prices, self.answers = value, prices, answers
        added = 0
        for number, answer in enumerate(answers):
            if self._improves(number, answer):
                self.master.add(number, answer)
                added += 1
        return added

    def _improves(self, region: int, answer: Proposal) -> bool:
        if self.mixture is None:
            return True
        reduced = answer.cost - answer.usage @ self.mixture.prices - self.mixture.entries[region]
        return bool(reduced < -IMPROVING * max(1.0, abs(answer.cost)))

    def finish(self, gap: float) -> Coordinated:
        """Let each region plan alone within its share of the mixture."""
        mixture = self.mixture
        assert mixture is not None
        if not mixture.is_feasible:
            raise no_plan()
        shares = self._shares(mixture)
        plans = self._asked(stay_within, shares)
        cost = sum(plan.cost for plan in plans) + self.parts.common.cost @ mixture.common
        found = relative_gap(float(cost), self.bound)
        return Coordinated(
            x=self._whole(plans, mixture),
            cost=float(cost),
            bound=self.bound,
            gap=found,
            duals=self._duals(),
            rounds=tuple(self.rounds),
            is_proven=found <= gap,
        )

    def _shares(self, mixture: Mixture) -> list[Share]:
        """Part of each shared row that each region uses in the mixture, slack shared evenly."""
        common, usages = self.parts.common, []
        for number, weights in enumerate(mixture.weights):
            table = np.array([one.usage for one in self.master.proposals(number)])
            usages.append(weights / weights.sum() @ table)
        total = np.sum(usages, axis=0) + common.matrix @ mixture.common
        takes = [np.diff(region.shared.tocsr().indptr) > 0 for region in self.parts.regions]
        takers = np.maximum(np.sum(takes, axis=0), 1)
        spare = np.where(np.isfinite(common.upper), common.upper - total, np.inf) / takers
        excess = np.where(np.isfinite(common.lower), total - common.lower, np.inf) / takers
        return [Share(lower=usage - excess, upper=usage + spare) for usage in usages]

    def _whole(self, plans: Sequence[Proposal], mixture: Mixture) -> Floats:
        x = np.zeros(self.parts.program.matrix.shape[1])
        x[self.parts.common.columns] = mixture.common
        for region, plan in zip(self.parts.regions, plans, strict=True):
            x[region.columns[plan.places]] = plan.tonnes
        return x

    def _duals(self) -> Floats:
        """Prices of the shared rows, and the duals of each region at those prices."""
        duals = np.zeros(self.parts.program.matrix.shape[0])
        duals[self.parts.common.rows] = self.prices
        for region, answer in zip(self.parts.regions, self.answers, strict=True):
            duals[region.rows] = answer.duals
        program = self.parts.program
        return sound_signs(duals, program.row_lower, program.row_upper)


def relative_gap(cost: float, bound: float) -> float:
    """Gap of a certificate."""
    return max(cost - bound, 0.0) / max(1.0, abs(cost))


def sound_prices(prices: Floats, common: Common) -> Floats:
    """Take off what rounding gave the wrong sign, or more than quarry material costs."""
    found = sound_signs(prices, common.lower, common.upper)
    bought = sparse.coo_matrix(common.matrix)
    np.minimum.at(found, bought.row, common.cost[bought.col])
    return found


def sound_signs(duals: Floats, lower: Floats, upper: Floats) -> Floats:
    """Make of a dual that rounding put on the side of an absent bound a zero."""
    found = np.where(np.isfinite(upper), duals, np.maximum(duals, 0.0))
    return np.where(np.isfinite(lower), found, np.minimum(found, 0.0))


def constant(prices: Floats, common: Common) -> float:
    """What the bounds of the shared rows weigh in the bound: π·lower where positive, else upper."""
    needs, limits = prices > 0, prices < 0
    return float(prices[needs] @ common.lower[needs] + prices[limits] @ common.upper[limits])


def no_plan() -> UserFault:
    """Return the fault of regions that have no plan together."""
    return UserFault.single(
        "aucun plan ne satisfait toutes les contraintes",
        expected="des besoins que les lots peuvent couvrir, ou un prix de matériau de carrière "
        "pour ce qui manque",
        code="impossible",
    )
