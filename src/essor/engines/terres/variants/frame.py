"""The plan's program seen by a variant: which columns carry which soil, and a model to grow."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from essor.engines.terres.planning.program import Block, Columns, Program
from essor.engines.terres.variants.linear import Indices, Model

FLOWS = (Columns.SHIP, Columns.INTO, Columns.OUT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Every period of one movement: lot to outlet, lot to platform, or bay to outlet.

    Numbers are ranks in the instance; -1 where the link has no such end. columns : one per period
    """

    lot: int = -1
    platform: int = -1
    group: int = -1
    outlet: int = -1
    columns: Indices


def model_of(program: Program) -> Model:
    """A model that holds the whole program, its columns and rows numbered as there."""
    model = Model()
    add_copy(model, program)
    return model


def add_copy(model: Model, program: Program, *, weight: float = 1.0) -> tuple[Indices, Indices]:
    """Add one copy of the program, its cost times `weight`; returns its columns and its rows."""
    columns = model.add_columns(
        weight * program.cost, lower=program.col_lower, upper=program.col_upper
    )
    rows = model.add_block(
        program.matrix, columns, lower=program.row_lower, upper=program.row_upper
    )
    return columns, rows


def keys_of(block: Block, name: str) -> Indices:
    """One key of every column or row of a block, as whole numbers."""
    return np.asarray(block.keys[name]).astype(np.int64)


def columns_to_outlets(program: Program) -> tuple[Indices, Indices]:
    """Columns that bring soil to an outlet, and the outlet of each."""
    columns, outlets = [], []
    for family in (Columns.SHIP, Columns.OUT):
        block = program.columns[family]
        columns.append(np.arange(block.start, block.start + block.size))
        outlets.append(keys_of(block, "outlet"))
    return np.concatenate(columns), np.concatenate(outlets)


def by_outlet(program: Program) -> dict[int, Indices]:
    """Columns that bring soil to each outlet; outlets nothing can reach are left out."""
    columns, outlets = columns_to_outlets(program)
    return grouped(columns, outlets)


def by_platform(program: Program) -> dict[int, Indices]:
    """Columns that bring soil to each platform."""
    block = program.columns[Columns.INTO]
    return grouped(np.arange(block.start, block.start + block.size), keys_of(block, "platform"))


def grouped(columns: Indices, owners: Indices) -> dict[int, Indices]:
    """Columns of each owner, in order."""
    order = np.argsort(owners, kind="stable")
    names, starts = np.unique(owners[order], return_index=True)
    parts = np.split(columns[order], starts[1:])
    return {int(name): part for name, part in zip(names, parts, strict=True)} if len(names) else {}


def lot_links(program: Program) -> Iterator[Link]:
    """Every way out of a lot: to an outlet, then to a platform."""
    for family, end in ((Columns.SHIP, "outlet"), (Columns.INTO, "platform")):
        block = program.columns[family]
        lots, places = keys_of(block, "lot"), keys_of(block, end)
        width = int(places.max(initial=0)) + 1
        columns = np.arange(block.start, block.start + block.size)
        for cell, part in grouped(columns, lots * width + places).items():
            lot, place = divmod(cell, width)
            if family is Columns.SHIP:
                yield Link(lot=lot, outlet=place, columns=part)
            else:
                yield Link(lot=lot, platform=place, columns=part)


def bay_links(program: Program) -> Iterator[Link]:
    """Every way out of a platform, by group of soils that mix."""
    block = program.columns[Columns.OUT]
    names = [keys_of(block, name) for name in ("platform", "group", "outlet")]
    columns = np.arange(block.start, block.start + block.size)
    found: dict[tuple[int, int, int], list[int]] = {}
    for column, *key in zip(columns, *names, strict=True):
        found.setdefault((int(key[0]), int(key[1]), int(key[2])), []).append(int(column))
    for (platform, group, outlet), part in found.items():
        yield Link(platform=platform, group=group, outlet=outlet, columns=np.array(part))


def unserved_columns(program: Program) -> Indices:
    """The column of what each lot leaves on site, in the order of the lots."""
    block = program.columns[Columns.UNSERVED]
    return np.arange(block.start, block.start + block.size)
