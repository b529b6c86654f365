"""Lots that go whole to one place: Σ_d z(lot, d) = 1, flow(lot, d) = volume × z(lot, d).

A place is an outlet, a platform (where soils of a class mix: what leaves it is no longer that
lot), or the site itself when nothing takes the lot.
"""

from collections import defaultdict
from dataclasses import dataclass

from essor.engines.terres.planning.program import Program
from essor.engines.terres.variants.frame import Link, lot_links, unserved_columns
from essor.engines.terres.variants.linear import Model


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeChoice:
    """The yes-or-no column of one place for one whole lot; place is None for « left on site »."""

    lot: int
    place: Link | None
    column: int
    row: int


def add_indivisible(model: Model, program: Program) -> list[WholeChoice]:
    """Add the rows of every lot flagged indivisible; returns the choices left to the solver."""
    lots = program.instance.lots
    links: dict[int, list[Link | None]] = defaultdict(list)
    for link in lot_links(program):
        if lots[link.lot].indivisible:
            links[link.lot].append(link)
    choices: list[WholeChoice] = []
    for number, lot in enumerate(lots):
        if lot.indivisible and lot.total_t > 0:
            choices += _choose_one(model, program, number, [*links[number], None])
    return choices


def _choose_one(
    model: Model, program: Program, lot: int, places: list[Link | None]
) -> list[WholeChoice]:
    volume = program.instance.lots[lot].total_t
    left = [int(unserved_columns(program)[lot])]
    chosen = model.add_columns([0.0] * len(places), upper=1.0, is_whole=True)
    model.add_row(chosen, 1.0, lower=1.0, upper=1.0)
    found = []
    for place, column in zip(places, chosen, strict=True):
        flow = left if place is None else place.columns.tolist()
        weights = [1.0] * len(flow) + [-volume]
        row = model.add_row([*flow, column], weights, lower=0.0, upper=0.0)
        found.append(WholeChoice(lot=lot, place=place, column=int(column), row=row))
    return found
