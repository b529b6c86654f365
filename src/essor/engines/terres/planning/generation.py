"""Column generation guided by the network simplex: exact, side rows included.

The network without its side rows gives prices; only the columns cheap at these prices enter a
first linear program. Then *all* columns are priced, those that would help enter, and the program
is solved again from its last basis, until no column helps: that is the proof of optimality. No
column is ever left out because its outlet is far.

The duals of a small program say little about the places where nothing happens, and far too many
columns seem to help. Only its prices of capacities are kept; those of lots and bays are found anew
along the cheapest paths (`paths`). They are feasible for every column, they bound the optimum from
below (Lagrange), and they tell the columns that matter from those that only seem to. When these
are still too many, the network speaks again, the side rows being priced in its costs.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from essor.engines.terres.network.simplex import NotSolvedError
from essor.engines.terres.planning.blocks import NETWORK_ROWS, Columns, Program, Rows
from essor.engines.terres.planning.highs import Answer, LinearModel, Status
from essor.engines.terres.planning.pairs import Flags, Floats, Ints
from essor.engines.terres.planning.paths import Paths
from essor.engines.terres.planning.proof import prove, reduced_costs, signed
from essor.engines.terres.planning.relaxation import SHORT_FACTOR, Relaxed, solve_relaxation

FIRST_SHARE = 0.02  # of the flow columns, kept before the first round
WORST_REDUCED_COST = -1e-7
MISSING_T = 1e-6
FULL_T = 1e-6
MAX_ROUNDS = 500
MANY = 3000  # more columns than this cannot all be worth entering
MOST_NETWORKS = 4  # networks solved in a row before columns enter
PROVEN_GAP = 1e-7  # what the rounding of the network simplex leaves is below
FLOWS = (Columns.SHIP, Columns.INTO, Columns.OUT)

# Told after every round: number of the round, objective, lower bound.
Progress = Callable[[int, float, float], None]


class NoPlanError(Exception):
    """The hard needs cannot be met, or the program was not solved to the end."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Generated:
    """Optimal flow of every column, dual of every row."""

    x: Floats
    duals: Floats
    rounds: int
    used: int


def generate(
    program: Program,
    relaxed: Relaxed,
    *,
    first_share: float = FIRST_SHARE,
    progress: Progress | None = None,
) -> Generated:
    """Solve the program by column generation from the prices of its network.

    Raises NoPlanError when a need without virgin material cannot be met.
    """
    master = _Master(program, _first_columns(program, relaxed, first_share))
    master.start_from(relaxed)
    core = None
    for count in range(1, MAX_ROUNDS + 1):
        answer = master.solve()
        x, duals = master.spread(answer), master.duals(answer)
        paths = Paths.of(program, duals)
        entering = np.setdiff1d(paths.helping(duals), master.columns)
        duals = paths.duals(duals)
        bound = prove(program, x, duals)
        if len(entering) and bound.gap > PROVEN_GAP and len(entering) > MANY:
            core = _core(program, relaxed, master.columns) if core is None else core
            duals, entering = _sorted_out(program, x, duals, entering, core)
            entering = np.setdiff1d(entering, master.columns)
            bound = prove(program, x, duals)
        if progress is not None:
            progress(count, bound.primal, bound.bound)
        if not len(entering) or bound.gap <= PROVEN_GAP:
            if master.missing_t(answer) > MISSING_T:
                raise NoPlanError("un besoin ne peut pas être couvert")
            return Generated(x=x, duals=duals, rounds=count, used=len(master.columns))
        master.add(entering)
    raise NoPlanError("la génération de colonnes ne s'arrête pas")


def _sorted_out(
    program: Program, x: Floats, duals: Floats, entering: Ints, core: Flags
) -> tuple[Floats, Ints]:
    """Duals of the network at the prices of the side rows, and the columns that matter to them.

    core : columns the network starts from; those that its duals forget join it, and stay
    No column when these duals prove x optimal; the most promising ones when the network, its
    amounts being rounded, has nothing to add.
    """
    is_side = np.ones(len(duals), dtype=bool)
    for family in NETWORK_ROWS:
        is_side[program.rows[family].slice] = False
    tolls = np.where(is_side, duals, 0.0)
    priced = replace(program, cost=program.cost - program.matrix.T @ tolls)
    for _ in range(MOST_NETWORKS):
        try:
            relaxed = solve_relaxation(priced, kept=core)
        except NotSolvedError:
            return duals, entering[:MANY]
        steady = relaxed.duals + tolls
        if prove(program, x, steady).gap <= PROVEN_GAP:
            return steady, np.zeros(0, dtype=np.int64)
        slack = reduced_costs(program, steady)
        forgotten = (slack < WORST_REDUCED_COST) & ~core
        core |= forgotten
        if not forgotten.any():
            break
    useful = entering[np.argsort(slack[entering], kind="stable")[:MANY]]
    return duals, np.union1d(useful, np.flatnonzero(relaxed.x > 0))


