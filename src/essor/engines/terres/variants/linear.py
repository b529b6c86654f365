"""A linear or mixed-integer model that grows: the plan's matrix plus the rows of a variant.

The plan's program is a frozen matrix; every variant adds columns (contracts, shares, copies of
the plan) and rows (minimum dispatch, ceilings, budgets). Rows and columns are kept as arrays, no
modelling layer stands between them and HiGHS.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from scipy import sparse

Array = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]

INFINITE = float("inf")


@dataclass(slots=True)
class Model:
    """min c·x subject to row_lower ≤ A·x ≤ row_upper, lower ≤ x ≤ upper, some x whole.

    Built by `of_arrays` (or empty), then grown by `add_columns` and `add_row`.
    """

    costs: list[Array] = field(default_factory=list)
    lower: list[Array] = field(default_factory=list)
    upper: list[Array] = field(default_factory=list)
    is_whole: list[npt.NDArray[np.bool_]] = field(default_factory=list)
    row_lower: list[Array] = field(default_factory=list)
    row_upper: list[Array] = field(default_factory=list)
    entries: list[tuple[Indices, Indices, Array]] = field(default_factory=list)
    n_columns: int = 0
    n_rows: int = 0

    def add_columns(
        self,
        costs: Sequence[float] | Array,
        *,
        lower: float | Sequence[float] | Array = 0.0,
        upper: float | Sequence[float] | Array = INFINITE,
        is_whole: bool = False,
    ) -> Indices:
        """Add one column per cost; returns their indices."""
        size = len(costs)
        self.costs.append(np.asarray(costs, dtype=np.float64))
        self.lower.append(np.broadcast_to(np.asarray(lower, dtype=np.float64), size).copy())
        self.upper.append(np.broadcast_to(np.asarray(upper, dtype=np.float64), size).copy())
        self.is_whole.append(np.full(size, is_whole))
        first = self.n_columns
        self.n_columns += size
        return np.arange(first, self.n_columns)

    def add_row(
        self,
        columns: Sequence[int] | Indices,
        coefficients: float | Sequence[float] | Array,
        *,
        lower: float = -INFINITE,
        upper: float = INFINITE,
    ) -> int:
        """Add lower ≤ Σ coefficient·x ≤ upper; returns the index of the row."""
        where = np.asarray(columns, dtype=np.int64)
        values = np.broadcast_to(np.asarray(coefficients, dtype=np.float64), where.shape)
        rows = np.full(where.shape, self.n_rows, dtype=np.int64)
        self.entries.append((rows, where, values.copy()))
        self.row_lower.append(np.array([lower]))
        self.row_upper.append(np.array([upper]))
        self.n_rows += 1
        return self.n_rows - 1

    def add_block(
        self,
        matrix: sparse.csc_matrix,
        columns: Indices,
        *,
        lower: Array,
        upper: Array,
    ) -> Indices:
        """Add every row of a matrix at once, its columns being those given; returns the rows."""
        block = matrix.tocoo()
        first = self.n_rows
        self.entries.append(
            (block.row.astype(np.int64) + first, columns[block.col], block.data.astype(np.float64))
        )
        self.row_lower.append(np.asarray(lower, dtype=np.float64).copy())
        self.row_upper.append(np.asarray(upper, dtype=np.float64).copy())
        self.n_rows += matrix.shape[0]
        return np.arange(first, self.n_rows)

    def add_entries(
        self, rows: Indices, columns: Indices, coefficients: float | Sequence[float] | Array
    ) -> None:
        """Let columns take part in rows that already stand."""
        values = np.broadcast_to(np.asarray(coefficients, dtype=np.float64), np.shape(rows))
        self.entries.append((np.asarray(rows), np.asarray(columns), values.copy()))

    def matrix(self) -> sparse.csc_matrix:
        """The whole matrix, compressed by column; entries given twice are added."""
        if not self.entries:
            return sparse.csc_matrix((self.n_rows, self.n_columns))
        rows, columns, values = (np.concatenate(part) for part in zip(*self.entries, strict=True))
        return sparse.csc_matrix((values, (rows, columns)), shape=(self.n_rows, self.n_columns))

    def cost_vector(self) -> Array:
        """Cost of each column."""
        return joined(self.costs)

    def column_bounds(self) -> tuple[Array, Array]:
        """Lower and upper bound of each column."""
        return joined(self.lower), joined(self.upper)

    def row_bounds(self) -> tuple[Array, Array]:
        """Lower and upper bound of each row."""
        return joined(self.row_lower), joined(self.row_upper)

    def whole_columns(self) -> Indices:
        """Columns that must be whole numbers."""
        if not self.is_whole:
            return np.zeros(0, dtype=np.int64)
        return np.flatnonzero(np.concatenate(self.is_whole))


def joined(parts: Sequence[Array]) -> Array:
    """One array out of many, empty when there is none."""
    return np.concatenate(parts) if parts else np.zeros(0)
