"""The rules a plan must respect and what it costs, from its flows alone."""

from collections import defaultdict
from collections.abc import Iterator

from essor.engines.terres.inputs import Instance, Lot, at_period
from essor.engines.terres.planning.pairs import PairTable
from essor.engines.terres.results import Flow, Plan
from essor.engines.terres.vocabulary import Objective, PlaceKind

SLACK_T = 1e-6


def is_more(amount: float, limit: float | None) -> bool:
    """Whether an amount is above a limit, but for rounding."""
    return limit is not None and amount > limit + SLACK_T * max(1.0, abs(limit))


class FlowCheck:
    """Adds the flows up by place and period, then holds every sum against its rule."""

    def __init__(self, instance: Instance, plan: Plan, pairs: PairTable) -> None:
        self.instance, self.plan = instance, plan
        self.lots = {lot.id: lot for lot in instance.lots}
        self.outlets = {outlet.id: outlet for outlet in instance.outlets}
        self.platforms = {platform.id: platform for platform in instance.platforms}
        self.km = self._lengths(pairs)
        self.left: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
        self.received: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
        self.entered: dict[tuple[str, str], dict[int, float]] = defaultdict(
            lambda: defaultdict(float)
        )
        self.went_out: dict[tuple[str, str], dict[int, float]] = defaultdict(
            lambda: defaultdict(float)
        )
        for flow in plan.flows:
            self._add(flow)

    def _lengths(self, pairs: PairTable) -> dict[tuple[str, ...], float]:
        """Distance of every admissible pair: (lot, outlet), (lot, platform), (bay, outlet)."""
        one = self.instance
        found: dict[tuple[str, ...], float] = {}
        for lot, outlet, km in _rows(pairs.ship_lot, pairs.ship_outlet, pairs.ship_km):
            found["outlet", one.lots[int(lot)].id, one.outlets[int(outlet)].id] = km
        for lot, platform, km in _rows(pairs.into_lot, pairs.into_platform, pairs.into_km):
            found["platform", one.lots[int(lot)].id, one.platforms[int(platform)].id] = km
        for platform, group, outlet, km in _rows(
            pairs.out_platform, pairs.out_group, pairs.out_outlet, pairs.out_km
        ):
            ends = one.platforms[int(platform)].id, one.outlets[int(outlet)].id
            found["out", *ends, pairs.group_class[int(group)]] = km
        return found

    def _add(self, flow: Flow) -> None:
        if flow.lot is not None:
            self.left[flow.lot][flow.period] += flow.tonnes
        if flow.destination_kind is PlaceKind.PLATFORM:
            key = flow.destination_id, flow.soil_class
            self.entered[key][flow.period] += flow.tonnes
        else:
            self.received[flow.destination_id][flow.period] += flow.tonnes
        if flow.origin_kind is PlaceKind.PLATFORM:
            self.went_out[flow.origin_id, flow.soil_class][flow.period] += flow.tonnes

    def faults(self) -> Iterator[str]:
        """Every rule broken, in French."""
        for flow in self.plan.flows:
            yield from self._flow_faults(flow)
        for lot in self.instance.lots:
            yield from self._lot_faults(lot)
        yield from self._outlet_faults()
        yield from self._platform_faults()
        yield from self._site_faults()
        yield from self._stock_faults()

    def _flow_faults(self, flow: Flow) -> Iterator[str]:
        said = f"{flow.origin_id} → {flow.destination_id}, période {flow.period}"
        if not flow.tonnes >= 0:
            yield f"{said} : le tonnage est négatif"
        if flow.origin_kind is PlaceKind.PLATFORM:
            key: tuple[str, ...] = ("out", flow.origin_id, flow.destination_id, flow.soil_class)
        else:
            key = (flow.destination_kind.value, flow.origin_id, flow.destination_id)
            lot = self.lots.get(flow.origin_id)
            if lot is None or lot.soil_class != flow.soil_class or flow.lot != lot.id:
                yield f"{said} : le lot ou sa classe ne sont pas ceux de l'instance"
        if key not in self.km:
            yield f"{said} : la paire n'est pas admissible"
        elif abs(self.km[key] - flow.km) > SLACK_T * max(1.0, flow.km):
            yield f"{said} : la distance n'est pas celle de l'instance"
        for place in (
            self.platforms.get(flow.origin_id) if key[0] == "out" else None,
            self.platforms.get(flow.destination_id) if key[0] == "platform" else None,
            self.outlets.get(flow.destination_id) if key[0] != "platform" else None,
        ):
            if place is not None:
                opens, closes = self.instance.window(place)
                if not opens <= flow.period <= closes:
                    yield f"{said} : {place.id} est fermé"

    def _lot_faults(self, lot: Lot) -> Iterator[str]:
        """Nothing leaves before it is dug nor after its wait; what is left is said unserved."""
        dug = gone = 0.0
        for period in range(self.instance.periods):
            rank = period - lot.first_period
            dug += lot.tonnes_per_period[rank] if 0 <= rank < len(lot.tonnes_per_period) else 0.0
            moved = self.left[lot.id].get(period, 0.0)
            gone += moved
            if moved and not lot.first_period <= period <= self.instance.last_period(lot):
                yield f"lot {lot.id}, période {period} : départ hors de la fenêtre du lot"
            if is_more(gone, dug):
                yield f"lot {lot.id}, période {period} : {gone:.6f} t parties, {dug:.6f} t excavées"
        missing = lot.total_t - gone
        if abs(missing - self.plan.unserved.get(lot.id, 0.0)) > SLACK_T * max(1.0, lot.total_t):
            yield f"lot {lot.id} : {missing:.6f} t ne partent pas, le plan dit autrement"

    def _outlet_faults(self) -> Iterator[str]:
        for outlet in self.instance.outlets:
            received, total = self.received[outlet.id], sum(self.received[outlet.id].values())
            for period, amount in received.items():
                if is_more(amount, at_period(outlet.capacity_t_per_period, period)):
                    yield f"exutoire {outlet.id}, période {period} : capacité dépassée"
            if is_more(total, outlet.capacity_t):
                yield f"exutoire {outlet.id} : capacité totale dépassée"
            bought = self.plan.virgin.get(outlet.id, 0.0)
            if bought and outlet.virgin_eur_t is None:
                yield f"exutoire {outlet.id} : matériau neuf acheté sans prix"
            if is_more(outlet.need_t or 0.0, total + bought):
                yield f"exutoire {outlet.id} : besoin non couvert"

    def platform_stocks(self) -> dict[tuple[str, str], list[float]]:
        """Stock at the end of every period, by platform and class."""
        found: dict[tuple[str, str], list[float]] = {}
        for key in {*self.entered, *self.went_out}:
            stock, found[key] = 0.0, []
            for period in range(self.instance.periods):
                stock += self.entered[key].get(period, 0.0) - self.went_out[key].get(period, 0.0)
                found[key].append(stock)
        return found

    def _platform_faults(self) -> Iterator[str]:
        stocks = self.platform_stocks()
        for platform in self.instance.platforms:
            mine = {name: rows for (place, name), rows in stocks.items() if place == platform.id}
            _, closes = self.instance.window(platform)
            for period in range(self.instance.periods):
                said = f"plateforme {platform.id}, période {period}"
                levels = {name: rows[period] for name, rows in mine.items()}
                if min(levels.values(), default=0.0) < -SLACK_T:
                    yield f"{said} : il sort plus qu'il n'est entré"
                if is_more(sum(levels.values()), platform.stock_capacity_t):
                    yield f"{said} : stock au-delà de la capacité"
                for name, limit in (platform.stock_capacity_t_by_class or {}).items():
                    if is_more(levels.get(name, 0.0), limit):
                        yield f"{said} : stock de la classe {name} au-delà de sa capacité"
                if period >= closes and is_more(sum(levels.values()), 0.0):
                    yield f"{said} : la plateforme n'est pas vide à sa fermeture"
                entered = sum(self.entered[platform.id, name].get(period, 0.0) for name in mine)
                if is_more(entered, platform.throughput_t_per_period):
                    yield f"{said} : entrées au-delà du débit"

    def _site_faults(self) -> Iterator[str]:
        for site in self.instance.sites:
            mine = [lot.id for lot in self.instance.lots if lot.site == site.id]
            for period in range(self.instance.periods):
                moved = sum(self.left[lot].get(period, 0.0) for lot in mine)
                if is_more(moved, at_period(site.trucks_t_per_period, period)):
                    yield f"chantier {site.id}, période {period} : camions dépassés"

    def waiting(self, lot: Lot) -> Iterator[tuple[int, float]]:
        """Tonnes of a lot on site at the end of the periods before its last."""
        stock = 0.0
        for period in range(lot.first_period, self.instance.last_period(lot)):
            rank = period - lot.first_period
            stock += lot.tonnes_per_period[rank] if rank < len(lot.tonnes_per_period) else 0.0
            stock -= self.left[lot.id].get(period, 0.0)
            yield period, stock

    def _stock_faults(self) -> Iterator[str]:
        claimed = {
            (one.place_kind, one.lot or one.place_id, one.soil_class, one.period): one.tonnes
            for one in self.plan.stocks
        }
        found = {
            (PlaceKind.LOT, lot.id, lot.soil_class, period): stock
            for lot in self.instance.lots
            for period, stock in self.waiting(lot)
        }
        for (platform, name), rows in self.platform_stocks().items():
            for period, stock in enumerate(rows):
                found[PlaceKind.PLATFORM, platform, name, period] = stock
        for key in {*claimed, *found}:
            gap = abs(claimed.get(key, 0.0) - found.get(key, 0.0))
            if gap > SLACK_T * max(1.0, abs(found.get(key, 0.0))):
                yield f"stock {key[1]}, période {key[3]} : le plan dit autre chose que ses flux"

    # What it costs

    def totals(self) -> dict[str, float]:
        """The sums of the plan, from the flows and the prices."""
        tkm = sum(flow.tonnes * flow.km for flow in self.plan.flows)
        reused = sum(
            sum(self.received[one.id].values())
            for one in self.instance.outlets
            if one.kind.is_reuse
        )
        fixed = self.plan.totals.fixed_eur
        return {
            "tkm": tkm,
            "kgco2e": tkm * self.instance.costs.kgco2e_per_tkm,
            "reused_t": reused,
            "unserved_t": sum(self.plan.unserved.values()),
            "total_cost_eur": self.cost_eur() + fixed,
            "virgin_kgco2e": self.virgin_kg(),
        }

    def cost_eur(self) -> float:
        """Cost of the plan without fixed fees."""
        costs, total = self.instance.costs, 0.0
        for flow in self.plan.flows:
            price = costs.loading_eur_t + costs.eur_per_tkm * flow.km
            if flow.destination_kind is PlaceKind.PLATFORM:
                platform = self.platforms.get(flow.destination_id)
                price += platform.handling_eur_t if platform else 0.0
            else:
                outlet = self.outlets.get(flow.destination_id)
                price += outlet.fee_eur_t if outlet else 0.0
            total += flow.tonnes * price
        for lot in self.instance.lots:
            total += costs.holding_eur_t_period * sum(stock for _, stock in self.waiting(lot))
        for (platform_id, _), rows in self.platform_stocks().items():
            if platform_id in self.platforms:
                total += self.platforms[platform_id].holding_eur_t_period * sum(rows)
        for outlet_id, bought in self.plan.virgin.items():
            outlet = self.outlets.get(outlet_id)
            total += bought * ((outlet.virgin_eur_t if outlet else None) or 0.0)
        return total + costs.unserved_eur_t * sum(self.plan.unserved.values())

    def virgin_kg(self) -> float:
        """Emissions of the quarry material bought."""
        return sum(
            bought * self.outlets[one].virgin_kgco2e_t
            for one, bought in self.plan.virgin.items()
            if one in self.outlets
        )

    def amount(self, objective: Objective, unserved_price: float) -> float:
        """The plan in the unit of the objective."""
        if objective is Objective.COUT:
            return self.cost_eur()
        left = unserved_price * sum(self.plan.unserved.values())
        return self.totals()["kgco2e"] + self.virgin_kg() + left


def _rows(*columns: object) -> Iterator[tuple[float, ...]]:
    return zip(*(column.tolist() for column in columns), strict=True)  # type: ignore[attr-defined]
