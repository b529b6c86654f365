"""What the planner needs to know: lots of soil, outlets, platforms, sites, costs.

Periods are whole numbers from 0; windows `opens..closes` include both ends; tonnes are at or
above zero. Nothing here is read from a file: see `reading.py` for the JSON form and its faults.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from essor.engines.terres.vocabulary import EVERY_CLASS, OutletKind, PlaceKind, Provenance

# One number for every period, one per period, or None for « no limit ».
PerPeriod = float | tuple[float, ...] | None


def at_period(value: PerPeriod, period: int) -> float | None:
    """The limit of one period; None when there is no limit."""
    if isinstance(value, tuple):
        return value[period] if period < len(value) else 0.0
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """Soil of one class dug on one site over consecutive periods.

    tonnes_per_period : from `first_period`; max_wait_periods : periods a tonne may stay on site
    after the last excavation period of the lot; lon, lat : WGS 84 degrees
    analyses, profile : what `compatibility` judges, None when nothing was measured
    excludes : outlets forbidden to this lot whatever its class, by way of a platform too
    """

    id: str
    site: str
    soil_class: str
    first_period: int
    tonnes_per_period: tuple[float, ...]
    waste_code: str | None = None
    max_wait_periods: int = 0
    lon: float | None = None
    lat: float | None = None
    analyses: Mapping[str, object] | None = None
    indivisible: bool = False
    profile: Mapping[str, object] | None = None
    excludes: tuple[str, ...] = ()

    @property
    def total_t(self) -> float:
        """Tonnes of the lot."""
        return float(sum(self.tonnes_per_period))

    @property
    def last_period(self) -> int:
        """Last period when a tonne of the lot may leave its site."""
        return self.first_period + len(self.tonnes_per_period) - 1 + self.max_wait_periods


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """A place that takes soil for good.

    fee_eur_t : paid at the gate, negative when the receiver pays
    capacity_t_per_period, capacity_t : limits, None when there is none
    need_t : tonnes the receiver needs over the whole horizon; virgin_eur_t is the price of the
    quarry material bought instead, None when the need must be met with excavated soil
    virgin_kgco2e_t : emissions of that material, kgCO2e per tonne
    min_dispatch_t : least tonnes once the outlet is used; fixed_fee_eur : paid once if used
    sheet : acceptance sheet judged by `compatibility`
    """

    id: str
    kind: OutletKind
    fee_eur_t: float = 0.0
    accepts: tuple[str, ...] = (EVERY_CLASS,)
    lon: float | None = None
    lat: float | None = None
    capacity_t_per_period: PerPeriod = None
    capacity_t: float | None = None
    need_t: float | None = None
    opens: int = 0
    closes: int | None = None
    virgin_eur_t: float | None = None
    virgin_kgco2e_t: float = 0.0
    min_dispatch_t: float | None = None
    fixed_fee_eur: float = 0.0
    sheet: Mapping[str, object] | None = None

    def takes(self, soil_class: str) -> bool:
        """Whether the outlet takes a class of soil."""
        return EVERY_CLASS in self.accepts or soil_class in self.accepts


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """A place where soil waits, its classes apart, before it goes to an outlet.

    stock_capacity_t : all classes together, at the end of a period; the platform is empty at
    the end of `closes`; throughput_t_per_period : tonnes received in a period
    handling_eur_t : per tonne received; holding_eur_t_period : per tonne in stock at the end of
    a period; fixed_fee_eur : paid once if the platform is used
    """

    id: str
    accepts: tuple[str, ...] = (EVERY_CLASS,)
    lon: float | None = None
    lat: float | None = None
    stock_capacity_t: float | None = None
    stock_capacity_t_by_class: Mapping[str, float] | None = None
    throughput_t_per_period: float | None = None
    handling_eur_t: float = 0.0
    holding_eur_t_period: float = 0.0
    opens: int = 0
    closes: int | None = None
    fixed_fee_eur: float = 0.0

    def takes(self, soil_class: str) -> bool:
        """Whether the platform takes a class of soil."""
        return EVERY_CLASS in self.accepts or soil_class in self.accepts


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A building site; trucks_t_per_period limits the tonnes that leave it in a period."""

    id: str
    trucks_t_per_period: PerPeriod = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A compatible pair and its distance: lot to outlet, lot to platform, platform to outlet."""

    km: float
    lot: str | None = None
    platform: str | None = None
    outlet: str | None = None
    minutes: float | None = None
    provenance: str = Provenance.DONNEE

    @property
    def origin_kind(self) -> PlaceKind:
        """What the flow leaves."""
        return PlaceKind.PLATFORM if self.lot is None else PlaceKind.LOT

    @property
    def origin_id(self) -> str:
        """Where the flow starts."""
        return str(self.platform if self.lot is None else self.lot)

    @property
    def destination_kind(self) -> PlaceKind:
        """What the flow reaches."""
        return PlaceKind.PLATFORM if self.outlet is None else PlaceKind.OUTLET

    @property
    def destination_id(self) -> str:
        """Where the flow ends."""
        return str(self.platform if self.outlet is None else self.outlet)


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """Prices and factors common to the whole instance.

    detour, access_km : road distance = detour × great-circle distance + access_km
    """

    eur_per_tkm: float
    loading_eur_t: float
    holding_eur_t_period: float
    unserved_eur_t: float
    kgco2e_per_tkm: float
    detour: float
    access_km: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """One planning question.

    pairs : the only compatible pairs, with their distances; None lets classes, analyses and
    coordinates decide
    """

    periods: int
    lots: tuple[Lot, ...]
    outlets: tuple[Outlet, ...]
    costs: Costs
    platforms: tuple[Platform, ...] = ()
    sites: tuple[Site, ...] = ()
    pairs: tuple[Pair, ...] | None = None
    period_days: int = 7
    starts_on: date | None = None

    @property
    def total_t(self) -> float:
        """Tonnes dug over the horizon."""
        return float(sum(lot.total_t for lot in self.lots))

    def last_period(self, lot: Lot) -> int:
        """Last period when a tonne of the lot may leave, within the horizon."""
        return min(lot.last_period, self.periods - 1)

    def window(self, place: Outlet | Platform) -> tuple[int, int]:
        """First and last period a place is open, both included, within the horizon."""
        closes = self.periods - 1 if place.closes is None else place.closes
        return place.opens, min(closes, self.periods - 1)
