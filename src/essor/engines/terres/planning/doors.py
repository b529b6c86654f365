"""Doors of the outlets: where a flow enters, one per limited period, one for all the others."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from essor.engines.terres.planning.blocks import Columns, Program
from essor.engines.terres.planning.pairs import Floats, Ints


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Doors:
    """Doors that a column uses.

    outlet, room_t : of every door; number : door of (outlet, period), -1 if none
    of_ship, of_out : door of every column of these families
    has_hub : outlets with a total or a need, behind their doors
    free_t, need_t : of every hub, what may stay empty and what must be met
    excess_t : part of a need above the total capacity, which soil can never meet
    """

    outlet: Ints
    room_t: Floats
    number: Ints
    of_ship: Ints
    of_out: Ints
    has_hub: NDArray[np.bool_]
    free_t: Floats
    need_t: Floats
    excess_t: Floats

    @property
    def weight_t(self) -> float:
        """Sum of all capacities, for the choice of the grid."""
        return float(self.room_t.sum() + self.free_t.sum() + self.need_t.sum())

    @classmethod
    def of(cls, program: Program, *, most_t: float) -> "Doors":
        """The doors of a program; capacities above `most_t` say nothing and are cut there."""
        arrays = program.arrays
        limit = arrays.outlet_limit_t
        outlets, periods = limit.shape
        shared = outlets * periods + np.repeat(np.arange(outlets), periods)
        cells = np.where(np.isfinite(limit).ravel(), np.arange(limit.size), shared)
        keys = {
            family: cells[
                _key(program, family, "outlet") * periods + _key(program, family, "period")
            ]
            for family in (Columns.SHIP, Columns.OUT)
        }
        used = np.unique(np.concatenate(list(keys.values())))
        is_shared = used >= limit.size
        outlet = np.where(is_shared, used - limit.size, used // max(periods, 1))
        room = np.append(limit.ravel(), most_t)[np.minimum(used, limit.size)]
        total, need = arrays.outlet_total_t, arrays.outlet_need_t
        met = np.minimum(need, total)
        has_hub = np.isfinite(total) | (need > 0)
        rank = np.full(limit.size + outlets, -1, dtype=np.int64)
        rank[used] = np.arange(len(used))
        return cls(
            outlet=outlet,
            room_t=np.minimum(room, most_t),
            number=rank[cells].reshape(limit.shape),
            of_ship=rank[keys[Columns.SHIP]],
            of_out=rank[keys[Columns.OUT]],
            has_hub=has_hub,
            free_t=np.where(has_hub, np.minimum(total - met, most_t), 0.0),
            need_t=met,
            excess_t=need - met,
        )


def _key(program: Program, family: Columns, name: str) -> Ints:
    found: Ints = program.columns[family].keys[name].astype(np.int64)
    return found
