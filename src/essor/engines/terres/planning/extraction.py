"""From the flow of every column to a plan that a person reads."""

from collections.abc import Mapping

import numpy as np

from essor.engines.terres.planning.blocks import Columns, Program
from essor.engines.terres.planning.pairs import Floats, Ints
from essor.engines.terres.results import Flow, Plan, Stock, Totals
from essor.engines.terres.vocabulary import PlaceKind

LEAST_T = 1e-9  # below, a flow is the rounding of a solver
DECIMALS = 9


def cleaned(x: Floats) -> Floats:
    """Flows without the rounding of solvers."""
    found: Floats = np.round(x, DECIMALS)
    found[found < LEAST_T] = 0.0
    return found


def plan_of(program: Program, x: Floats, *, method: str) -> Plan:
    """The plan of a flow of every column; nothing is claimed about its optimality."""
    tonnes = cleaned(x)
    reader = _Reader(program, tonnes)
    instance = program.instance
    return Plan(
        flows=tuple(reader.ships() + reader.intos() + reader.outs()),
        stocks=tuple(reader.holds() + reader.stocks()),
        unserved=reader.amounts(Columns.UNSERVED, "lot", [lot.id for lot in instance.lots]),
        virgin=reader.amounts(Columns.VIRGIN, "outlet", [one.id for one in instance.outlets]),
        totals=totals_of(program, tonnes),
        method=method,
        objective=program.objective,
    )


class _Reader:
    """Lists the columns that carry something, family by family."""

    def __init__(self, program: Program, tonnes: Floats) -> None:
        self.program, self.tonnes = program, tonnes

    def _used(self, family: Columns, *names: str) -> list[tuple[float, ...]]:
        """Tonnes, then the keys asked, of the columns in use."""
        block = self.program.columns[family]
        values = self.tonnes[block.slice]
        used = np.flatnonzero(values)
        parts = [values[used].tolist(), *(block.keys[name][used].tolist() for name in names)]
        return list(zip(*parts, strict=True))

    def ships(self) -> list[Flow]:
        instance, km = self.program.instance, self.program.pairs.ship_km
        rows = self._used(Columns.SHIP, "lot", "outlet", "period", "pair")
        return [
            Flow(
                origin_id=instance.lots[int(lot)].id,
                destination_id=instance.outlets[int(outlet)].id,
                period=int(period),
                tonnes=tonnes,
                km=float(km[int(pair)]),
                soil_class=instance.lots[int(lot)].soil_class,
                lot=instance.lots[int(lot)].id,
            )
            for tonnes, lot, outlet, period, pair in rows
        ]

    def intos(self) -> list[Flow]:
        instance, km = self.program.instance, self.program.pairs.into_km
        rows = self._used(Columns.INTO, "lot", "platform", "period", "pair")
        return [
            Flow(
                origin_id=instance.lots[int(lot)].id,
                destination_id=instance.platforms[int(platform)].id,
                period=int(period),
                tonnes=tonnes,
                km=float(km[int(pair)]),
                soil_class=instance.lots[int(lot)].soil_class,
                lot=instance.lots[int(lot)].id,
                destination_kind=PlaceKind.PLATFORM,
            )
            for tonnes, lot, platform, period, pair in rows
        ]

    def outs(self) -> list[Flow]:
        instance, pairs = self.program.instance, self.program.pairs
        rows = self._used(Columns.OUT, "platform", "group", "outlet", "period", "pair")
        return [
            Flow(
                origin_id=instance.platforms[int(platform)].id,
                destination_id=instance.outlets[int(outlet)].id,
                period=int(period),
                tonnes=tonnes,
                km=float(pairs.out_km[int(pair)]),
                soil_class=pairs.group_class[int(group)],
                origin_kind=PlaceKind.PLATFORM,
            )
            for tonnes, platform, group, outlet, period, pair in rows
        ]

    def holds(self) -> list[Stock]:
        lots = self.program.instance.lots
        return [
            Stock(
                place_id=lots[int(lot)].site,
                place_kind=PlaceKind.LOT,
                soil_class=lots[int(lot)].soil_class,
                period=int(period),
                tonnes=tonnes,
                lot=lots[int(lot)].id,
            )
            for tonnes, lot, period in self._used(Columns.HOLD, "lot", "period")
        ]

    def stocks(self) -> list[Stock]:
        """Stock of each class on each platform, its groups added up."""
        instance, names = self.program.instance, self.program.pairs.group_class
        total: dict[tuple[int, str, int], float] = {}
        for tonnes, platform, group, period in self._used(
            Columns.STOCK, "platform", "group", "period"
        ):
            key = int(platform), names[int(group)], int(period)
            total[key] = total.get(key, 0.0) + tonnes
        return [
            Stock(
                place_id=instance.platforms[platform].id,
                place_kind=PlaceKind.PLATFORM,
                soil_class=name,
                period=period,
                tonnes=tonnes,
            )
            for (platform, name, period), tonnes in total.items()
        ]

    def amounts(self, family: Columns, name: str, ids: list[str]) -> Mapping[str, float]:
        """Tonnes by identifier."""
        return {ids[int(index)]: tonnes for tonnes, index in self._used(family, name)}


