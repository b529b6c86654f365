"""Names of the columns and rows of the linear program, and the program itself as arrays.

Columns and rows come in blocks; a block holds its keys as parallel arrays, so that a flow or a
dual is found by name and never by a computed offset.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from essor.engines.terres.inputs import Instance
from essor.engines.terres.planning.arrays import Arrays
from essor.engines.terres.planning.pairs import Floats, PairTable
from essor.engines.terres.vocabulary import Objective


class Columns(StrEnum):
    """Families of variables, all in tonnes and at or above zero."""

    SHIP = "ship"
    INTO = "into"
    OUT = "out"
    HOLD = "hold"
    STOCK = "stock"
    UNSERVED = "unserved"
    VIRGIN = "virgin"


class Rows(StrEnum):
    """Families of constraints; a dual is read as family then key."""

    LOT = "lot_balance"
    BAY = "platform_balance"
    OUTLET_PERIOD = "outlet_period"
    OUTLET_TOTAL = "outlet_total"
    NEED = "outlet_need"
    THROUGHPUT = "platform_throughput"
    PLATFORM_STOCK = "platform_stock"
    CLASS_STOCK = "platform_class_stock"
    TRUCKS = "site_trucks"


# Rows of a pure network; the others are side rows.
NETWORK_ROWS = (Rows.LOT, Rows.BAY, Rows.OUTLET_PERIOD, Rows.OUTLET_TOTAL, Rows.NEED)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Block:
    """Consecutive columns or rows of one family; `keys` are parallel arrays of indices or km."""

    start: int
    size: int
    keys: Mapping[str, NDArray[np.generic]]

    @property
    def slice(self) -> slice:
        """Where the block stands among all columns or rows."""
        return slice(self.start, self.start + self.size)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Program:
    """min cost·x such that row_lower ≤ matrix·x ≤ row_upper and col_lower ≤ x ≤ col_upper.

    cost : of the objective asked; eur, kg : EUR and kgCO2e per tonne of every column, unserved
    tonnes weighing nothing in kg; matrix : CSC, rows × columns
    """

    instance: Instance
    pairs: PairTable
    arrays: Arrays
    objective: Objective
    cost: Floats
    eur: Floats
    kg: Floats
    matrix: sparse.csc_matrix
    row_lower: Floats
    row_upper: Floats
    col_lower: Floats
    col_upper: Floats
    columns: Mapping[Columns, Block]
    rows: Mapping[Rows, Block]

    @property
    def is_pure_network(self) -> bool:
        """Whether no side row links the flows."""
        return all(self.rows[family].size == 0 for family in Rows if family not in NETWORK_ROWS)
