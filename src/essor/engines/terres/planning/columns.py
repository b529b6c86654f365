"""The columns of the linear program: flows, stocks, tonnes left over, quarry material."""

import numpy as np
from numpy.typing import NDArray

from essor.engines.terres.inputs import Instance
from essor.engines.terres.planning.arrays import Arrays, Windows, spans
from essor.engines.terres.planning.blocks import Block, Columns
from essor.engines.terres.planning.pairs import Floats, Ints, PairTable


class ColumnLayer:
    """Lays the columns one family after the other, with their EUR and kgCO2e per tonne."""

    def __init__(self, instance: Instance, pairs: PairTable, arrays: Arrays) -> None:
        self.instance, self.pairs, self.arrays = instance, pairs, arrays
        self.blocks: dict[Columns, Block] = {}
        self.eur: list[Floats] = []
        self.kg: list[Floats] = []
        self.size = 0

    def _lay(self, family: Columns, eur: Floats, kg: Floats, **keys: NDArray[np.generic]) -> None:
        self.blocks[family] = Block(start=self.size, size=len(eur), keys=keys)
        self.eur.append(eur)
        self.kg.append(kg)
        self.size += len(eur)

    def add_columns(self) -> None:
        """Flows, stocks, tonnes left over, quarry material."""
        self._add_ships()
        self._add_into()
        self._add_out()
        self._add_waiting()
        instance = self.instance
        lots = np.arange(len(instance.lots))
        self._lay(
            Columns.UNSERVED,
            np.full(len(lots), instance.costs.unserved_eur_t),
            np.zeros(len(lots)),
            lot=lots,
        )
        buyers = [
            (row, outlet.virgin_eur_t, outlet.virgin_kgco2e_t)
            for row, outlet in enumerate(instance.outlets)
            if outlet.need_t and outlet.virgin_eur_t is not None
        ]
        table = np.array(buyers, dtype=float).reshape(-1, 3)
        self._lay(Columns.VIRGIN, table[:, 1], table[:, 2], outlet=table[:, 0].astype(np.int64))

    def _haul(self, km: Floats) -> tuple[Floats, Floats]:
        costs = self.instance.costs
        return costs.loading_eur_t + costs.eur_per_tkm * km, costs.kgco2e_per_tkm * km

    def _add_ships(self) -> None:
        pairs, arrays = self.pairs, self.arrays
        lot, outlet = pairs.ship_lot, pairs.ship_outlet
        pair, period = spans(
            np.maximum(arrays.lots.first[lot], arrays.outlet_open[outlet]),
            np.minimum(arrays.lots.last[lot], arrays.outlet_close[outlet]),
        )
        eur, kg = self._haul(pairs.ship_km)
        eur = eur + self._fees()[outlet]
        keys = {"pair": pair, "lot": lot[pair], "outlet": outlet[pair], "period": period}
        self._lay(Columns.SHIP, eur[pair], kg[pair], **keys)

    def _fees(self) -> Floats:
        return np.array([outlet.fee_eur_t for outlet in self.instance.outlets], dtype=float)

    def _add_into(self) -> None:
        pairs, arrays = self.pairs, self.arrays
        lot, platform = pairs.into_lot, pairs.into_platform
        pair, period = spans(
            np.maximum(arrays.lots.first[lot], arrays.platform_open[platform]),
            np.minimum(arrays.lots.last[lot], arrays.platform_close[platform]),
        )
        eur, kg = self._haul(pairs.into_km)
        handling = np.array([p.handling_eur_t for p in self.instance.platforms], dtype=float)
        eur = eur + handling[platform]
        keys = {"pair": pair, "lot": lot[pair], "platform": platform[pair], "period": period}
        keys["bay"] = self._bay(platform, pairs.lot_group[lot])[pair]
        self._lay(Columns.INTO, eur[pair], kg[pair], **keys)

    def _bay(self, platform: Ints, group: Ints) -> Ints:
        """Number of the bay of a platform and a group; -1 where nothing may enter."""
        arrays, groups = self.arrays, len(self.pairs.group_class)
        table = np.full(len(self.instance.platforms) * max(groups, 1), -1, dtype=np.int64)
        table[arrays.bay_platform * groups + arrays.bay_group] = np.arange(len(arrays.bay_group))
        found: Ints = table[platform * groups + group]
        return found

    def _add_out(self) -> None:
        pairs, arrays = self.pairs, self.arrays
        platform, outlet = pairs.out_platform, pairs.out_outlet
        pair, period = spans(
            np.maximum(arrays.platform_open[platform], arrays.outlet_open[outlet]),
            np.minimum(arrays.platform_close[platform], arrays.outlet_close[outlet]),
        )
        eur, kg = self._haul(pairs.out_km)
        eur = eur + self._fees()[outlet]
        keys = {"pair": pair, "platform": platform[pair], "group": pairs.out_group[pair]}
        keys |= {"outlet": outlet[pair], "period": period}
        keys["bay"] = self._bay(platform, pairs.out_group)[pair]
        self._lay(Columns.OUT, eur[pair], kg[pair], **keys)

    def _add_waiting(self) -> None:
        """Stock at the end of every period but the last of a window."""
        arrays = self.arrays
        on_site = _but_last(arrays.lots)
        cost = np.full(len(on_site), self.instance.costs.holding_eur_t_period)
        keys = {"lot": arrays.lots.owner[on_site], "period": arrays.lots.period[on_site]}
        self._lay(Columns.HOLD, cost, np.zeros(len(on_site)), **keys)
        in_bay = _but_last(arrays.bays)
        bay = arrays.bays.owner[in_bay]
        holding = np.array([p.holding_eur_t_period for p in self.instance.platforms], dtype=float)
        keys = {"bay": bay, "platform": arrays.bay_platform[bay], "group": arrays.bay_group[bay]}
        keys["period"] = arrays.bays.period[in_bay]
        self._lay(Columns.STOCK, holding[keys["platform"]], np.zeros(len(in_bay)), **keys)


def _but_last(windows: Windows) -> Ints:
    """Nodes of every window, its last period left out."""
    return np.flatnonzero(windows.period < windows.last[windows.owner])
