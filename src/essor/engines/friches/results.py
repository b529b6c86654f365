"""What an appraisal gives back."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from essor.engines.friches.clocks import Clocks, TimeFrame
from essor.engines.friches.flows import (
    Flow,
    by_bearer,
    net_present_value,
    present_value,
    yearly_total,
)
from essor.engines.friches.quantities import FloatArray, Quantity, round_half_up
from essor.engines.friches.vocabulary import Bearer


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a table: an impact, its detail, its present value in EUR."""

    impact: str
    detail: str | None
    total_eur: Quantity


def lines_of(flows: tuple[Flow, ...], clocks: Clocks) -> list[Line]:
    """One line per impact and detail, in the order of the formulas."""
    totals: dict[tuple[str, str | None], Quantity] = {}
    for flow in flows:
        value = present_value(flow, clocks)
        kept = round_half_up(value) if flow.is_rounded else value
        key = (flow.impact, flow.detail)
        totals[key] = totals.get(key, 0.0) + kept
    return [Line(impact=i, detail=d, total_eur=v) for (i, d), v in totals.items()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Appraisal:
    """Result of one evaluation, for one set of inputs or for many draws.

    balance : the developer's flows; indirect : those of everyone else
    metrics : physical totals by name
    """

    frame: TimeFrame
    clocks: Clocks
    balance: tuple[Flow, ...]
    indirect: tuple[Flow, ...]
    status_quo: tuple[Flow, ...]
    metrics: Mapping[str, Quantity]
    status_quo_metrics: Mapping[str, Quantity]

    @property
    def balance_eur(self) -> Quantity:
        """Net present value for the developer, EUR."""
        return net_present_value(_developer_view(self.balance), self.clocks)

    @property
    def indirect_eur(self) -> Quantity:
        """Net present value of the indirect impacts, EUR."""
        return net_present_value(self.indirect, self.clocks)

    @property
    def npv_eur(self) -> Quantity:
        """Net present value for society as a whole, EUR: transfers cancel."""
        return net_present_value((*self.balance, *self.indirect), self.clocks)

    @property
    def status_quo_eur(self) -> Quantity:
        """Present value of doing nothing, EUR (carbon stock included)."""
        return net_present_value(self.status_quo, self.clocks)

    @property
    def distribution_eur(self) -> dict[Bearer, Quantity]:
        """Present value by bearer, EUR; the sum is `npv_eur`."""
        return by_bearer((*self.balance, *self.indirect), self.clocks)

    def yearly_eur(self) -> FloatArray:
        """Net flow of each year, weights applied, shape (n_years,) or (n_draws, n_years)."""
        return yearly_total((*self.balance, *self.indirect), self.clocks)

    def cumulative_eur(self) -> FloatArray:
        """Running total of the yearly net flows."""
        return np.cumsum(self.yearly_eur(), axis=-1)

    def break_even_year(self) -> FloatArray:
        """First year in which the running total is not negative; NaN when it never is."""
        return break_even(self.cumulative_eur(), self.frame)


def _developer_view(flows: tuple[Flow, ...]) -> list[Flow]:
    return [
        Flow(
            impact=f.impact,
            amount=f.amount,
            clock=f.clock,
            start=f.start,
            stop=f.stop,
            shares={Bearer.DEVELOPER: f.shares.get(Bearer.DEVELOPER, 0.0)},
        )
        for f in flows
    ]


def break_even(cumulative: FloatArray, frame: TimeFrame) -> FloatArray:
    """First calendar year of a non-negative running total, per draw; NaN if none.

    Years before the opening do not count: a project that has spent nothing yet is not even.
    """
    after = np.arange(frame.n_years) >= frame.operations_index
    reached = (cumulative >= 0) & after
    first = frame.first_year + np.argmax(reached, axis=-1)
    return np.where(reached.any(axis=-1), first, np.nan)
