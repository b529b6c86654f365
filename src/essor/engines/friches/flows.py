"""A flow: an amount, a clock, a window of years, and who gains or pays.

Keeping amount and clock apart is what makes ten thousand draws cheap: the sum over fifty
years is one multiplication, and the yearly table is built only when somebody asks for it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from essor.engines.friches.clocks import DISCOUNTED, Clock, Clocks
from essor.engines.friches.quantities import FloatArray, Quantity, total
from essor.engines.friches.vocabulary import Bearer

FOREVER = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """One line of the appraisal.

    impact : identifier in the catalogue; detail : purpose or source, if any
    amount : per year (EUR or the physical unit), before the weights of the clock
    start, stop : first year index and the one after the last
    shares : part of the amount received by each bearer; 1 in all for a real gain, 0 in all
        for a transfer (what one receives another pays)
    is_rounded : the reference rounds this total to the euro
    """

    impact: str
    amount: Quantity
    detail: str | None = None
    clock: Clock = DISCOUNTED
    start: int = 0
    stop: int = FOREVER
    shares: Mapping[Bearer, float] = field(default_factory=dict)
    is_rounded: bool = False

    @property
    def weight_in_total(self) -> float:
        """Part of the amount that is a gain for the whole of society (0 for a transfer)."""
        return sum(self.shares.values()) if self.shares else 1.0


def transfer(*, to: Bearer, by: Bearer) -> dict[Bearer, float]:
    """Shares of a transfer: one receives what the other pays; nothing when they are the same."""
    return {to: 0.0} if to is by else {to: 1.0, by: -1.0}


def present_value(flow: Flow, clocks: Clocks) -> Quantity:
    """Sum of a flow over its years, weights applied, whoever bears it."""
    return flow.amount * clocks.window_sum(flow.clock, flow.start, flow.stop)


def yearly_values(flow: Flow, clocks: Clocks) -> FloatArray:
    """Values of a flow year by year, shape (n_years,) or (n_draws, n_years)."""
    weights = clocks.weights(flow.clock)
    index = np.arange(clocks.n_years)
    mask = (index >= flow.start) & (index < flow.stop)
    return np.expand_dims(flow.amount, -1) * weights * mask


def net_present_value(flows: Iterable[Flow], clocks: Clocks) -> Quantity:
    """Sum of the flows for society as a whole: transfers cancel out."""
    return total(present_value(flow, clocks) * flow.weight_in_total for flow in flows)


def yearly_total(flows: Iterable[Flow], clocks: Clocks) -> FloatArray:
    """Yearly net sum of many flows; flows that share a clock and years are summed first."""
    groups: dict[tuple[Clock, int, int], Quantity] = {}
    for flow in flows:
        key = (flow.clock, min(flow.start, clocks.n_years), min(flow.stop, clocks.n_years))
        groups[key] = groups.get(key, 0.0) + flow.amount * flow.weight_in_total
    shapes = [np.shape(amount) for amount in groups.values()]
    shapes += [clocks.weights(clock).shape[:-1] for clock, _, _ in groups]
    result = np.zeros((*np.broadcast_shapes(*shapes), clocks.n_years))
    for (clock, start, stop), amount in groups.items():
        weights = clocks.weights(clock)[..., start:stop]
        result[..., start:stop] += np.expand_dims(amount, -1) * weights
    return result


def by_bearer(flows: Iterable[Flow], clocks: Clocks) -> dict[Bearer, Quantity]:
    """Present value received (or paid, when negative) by each bearer."""
    result: dict[Bearer, Quantity] = {}
    for flow in flows:
        value = present_value(flow, clocks)
        for bearer, share in flow.shares.items():
            result[bearer] = result.get(bearer, 0.0) + value * share
    return result