def _core(program: Program, relaxed: Relaxed, columns: Ints) -> Flags:
    """First columns, and the cheapest way in and out of every lot and bay at every period."""
    slack = reduced_costs(program, relaxed.duals)
    core = np.zeros(len(slack), dtype=bool)
    core[columns] = True
    for family, windows, owner in (
        (Columns.SHIP, program.arrays.lots, "lot"),
        (Columns.OUT, program.arrays.bays, "bay"),
        (Columns.INTO, program.arrays.bays, "bay"),
    ):
        block = program.columns[family]
        place, period = (block.keys[name].astype(np.int64) for name in (owner, "period"))
        node = windows.node(place, period)
        order = np.lexsort((slack[block.slice], node))
        _, first = np.unique(node[order], return_index=True)
        core[block.start + order[first]] = True
    return core


def _first_columns(program: Program, relaxed: Relaxed, share: float) -> Ints:
    """Stocks and purchases, the flows of the network, and the cheapest share of the others."""
    slack = relaxed.slack
    is_kept = np.ones(len(slack), dtype=bool)
    is_flow = np.zeros(len(slack), dtype=bool)
    for family in FLOWS:
        is_flow[program.columns[family].slice] = True
    flows = slack[is_flow]
    if len(flows):
        rank = min(len(flows) - 1, int(share * len(flows)))
        cut = np.partition(flows, rank)[rank]
        is_flow[program.columns[Columns.STOCK].slice] = True
        is_kept[is_flow] = slack[is_flow] <= cut
    found: Ints = np.flatnonzero(is_kept | (relaxed.x > 0))
    return found


class _Master:
    """The program restricted to some columns, with one last-resort column per hard need.

    The balances of bays that no column touches are left out until one does.
    """

    def __init__(self, program: Program, columns: Ints) -> None:
        self.program, self.columns = program, columns
        matrix = program.matrix[:, columns]
        is_in = np.ones(matrix.shape[0], dtype=bool)
        is_in[program.rows[Rows.BAY].slice] = False
        is_in[matrix.indices] = True
        self.rows = np.flatnonzero(is_in)
        self.place = np.full(len(is_in), -1, dtype=np.int64)
        self.place[self.rows] = np.arange(len(self.rows))
        needs = program.rows[Rows.NEED]
        self.short = np.arange(needs.size)
        price = SHORT_FACTOR * (1.0 + float(np.abs(program.cost).max(initial=0.0)))
        at = self.place[needs.start + self.short]
        unit = (np.ones(len(at)), (at, self.short))
        shape = (len(self.rows), len(at))
        self.first = len(columns)
        self.model = LinearModel(
            cost=np.append(program.cost[columns], np.full(len(at), price)),
            matrix=sparse.hstack(
                [self._placed(matrix), sparse.csc_matrix(unit, shape=shape)], format="csc"
            ),
            row_lower=program.row_lower[self.rows],
            row_upper=program.row_upper[self.rows],
        )

    def _placed(self, matrix: sparse.csc_matrix) -> sparse.csc_matrix:
        """Columns of the program on the rows of the model."""
        parts = (matrix.data, self.place[matrix.indices].astype(np.int32), matrix.indptr)
        return sparse.csc_matrix(parts, shape=(len(self.rows), matrix.shape[1]))

    def start_from(self, relaxed: Relaxed) -> None:
        """Start from the flows of the network: they break few of the side rows."""
        program, rows = self.program, self.rows
        activity = (program.matrix @ relaxed.x)[rows]
        is_full = activity >= program.row_upper[rows] - FULL_T
        is_bare = activity <= program.row_lower[rows] + FULL_T
        is_balance = program.row_lower[rows] == program.row_upper[rows]
        is_side = ~np.isin(rows, np.concatenate([_rows_of(program, f) for f in NETWORK_ROWS]))
        in_rows = is_side | ~(is_full | is_bare | is_balance)
        in_columns = np.append(relaxed.x[self.columns] > 0, np.zeros(len(self.short), dtype=bool))
        self.model.start_from(in_columns, in_rows)

    def add(self, entering: Ints) -> None:
        """Let columns in, and the rows they are the first to touch."""
        matrix = self.program.matrix[:, entering]
        fresh = np.unique(matrix.indices[self.place[matrix.indices] < 0])
        if len(fresh):
            self.place[fresh] = len(self.rows) + np.arange(len(fresh))
            self.rows = np.concatenate([self.rows, fresh])
            self.model.add_rows(self.program.row_lower[fresh], self.program.row_upper[fresh])
        self.model.add_columns(self.program.cost[entering], self._placed(matrix))
        self.columns = np.concatenate([self.columns, entering])

    def solve(self) -> Answer:
        """Solve; the answer's x lists the first columns, the last resorts, the added ones."""
        answer = self.model.run()
        if answer.status is not Status.OPTIMAL:
            raise NoPlanError(answer.status)
        return answer

    def missing_t(self, answer: Answer) -> float:
        """Tonnes of need that nothing meets."""
        return float(answer.x[self.first : self.first + len(self.short)].sum())

    def spread(self, answer: Answer) -> Floats:
        """Flow of every column of the program."""
        x = np.zeros(len(self.program.cost))
        own = np.delete(answer.x, self.first + self.short)
        x[self.columns] = own
        return x

    def duals(self, answer: Answer) -> Floats:
        """Dual of every row of the program, 0 for those left out."""
        found = np.zeros(self.program.matrix.shape[0])
        found[self.rows] = answer.duals
        return signed(self.program, found)


def _rows_of(program: Program, family: Rows) -> Ints:
    block = program.rows[family]
    return block.start + np.arange(block.size)
