"""Column generation guided by the network simplex: exact, side rows included.

The network without its side rows gives prices; only the columns cheap at these prices enter a
first linear program. Then *all* columns are priced, those that would help enter, and the program
is solved again from its last basis, until no column helps: that is the proof of optimality. No
column is ever left out because its outlet is far.

The duals of a small program say little about the places where nothing happens, and far too many
columns seem to help. The network then speaks again, the side rows being priced in its costs: its
duals are feasible for every column, they bound the optimum from below (Lagrange), and they tell
the columns that matter from those that only seem to.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from essor.engines.terres.network.simplex import NotSolvedError
from essor.engines.terres.planning.blocks import NETWORK_ROWS, Columns, Program, Rows
from essor.engines.terres.planning.highs import Answer, LinearModel, Status
from essor.engines.terres.planning.pairs import Flags, Floats, Ints
from essor.engines.terres.planning.proof import prove, reduced_costs, signed
from essor.engines.terres.planning.relaxation import SHORT_FACTOR, Relaxed, solve_relaxation

FIRST_SHARE = 0.06  # of the flow columns, kept before the first round
WORST_REDUCED_COST = -1e-7
MISSING_T = 1e-6
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
    core = _core(program, relaxed, master.columns)
    for count in range(1, MAX_ROUNDS + 1):
        answer = master.solve()
        x, duals = master.spread(answer), signed(program, answer.duals)
        slack = reduced_costs(program, duals)
        slack[master.columns] = 0.0
        entering = np.flatnonzero(slack < WORST_REDUCED_COST)
        if len(entering) > MANY:
            duals, entering = _sorted_out(program, x, duals, entering, core)
            entering = np.setdiff1d(entering, master.columns)
        if progress is not None:
            progress(count, float(program.cost @ x), prove(program, x, duals).bound)
        if not len(entering):
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
    slack = reduced_costs(program, relaxed.duals)
    is_kept = np.ones(len(slack), dtype=bool)
    is_flow = np.zeros(len(slack), dtype=bool)
    for family in FLOWS:
        is_flow[program.columns[family].slice] = True
    flows = slack[is_flow]
    if len(flows):
        rank = min(len(flows) - 1, int(share * len(flows)))
        is_kept[is_flow] = flows <= np.partition(flows, rank)[rank]
    found: Ints = np.flatnonzero(is_kept | (relaxed.x > 0))
    return found


class _Master:
    """The program restricted to some columns, with one last-resort column per hard need."""

    def __init__(self, program: Program, columns: Ints) -> None:
        self.program, self.columns = program, columns
        needs = program.rows[Rows.NEED]
        self.short = needs.start + np.arange(needs.size)
        price = SHORT_FACTOR * (1.0 + float(np.abs(program.cost).max(initial=0.0)))
        unit = (np.ones(len(self.short)), (self.short, np.arange(len(self.short))))
        shape = (program.matrix.shape[0], len(self.short))
        self.first = len(columns)
        self.model = LinearModel(
            cost=np.append(program.cost[columns], np.full(len(self.short), price)),
            matrix=sparse.hstack(
                [program.matrix[:, columns], sparse.csc_matrix(unit, shape=shape)], format="csc"
            ),
            row_lower=program.row_lower,
            row_upper=program.row_upper,
        )

    def add(self, entering: Ints) -> None:
        """Let columns in."""
        self.model.add_columns(self.program.cost[entering], self.program.matrix[:, entering])
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
        own = np.delete(answer.x, self.first + np.arange(len(self.short)))
        x[self.columns] = own
        return x
