"""The instance as numpy arrays, with one node per lot and period, and per platform bay and period.

A bay is the stock of one group of lots on one platform. Absent limits are infinite.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from essor.engines.terres.inputs import Instance, Outlet, PerPeriod, Platform, at_period
from essor.engines.terres.planning.pairs import Floats, Ints, PairTable


def spans(first: Ints, last: Ints) -> tuple[Ints, Ints]:
    """Every period of every window: (index of the window, period); empty windows vanish."""
    counts = np.maximum(last - first + 1, 0)
    index = np.repeat(np.arange(len(counts)), counts)
    ends = np.cumsum(counts)
    period = np.arange(len(index)) - np.repeat(ends - counts, counts) + np.repeat(first, counts)
    return index, period


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Windows:
    """Nodes of windows of periods: node `offset[i] + t - first[i]` is window i at period t."""

    first: Ints
    last: Ints
    offset: Ints
    owner: Ints
    period: Ints

    @classmethod
    def build(cls, first: Ints, last: Ints) -> "Windows":
        """Number the periods of each window one after the other."""
        owner, period = spans(first, last)
        counts = np.maximum(last - first + 1, 0)
        return cls(
            first=first, last=last, offset=np.cumsum(counts) - counts, owner=owner, period=period
        )

    @property
    def size(self) -> int:
        """Number of nodes."""
        return len(self.owner)

    def node(self, owner: Ints, period: Ints) -> Ints:
        """Number of the node of a window at a period inside it."""
        found: Ints = self.offset[owner] + period - self.first[owner]
        return found


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Arrays:
    """All that the matrix needs. Limits have shape (places, periods) or (places,), inf if none.

    supply_t : per lot node; bay_platform, bay_group : of each bay; bays : nodes of the bays
    """

    periods: int
    lots: Windows
    supply_t: Floats
    lot_total_t: Floats
    bays: Windows
    bay_platform: Ints
    bay_group: Ints
    outlet_open: Ints
    outlet_close: Ints
    outlet_limit_t: Floats
    outlet_total_t: Floats
    outlet_need_t: Floats
    platform_open: Ints
    platform_close: Ints
    site_of_lot: Ints
    site_limit_t: Floats


def arrays_of(instance: Instance, pairs: PairTable) -> Arrays:
    """Turn an instance and its pairs into arrays."""
    lots, supply = _lots(instance)
    outlet_open, outlet_close = _windows(instance, instance.outlets)
    platform_open, platform_close = _windows(instance, instance.platforms)
    keys = np.unique(
        np.column_stack([pairs.into_platform, pairs.lot_group[pairs.into_lot]]), axis=0
    ).reshape(-1, 2)
    rank = {site.id: row for row, site in enumerate(instance.sites)}
    return Arrays(
        periods=instance.periods,
        lots=lots,
        supply_t=supply,
        lot_total_t=np.array([lot.total_t for lot in instance.lots], dtype=float),
        bays=Windows.build(platform_open[keys[:, 0]], platform_close[keys[:, 0]]),
        bay_platform=keys[:, 0],
        bay_group=keys[:, 1],
        outlet_open=outlet_open,
        outlet_close=outlet_close,
        outlet_limit_t=_limits([o.capacity_t_per_period for o in instance.outlets], instance),
        outlet_total_t=_amounts([o.capacity_t for o in instance.outlets], np.inf),
        outlet_need_t=_amounts([o.need_t for o in instance.outlets], 0.0),
        platform_open=platform_open,
        platform_close=platform_close,
        site_of_lot=np.array([rank.get(lot.site, -1) for lot in instance.lots], dtype=np.int64),
        site_limit_t=_limits([site.trucks_t_per_period for site in instance.sites], instance),
    )


def _lots(instance: Instance) -> tuple[Windows, Floats]:
    first = np.array([lot.first_period for lot in instance.lots], dtype=np.int64)
    last = np.array([instance.last_period(lot) for lot in instance.lots], dtype=np.int64)
    windows = Windows.build(first, last)
    supply = np.zeros(windows.size)
    for row, lot in enumerate(instance.lots):
        start = windows.offset[row]
        supply[start : start + len(lot.tonnes_per_period)] = lot.tonnes_per_period
    return windows, supply


def _windows(instance: Instance, places: Sequence[Outlet | Platform]) -> tuple[Ints, Ints]:
    rows = [instance.window(place) for place in places]
    found = np.array(rows, dtype=np.int64).reshape(-1, 2)
    return found[:, 0], found[:, 1]


def _limits(values: Sequence[PerPeriod], instance: Instance) -> Floats:
    """Limits per period, shape (places, periods)."""
    found = np.full((len(values), instance.periods), np.inf)
    for row, value in enumerate(values):
        if isinstance(value, tuple):
            limits = [at_period(value, period) for period in range(instance.periods)]
            found[row] = [np.inf if limit is None else limit for limit in limits]
        elif value is not None:
            found[row] = value
    return found


def _amounts(values: Sequence[float | None], absent: float) -> Floats:
    return np.array([absent if value is None else value for value in values], dtype=float)
