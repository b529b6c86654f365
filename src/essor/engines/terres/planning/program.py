"""The linear program of an instance: sparse arrays, and the name of every column and row.

The equations are in `docs/methodes/terres-plan.md`. No modelling layer: at a million columns it
would cost more than the solution.
"""

import numpy as np
from scipy import sparse

from essor.engines.terres.inputs import Instance
from essor.engines.terres.planning.arrays import arrays_of
from essor.engines.terres.planning.blocks import NETWORK_ROWS, Block, Columns, Program, Rows
from essor.engines.terres.planning.columns import ColumnLayer
from essor.engines.terres.planning.pairs import Floats, PairTable, admissible_pairs
from essor.engines.terres.planning.rows import RowLayer
from essor.engines.terres.vocabulary import Objective

__all__ = ["NETWORK_ROWS", "Block", "Columns", "Program", "Rows", "build_program"]

# In the CO2 objective a tonne left unserved weighs this many times the dirtiest tonne served.
SERVICE_FIRST = 1000.0


def build_program(
    instance: Instance,
    *,
    pairs: PairTable | None = None,
    objective: Objective = Objective.COUT,
) -> Program:
    """Build the linear program; fixed fees, least dispatches and indivisible lots are left out.

    pairs : admissible pairs when they are known already, else `admissible_pairs(instance)`
    """
    table = admissible_pairs(instance) if pairs is None else pairs
    arrays = arrays_of(instance, table)
    columns = ColumnLayer(instance, table, arrays)
    columns.add_columns()
    rows = RowLayer(instance, table, arrays, columns.blocks)
    rows.add_rows()
    return _assemble(columns, rows, Objective(objective))


def _assemble(columns: ColumnLayer, rows: RowLayer, objective: Objective) -> Program:
    entries = zip(*rows.entries, strict=True)
    row, column, value = (np.concatenate(part) for part in entries)
    matrix = sparse.coo_matrix((value, (row, column)), shape=(rows.size, columns.size))
    eur, kg = np.concatenate(columns.eur), np.concatenate(columns.kg)
    return Program(
        instance=columns.instance,
        pairs=columns.pairs,
        arrays=columns.arrays,
        objective=objective,
        cost=eur if objective is Objective.COUT else _service_first(kg, columns.blocks),
        eur=eur,
        kg=kg,
        matrix=matrix.tocsc(),
        row_lower=np.concatenate(rows.lower),
        row_upper=np.concatenate(rows.upper),
        col_lower=np.zeros(columns.size),
        col_upper=np.full(columns.size, np.inf),
        columns=columns.blocks,
        rows=rows.blocks,
    )


def _service_first(kg: Floats, columns: dict[Columns, Block]) -> Floats:
    cost = kg.copy()
    cost[columns[Columns.UNSERVED].slice] = unserved_weight_kg(kg)
    return cost


def unserved_weight_kg(kg: Floats) -> float:
    """Weight in kgCO2e of a tonne left over when CO2 is minimised: serving comes first."""
    return SERVICE_FIRST * max(1.0, float(kg.max(initial=0.0)))