def totals_of(program: Program, tonnes: Floats) -> Totals:
    """Every sum of a flow of columns; prices are per tonne, distances in km."""
    instance, pairs, costs = program.instance, program.pairs, program.instance.costs
    moved = {family: tonnes[program.columns[family].slice] for family in Columns}
    to_outlet = _received(program, moved)
    hauls = (
        (Columns.SHIP, pairs.ship_km),
        (Columns.INTO, pairs.into_km),
        (Columns.OUT, pairs.out_km),
    )
    tkm = sum(float(moved[family] @ km[_key(program, family, "pair")]) for family, km in hauls)
    loaded_t = sum(float(moved[family].sum()) for family, _ in hauls)
    fees = np.array([one.fee_eur_t for one in instance.outlets], dtype=float)
    handling = np.array([one.handling_eur_t for one in instance.platforms], dtype=float)
    virgin, into = program.columns[Columns.VIRGIN], _key(program, Columns.INTO, "platform")
    waiting = sum(
        float(moved[family] @ program.eur[program.columns[family].slice])
        for family in (Columns.HOLD, Columns.STOCK)
    )
    parts = {
        "transport_eur": costs.eur_per_tkm * tkm,
        "loading_eur": costs.loading_eur_t * loaded_t,
        "fees_eur": float(fees @ to_outlet),
        "handling_eur": float(moved[Columns.INTO] @ handling[into]),
        "holding_eur": waiting,
        "virgin_eur": float(moved[Columns.VIRGIN] @ program.eur[virgin.slice]),
        "unserved_eur": costs.unserved_eur_t * float(moved[Columns.UNSERVED].sum()),
    }
    reuse = np.array([one.kind.is_reuse for one in instance.outlets], dtype=float)
    landfill = np.array([one.kind.is_landfill for one in instance.outlets], dtype=float)
    return Totals(
        total_cost_eur=sum(parts.values()),
        tkm=tkm,
        kgco2e=costs.kgco2e_per_tkm * tkm,
        reused_t=float(reuse @ to_outlet),
        unserved_t=float(moved[Columns.UNSERVED].sum()),
        dug_t=float(program.arrays.supply_t.sum()),
        served_t=float(to_outlet.sum()),
        landfill_t=float(landfill @ to_outlet),
        virgin_t=float(moved[Columns.VIRGIN].sum()),
        virgin_kgco2e=float(moved[Columns.VIRGIN] @ program.kg[virgin.slice]),
        **parts,
    )


def _received(program: Program, moved: Mapping[Columns, Floats]) -> Floats:
    found = np.zeros(len(program.instance.outlets))
    for family in (Columns.SHIP, Columns.OUT):
        np.add.at(found, _key(program, family, "outlet"), moved[family])
    return found


def _key(program: Program, family: Columns, name: str) -> Ints:
    found: Ints = program.columns[family].keys[name].astype(np.int64)
    return found
