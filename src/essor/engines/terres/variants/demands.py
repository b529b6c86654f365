"""Whole lots and least dispatches as possible members of a conflict."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from essor.engines.terres.planning.blocks import Program
from essor.engines.terres.variants.contracts import Opening
from essor.engines.terres.variants.indivisible import WholeChoice
from essor.engines.terres.variants.members import Member, MemberKind
from essor.engines.terres.variants.wording import quoted, tonnes


def members_of_choices(
    program: Program, whole: Sequence[WholeChoice], openings: Sequence[Opening]
) -> tuple[Member, ...]:
    """What the yes-or-no rules ask, lot by lot and contract by contract."""
    rows: dict[int, list[int]] = defaultdict(list)
    for choice in whole:
        rows[choice.lot].append(choice.row)
    lots = [_whole_lot(program, lot, where) for lot, where in rows.items()]
    return (*lots, *(_contract(program, opening) for opening in openings if opening.least_row))


def _whole_lot(program: Program, lot: int, rows: list[int]) -> Member:
    name = program.instance.lots[lot].id
    clause = f"le lot {quoted(name)} doit partir entier"
    kind = MemberKind.WHOLE_LOT
    return Member(kind=kind, place_id=name, clause=clause, rows=np.array(rows), slack=0.0)


def _contract(program: Program, opening: Opening) -> Member:
    instance, link = program.instance, opening.link
    number = opening.outlet if link is None else link.outlet
    place = instance.outlets[number].id
    lot = None if link is None else instance.lots[link.lot].id
    clause = f"{quoted(place)} demande au moins {tonnes(opening.min_t)}"
    if lot is not None:
        clause += f" du lot {quoted(lot)}"
    return Member(
        kind=MemberKind.CONTRACT,
        place_id=place,
        clause=clause,
        rows=np.array([opening.least_row]),
        slack=1.0,
        amount_t=opening.min_t,
        lot=lot,
    )
