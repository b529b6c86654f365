"""How often a plan sends an outlet more than it takes, when the lots are not as large as said.

Volumes are drawn lot by lot, uniform between −share and +share of the announced volume; the plan
keeps its proportions. What leaves a platform swells as the lots that fed it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from essor.engines.terres.planning.blocks import Columns, Program, Rows
from essor.engines.terres.variants.frame import keys_of
from essor.engines.terres.variants.linear import Array, Indices

# A row counts as overflowing beyond this share of its capacity, against rounding.
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Overflow:
    """What a simulation saw.

    probability : that at least one capacity is exceeded; by_outlet : the same, outlet by outlet
    mean_t : tonnes above the capacities, all periods together, on average
    """

    probability: float
    mean_t: float
    by_outlet: Mapping[str, float]
    draws: int


def simulate_overflow(
    program: Program,
    values: Array,
    *,
    shares: Array,
    draws: int,
    generator: np.random.Generator,
) -> Overflow:
    """Simulate `draws` sets of volumes; shares : of each lot, between 0 and 1."""
    rows = _capacity_rows(program)
    loads = _loads(program, values, rows)
    swell = 1.0 + shares * generator.uniform(-1.0, 1.0, (draws, len(shares)))
    excess = (swell @ loads.T.toarray()) - program.row_upper[rows]
    excess = np.where(excess > _ROUNDING * (1.0 + program.row_upper[rows]), excess, 0.0)
    outlets = _outlet_of_rows(program)
    return Overflow(
        probability=float((excess > 0).any(axis=1).mean()) if len(rows) else 0.0,
        mean_t=float(excess.sum(axis=1).mean()) if len(rows) else 0.0,
        by_outlet={
            program.instance.outlets[number].id: float(
                (excess[:, outlets == number] > 0).any(axis=1).mean()
            )
            for number in np.unique(outlets)
        },
        draws=draws,
    )


def _capacity_rows(program: Program) -> Indices:
    parts = [program.rows[family] for family in (Rows.OUTLET_PERIOD, Rows.OUTLET_TOTAL)]
    return np.concatenate([np.arange(part.start, part.start + part.size) for part in parts])


def _outlet_of_rows(program: Program) -> Indices:
    parts = [program.rows[family] for family in (Rows.OUTLET_PERIOD, Rows.OUTLET_TOTAL)]
    return np.concatenate([keys_of(part, "outlet") for part in parts])


def _loads(program: Program, values: Array, rows: Indices) -> sparse.csr_matrix:
    """Tonnes that each lot brings to each capacity row."""
    carried = sparse.diags(values) @ _lot_of_columns(program, values)
    return sparse.csr_matrix(program.matrix.tocsr()[rows] @ carried)


def _lot_of_columns(program: Program, values: Array) -> sparse.csr_matrix:
    """Share of each lot in each flow to an outlet: one for its own, mixed out of a platform."""
    shape = (program.matrix.shape[1], len(program.instance.lots))
    ship, out = program.columns[Columns.SHIP], program.columns[Columns.OUT]
    own = sparse.coo_matrix(
        (np.ones(ship.size), (np.arange(ship.start, ship.start + ship.size), keys_of(ship, "lot"))),
        shape=shape,
    )
    bays = keys_of(out, "bay")
    mix = _mix_of_bays(program, values, n_bays=int(bays.max(initial=-1)) + 1)
    if not out.size:
        return own.tocsr()
    mixed = mix[bays].tocoo()
    through = sparse.coo_matrix((mixed.data, (mixed.row + out.start, mixed.col)), shape=shape)
    return (own + through).tocsr()


def _mix_of_bays(program: Program, values: Array, *, n_bays: int) -> sparse.csr_matrix:
    """Share of each lot in what entered each bay over the whole horizon."""
    into = program.columns[Columns.INTO]
    bays, lots = keys_of(into, "bay"), keys_of(into, "lot")
    n_bays = max(n_bays, int(bays.max(initial=-1)) + 1)
    entered = sparse.coo_matrix(
        (values[into.slice], (bays, lots)), shape=(n_bays, len(program.instance.lots))
    ).tocsr()
    totals = np.asarray(entered.sum(axis=1)).ravel()
    return (
        sparse.diags(np.where(totals > 0, 1.0 / np.where(totals > 0, totals, 1.0), 0.0)) @ entered
    )
