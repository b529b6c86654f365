"""What a computed plan of soils says, with no database behind: places, flows, totals by week."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from essor.engines.terres.vocabulary import OutletKind, kind_of
from essor.foundations.french import format_date
from essor.reports.plan_terres.kinds import PlaceNature, nature_of

Json = Mapping[str, Any]
KG = 1000.0
NOTHING_T = 0.0005
SHORT_MONTHS = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.",
                "oct.", "nov.", "déc.")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A site, an outlet or a platform; lon, lat are None when nobody placed it."""

    key: str
    name: str
    nature: PlaceNature
    kind_label: str
    lon: float | None = None
    lat: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowRow:
    """Tonnes of one lot (or of one class, out of a platform) on one way in one period."""

    period: int
    origin: Place
    destination: Place
    lot: str
    lot_name: str
    soil_class: str
    tonnes: float
    km: float

    @property
    def tkm(self) -> float:
        """Tonne-kilometres."""
        return self.tonnes * self.km

    @property
    def way(self) -> tuple[str, str]:
        """Both ends, by their codes."""
        return self.origin.key, self.destination.key


@dataclass(frozen=True, kw_only=True)
class PlanSheet:
    """A plan of soils and one of its computations.

    instance : in the documented JSON form ; results : decoded results of the computation
    names : how people call each code, by kind: « lot:C1 » ; edited_on : day of the computation
    left_out : what could not enter the plan, in sentences
    """

    titre: str
    notice: str
    territoire: str
    is_demonstration: bool
    numero: int
    nature: str
    objectif: str
    options: Json
    seed: int
    engine_version: str
    instance_on: dt.date
    instance: Json
    instance_sha256: str
    names: Mapping[str, str]
    results: Json
    sha256: str
    is_verified: bool
    edited_on: dt.date
    left_out: tuple[str, ...] = ()

    @property
    def plan(self) -> Json | None:
        """The plan found, None when the computation gives none."""
        found: Json | None = self.results.get("plan")
        return found

    @property
    def totals(self) -> Json:
        """Sums of the plan."""
        found: Json = (self.plan or {}).get("totals", {})
        return found

    @property
    def periods(self) -> int:
        """Number of periods."""
        return int(self.instance["periods"])

    @property
    def period_days(self) -> int:
        """Days of a period."""
        return int(self.instance.get("period_days") or 7)

    @property
    def starts_on(self) -> dt.date | None:
        """First day of the first period."""
        said = self.instance.get("starts_on")
        return dt.date.fromisoformat(said) if said else None

    @cached_property
    def starts(self) -> tuple[str, ...]:
        """Short name of each period: « 4 janv. », « P3 » when no day is known."""
        return tuple(self._start(period) for period in range(self.periods))

    @cached_property
    def sites(self) -> dict[str, Place]:
        """Sites by code, placed where their lots are."""
        found: dict[str, Place] = {}
        for lot in self.instance["lots"]:
            code = str(lot["site"])
            if code not in found or found[code].lon is None:
                found[code] = Place(
                    key=code,
                    name=self.place_name("site", code),
                    nature=PlaceNature.CHANTIER,
                    kind_label=PlaceNature.CHANTIER.label,
                    lon=lot.get("lon"),
                    lat=lot.get("lat"),
                )
        return found

    @cached_property
    def lots(self) -> dict[str, Json]:
        """Lots of the instance by code."""
        return {str(lot["id"]): lot for lot in self.instance["lots"]}

    @cached_property
    def outlets(self) -> dict[str, Json]:
        """Outlets of the instance by code."""
        return {str(one["id"]): one for one in self.instance["outlets"]}

    @cached_property
    def places(self) -> dict[tuple[str, str], Place]:
        """Platforms and outlets by kind of end and code; both may bear the same code."""
        found: dict[tuple[str, str], Place] = {}
        for row in self.instance.get("platforms") or ():
            found["platform", str(row["id"])] = self._place(
                "platform", row, PlaceNature.PLATEFORME, PlaceNature.PLATEFORME.label
            )
        for row in self.instance["outlets"]:
            kind = kind_of(str(row["kind"])) or OutletKind.AUTRE
            found["outlet", str(row["id"])] = self._place(
                "outlet", row, nature_of(kind), kind.label
            )
        return found

    @cached_property
    def flows(self) -> tuple[FlowRow, ...]:
        """Every flow, in order of period, site, destination, lot."""
        rows = [self._flow(one) for one in (self.plan or {}).get("flows", ())]
        kept = [one for one in rows if one.tonnes > NOTHING_T]
        return tuple(
            sorted(
                kept,
                key=lambda one: (one.period, one.origin.name, one.destination.name, one.lot),
            )
        )

    def place_name(self, kind: str, code: str) -> str:
        """Return how people call a code; the code itself when nobody said.

        kind : « lot », « site », « outlet » or « platform »: two kinds may bear the same code
        """
        return self.names.get(f"{kind}:{code}") or code

    def named(self, sentence: str) -> str:
        """Return a sentence of the engine with names in the place of its codes in guillemets."""
        found = sentence
        for key, name in self.names.items():
            code = key.partition(":")[2]
            found = found.replace(f"«\u00a0{code}\u00a0»", f"«\u00a0{name}\u00a0»")
        return found

    def lot_name(self, code: str) -> str:
        """Return how people call a lot."""
        return self.place_name("lot", code)

    def days(self, period: int) -> str:
        """Return the days of a period in words: « du 4 janvier 2027 au 10 janvier 2027 »."""
        start = self.starts_on
        if start is None:
            return f"période {period + 1}"
        first = start + dt.timedelta(days=period * self.period_days)
        last = first + dt.timedelta(days=self.period_days - 1)
        return f"du {format_date(first)} au {format_date(last)}"

    def flows_in(self, period: int | None) -> tuple[FlowRow, ...]:
        """Return the flows of a period, all of them when it is None."""
        return tuple(one for one in self.flows if period is None or one.period == period)

    def ways(self, period: int | None = None) -> list[tuple[Place, Place, float, float]]:
        """Return each way with its tonnes and tonne-kilometres, heaviest first."""
        sums: dict[tuple[Place, Place], list[float]] = defaultdict(lambda: [0.0, 0.0])
        for one in self.flows_in(period):
            sums[one.origin, one.destination][0] += one.tonnes
            sums[one.origin, one.destination][1] += one.tkm
        rows = [(a, b, tonnes, tkm) for (a, b), (tonnes, tkm) in sums.items()]
        return sorted(rows, key=lambda row: (-row[2], row[0].name, row[1].name))

    def dug(self, period: int) -> float:
        """Tonnes dug in a period, over all lots."""
        return sum(_dug(lot, period) for lot in self.instance["lots"])

    def stock(self, period: int) -> float:
        """Tonnes that wait at the end of a period, on sites and platforms."""
        stocks = (self.plan or {}).get("stocks", ())
        return sum(float(one["tonnes"]) for one in stocks if one["period"] == period)

    def _start(self, period: int) -> str:
        start = self.starts_on
        if start is None:
            return f"P{period + 1}"
        day = start + dt.timedelta(days=period * self.period_days)
        return f"{day.day} {SHORT_MONTHS[day.month - 1]}"

    def _place(self, kind: str, row: Json, nature: PlaceNature, label: str) -> Place:
        key = str(row["id"])
        return Place(
            key=key,
            name=self.place_name(kind, key),
            nature=nature,
            kind_label=label,
            lon=row.get("lon"),
            lat=row.get("lat"),
        )

    def _flow(self, one: Json) -> FlowRow:
        lot = one.get("lot")
        if one.get("origin_kind") == "platform":
            origin = self.places["platform", str(one["origin_id"])]
        else:
            origin = self.sites[str(self.lots[str(one["origin_id"])]["site"])]
        return FlowRow(
            period=int(one["period"]),
            origin=origin,
            destination=self.places[
                str(one.get("destination_kind", "outlet")), str(one["destination_id"])
            ],
            lot="" if lot is None else str(lot),
            lot_name="" if lot is None else self.lot_name(str(lot)),
            soil_class=plain_class(str(one.get("soil_class") or "")),
            tonnes=float(one["tonnes"]),
            km=float(one["km"]),
        )


def plain_class(name: str) -> str:
    """Return a class as people say it: « inerte#2 » is inert soil that some outlets refuse."""
    return name.partition("#")[0]


def located(places: Iterable[Place]) -> Iterator[Place]:
    """Yield the places that can be drawn."""
    for one in places:
        if one.lon is not None and one.lat is not None:
            yield one


def _dug(lot: Json, period: int) -> float:
    rank = period - int(lot["first_period"])
    tonnes = lot["tonnes_per_period"]
    return float(tonnes[rank]) if 0 <= rank < len(tonnes) else 0.0
