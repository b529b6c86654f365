"""What a plan must respect, demand by demand: the possible members of a conflict.

Each member knows the rows it holds and the sign in which its slack loosens them. Balances are
not members: no decision can make soil appear.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from essor.engines.terres.inputs import PerPeriod
from essor.engines.terres.planning.blocks import Block, Program, Rows
from essor.engines.terres.variants.frame import grouped, keys_of
from essor.engines.terres.variants.linear import Indices
from essor.engines.terres.variants.wording import quoted, tonnes


class MemberKind(StrEnum):
    """Families of demands, from those one gives up last to those one gives up first."""

    NEED = "besoin"
    COMMITMENT = "engagement"
    WHOLE_LOT = "lot_entier"
    CONTRACT = "minimum_contractuel"
    LOT = "lot"
    MARGIN = "marge"
    OUTLET_TOTAL = "capacite_totale"
    OUTLET_PERIOD = "capacite_par_periode"
    TRUCKS = "camions"
    THROUGHPUT = "debit_plateforme"
    STOCK = "stock_plateforme"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One demand. slack : sign of the column that loosens each row; clause : French, no stop."""

    kind: MemberKind
    place_id: str
    clause: str
    rows: Indices
    slack: float
    amount_t: float | None = None
    lot: str | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        """Stable name of the demand."""
        return self.kind.value, self.place_id, self.lot or ""


# Family of rows -> kind of member, key that names the place, sign of the slack.
_BY_PLACE: Mapping[Rows, tuple[MemberKind, str, float]] = {
    Rows.NEED: (MemberKind.NEED, "outlet", 1.0),
    Rows.LOT: (MemberKind.LOT, "lot", -1.0),
    Rows.OUTLET_TOTAL: (MemberKind.OUTLET_TOTAL, "outlet", -1.0),
    Rows.OUTLET_PERIOD: (MemberKind.OUTLET_PERIOD, "outlet", -1.0),
    Rows.TRUCKS: (MemberKind.TRUCKS, "site", -1.0),
    Rows.THROUGHPUT: (MemberKind.THROUGHPUT, "platform", -1.0),
    Rows.PLATFORM_STOCK: (MemberKind.STOCK, "platform", -1.0),
    Rows.CLASS_STOCK: (MemberKind.STOCK, "platform", -1.0),
}


def members_of(program: Program) -> tuple[Member, ...]:
    """Every demand of an instance, whether or not it can conflict."""
    return tuple(
        member for family in _BY_PLACE for member in _family(program, family, program.rows[family])
    )


def _family(program: Program, family: Rows, block: Block) -> Iterator[Member]:
    kind, key, slack = _BY_PLACE[family]
    rows = np.arange(block.start, block.start + block.size)
    for number, part in grouped(rows, keys_of(block, key)).items():
        outlet = program.instance.outlets[number] if family is Rows.NEED else None
        if outlet is not None and outlet.virgin_eur_t is not None:
            continue  # quarry material covers what is missing: such a need never conflicts
        place, clause, amount = _words(program, kind, number)
        yield Member(
            kind=kind, place_id=place, clause=clause, rows=part, slack=slack, amount_t=amount
        )


def _words(program: Program, kind: MemberKind, number: int) -> tuple[str, str, float | None]:
    instance = program.instance
    if kind is MemberKind.LOT:
        lot = instance.lots[number]
        return lot.id, f"le lot {quoted(lot.id)} ne donne que {tonnes(lot.total_t)}", lot.total_t
    if kind is MemberKind.TRUCKS:
        site = instance.sites[number]
        limit = _limit(site.trucks_t_per_period)
        return site.id, f"les camions du chantier {quoted(site.id)} évacuent {limit}", None
    if kind in (MemberKind.THROUGHPUT, MemberKind.STOCK):
        return _platform_words(program, kind, number)
    outlet = instance.outlets[number]
    name = quoted(outlet.id)
    if kind is MemberKind.NEED:
        need = outlet.need_t or 0.0
        return outlet.id, f"le besoin de {tonnes(need)} de {name}", need
    if kind is MemberKind.OUTLET_TOTAL:
        total = outlet.capacity_t or 0.0
        return outlet.id, f"{name} ne reçoit que {tonnes(total)} en tout", total
    return outlet.id, f"{name} reçoit {_limit(outlet.capacity_t_per_period)}", None


def _platform_words(
    program: Program, kind: MemberKind, number: int
) -> tuple[str, str, float | None]:
    platform = program.instance.platforms[number]
    name = quoted(platform.id)
    if kind is MemberKind.THROUGHPUT:
        limit = _limit(platform.throughput_t_per_period)
        return platform.id, f"la plateforme {name} reçoit {limit}", None
    stock = platform.stock_capacity_t
    most = f" ({tonnes(stock)})" if stock is not None else ""
    return platform.id, f"le stock de la plateforme {name} est limité{most}", stock


def _limit(value: PerPeriod) -> str:
    if isinstance(value, tuple):
        return "un tonnage limité selon la période"
    return f"au plus {tonnes(value or 0.0)} par période"
