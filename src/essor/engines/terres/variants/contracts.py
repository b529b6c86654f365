"""Contracts: a least tonnage and a fixed fee once a pair, an outlet or a platform is used.

q_min·z ≤ Σ_t x ≤ min(V, Q)·z with z yes or no; the fee weighs on z; at most m receivers per lot.
The ceiling min(V, Q) is as low as the instance allows: a loose one ruins the bound.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from essor.engines.terres.inputs import Outlet, at_period
from essor.engines.terres.planning.program import Program
from essor.engines.terres.variants.frame import Link, by_outlet, by_platform, lot_links
from essor.engines.terres.variants.linear import Indices, Model


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractTerms:
    """What a contract asks beyond what each outlet or platform says of itself.

    pair_min_t, pair_fee_eur : for every lot and outlet that deal together; a lot smaller than the
    least tonnage satisfies it by going whole
    max_outlets_per_lot : places that may receive one lot, platforms included; None for no limit
    """

    pair_min_t: float = 0.0
    pair_fee_eur: float = 0.0
    max_outlets_per_lot: int | None = None

    @property
    def bind_pairs(self) -> bool:
        """Whether each pair needs its own yes-or-no."""
        return bool(self.pair_min_t or self.pair_fee_eur or self.max_outlets_per_lot is not None)


NO_TERMS = ContractTerms()


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """The yes-or-no column of what is opened: a pair (link), an outlet, or a platform."""

    column: int
    flow: Indices
    fee_eur: float
    min_t: float
    link: Link | None = None
    outlet: int = -1
    platform: int = -1
    least_row: int | None = None


def add_contracts(
    model: Model, program: Program, terms: ContractTerms = NO_TERMS, *, is_priced: bool = True
) -> list[Opening]:
    """Add the rows of outlets, platforms and pairs that have terms; returns what may be opened.

    is_priced : whether fees weigh in the objective (they do not when it is CO2e)
    """
    adder = _Adder(model, program, terms, is_priced)
    openings = [*adder.outlets(), *adder.platforms()]
    if terms.bind_pairs:
        openings += adder.pairs()
    return openings


class _Adder:
    """Adds the yes-or-no columns and the rows that tie them to the flows."""

    def __init__(
        self, model: Model, program: Program, terms: ContractTerms, is_priced: bool
    ) -> None:
        self.model, self.program, self.instance = model, program, program.instance
        self.terms, self.is_priced = terms, is_priced

    def outlets(self) -> Iterator[Opening]:
        """Outlets that ask a least tonnage or a fee of their own."""
        for number, flow in by_outlet(self.program).items():
            outlet = self.instance.outlets[number]
            least, fee = outlet.min_dispatch_t or 0.0, outlet.fixed_fee_eur
            if least or fee:
                ceiling = min(self.instance.total_t, outlet_room_t(self.program, outlet))
                yield self._open(flow, ceiling, least, fee, outlet=number)

    def platforms(self) -> Iterator[Opening]:
        """Platforms that cost something to open."""
        for number, flow in by_platform(self.program).items():
            fee = self.instance.platforms[number].fixed_fee_eur
            if fee:
                yield self._open(flow, self.instance.total_t, 0.0, fee, platform=number)

    def pairs(self) -> list[Opening]:
        """Every lot with every place, and the limit on places per lot."""
        found = [self._pair(link) for link in lot_links(self.program)]
        most = self.terms.max_outlets_per_lot
        if most is not None:
            by_lot: dict[int, list[int]] = defaultdict(list)
            for opening, link in found:
                by_lot[link.lot].append(opening.column)
            for columns in by_lot.values():
                self.model.add_row(columns, 1.0, upper=float(most))
        return [opening for opening, _ in found]

    def _pair(self, link: Link) -> tuple[Opening, Link]:
        """Least and fee bind outlets; a platform only counts among the places of the lot."""
        volume, terms, is_outlet = (
            self.instance.lots[link.lot].total_t,
            self.terms,
            link.outlet >= 0,
        )
        ceiling, least, fee = volume, 0.0, 0.0
        if is_outlet:
            ceiling = min(volume, outlet_room_t(self.program, self.instance.outlets[link.outlet]))
            least, fee = min(terms.pair_min_t, volume), terms.pair_fee_eur
        return self._open(link.columns, ceiling, least, fee, link=link), link

    def _open(
        self,
        flow: Indices,
        ceiling_t: float,
        least_t: float,
        fee_eur: float,
        *,
        link: Link | None = None,
        outlet: int = -1,
        platform: int = -1,
    ) -> Opening:
        """min·z ≤ Σ flow ≤ ceiling·z; z is barred when the least is above the ceiling."""
        fee = fee_eur if self.is_priced else 0.0
        is_possible = least_t <= ceiling_t
        column = self.model.add_columns([fee], upper=float(is_possible), is_whole=True)[0]
        where, row = np.append(flow, column), None
        self.model.add_row(where, np.append(np.ones(len(flow)), -ceiling_t), upper=0.0)
        if least_t:
            row = self.model.add_row(where, np.append(np.ones(len(flow)), -least_t), lower=0.0)
        return Opening(
            column=int(column), flow=flow, fee_eur=fee_eur, min_t=least_t,
            link=link, outlet=outlet, platform=platform, least_row=row,
        )  # fmt: skip


def outlet_room_t(program: Program, outlet: Outlet) -> float:
    """Most tonnes an outlet can receive over its window; infinite without limit."""
    opens, closes = program.instance.window(outlet)
    limits = [at_period(outlet.capacity_t_per_period, t) for t in range(opens, closes + 1)]
    by_period = sum(np.inf if limit is None else limit for limit in limits)
    return float(min(by_period, np.inf if outlet.capacity_t is None else outlet.capacity_t))
