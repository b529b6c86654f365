"""The program of an instance cut by region: what each holds alone, and what they share.

A row is shared when columns of two regions, or none, take part in it: capacities and needs of the
outlets that several regions reach, trucks of a site that stands in two. Everything else is of one
region.
"""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from essor.engines.terres.planning.blocks import Columns, Program
from essor.engines.terres.planning.pairs import Floats, Ints

COMMON = -1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Region:
    """The columns of one region, its own rows, and its part in the shared rows.

    columns, rows : their numbers in the whole program
    """

    name: str
    columns: Ints
    rows: Ints
    cost: Floats
    matrix: sparse.csc_matrix
    lower: Floats
    upper: Floats
    shared: sparse.csc_matrix


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Common:
    """Shared rows, and the columns of no region: quarry material bought by a shared outlet."""

    rows: Ints
    lower: Floats
    upper: Floats
    columns: Ints
    cost: Floats
    matrix: sparse.csc_matrix


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Split:
    """A program by regions."""

    program: Program
    regions: tuple[Region, ...]
    common: Common


def split(program: Program, region_of_lot: tuple[str, ...]) -> Split:
    """Cut a program; lots that may meet on a platform must be of one region."""
    names = sorted(set(region_of_lot))
    rank = {name: number for number, name in enumerate(names)}
    of_lot = np.array([rank[name] for name in region_of_lot], dtype=np.int64)
    of_column = _region_of_columns(program, of_lot)
    of_row = _region_of_rows(program, of_column)
    shared_rows = np.flatnonzero(of_row == COMMON)
    by_row = program.matrix.tocsr()
    shared = by_row[shared_rows].tocsc()
    regions = []
    for number, name in enumerate(names):
        columns = np.flatnonzero(of_column == number)
        rows = np.flatnonzero(of_row == number)
        regions.append(
            Region(
                name=name,
                columns=columns,
                rows=rows,
                cost=program.cost[columns],
                matrix=by_row[rows].tocsc()[:, columns],
                lower=program.row_lower[rows],
                upper=program.row_upper[rows],
                shared=shared[:, columns],
            )
        )
    columns = np.flatnonzero(of_column == COMMON)
    common = Common(
        rows=shared_rows,
        lower=program.row_lower[shared_rows],
        upper=program.row_upper[shared_rows],
        columns=columns,
        cost=program.cost[columns],
        matrix=shared[:, columns],
    )
    return Split(program=program, regions=tuple(regions), common=common)


def _region_of_columns(program: Program, of_lot: Ints) -> Ints:
    found = np.full(program.matrix.shape[1], COMMON, dtype=np.int64)
    pairs, instance = program.pairs, program.instance
    of_platform = _only(pairs.into_platform, of_lot[pairs.into_lot], len(instance.platforms))
    for family in (Columns.SHIP, Columns.INTO, Columns.HOLD, Columns.UNSERVED):
        block = program.columns[family]
        found[block.slice] = of_lot[block.keys["lot"].astype(np.int64)]
    for family in (Columns.OUT, Columns.STOCK):
        block = program.columns[family]
        found[block.slice] = of_platform[block.keys["platform"].astype(np.int64)]
    ways = [program.columns[family] for family in (Columns.SHIP, Columns.OUT)]
    outlets = np.concatenate([way.keys["outlet"].astype(np.int64) for way in ways])
    regions = np.concatenate([found[way.slice] for way in ways])
    virgin = program.columns[Columns.VIRGIN]
    of_outlet = _only(outlets, regions, len(instance.outlets))
    found[virgin.slice] = of_outlet[virgin.keys["outlet"].astype(np.int64)]
    return found


def _region_of_rows(program: Program, of_column: Ints) -> Ints:
    """Region of every row: COMMON when two regions, a common column or nothing stand in it."""
    entries = program.matrix.tocoo()
    return _only(entries.row.astype(np.int64), of_column[entries.col], program.matrix.shape[0])


def _only(owner: Ints, region: Ints, size: int) -> Ints:
    """The one region of each owner; COMMON when it has several, or none."""
    lowest = np.full(size, np.iinfo(np.int64).max)
    highest = np.full(size, COMMON)
    np.minimum.at(lowest, owner, region)
    np.maximum.at(highest, owner, region)
    found: Ints = np.where(lowest == highest, highest, COMMON)
    return found
