"""Read an instance from decoded JSON; every fault at once, in French, with its path.

The form is described in `docs/schemas/terres.schema.json` and in `docs/methodes/terres-plan.md`.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from essor.engines.terres.inputs import Costs, Instance, Lot, Outlet, Platform, Site
from essor.engines.terres.json_fields import TermReader
from essor.engines.terres.reading_pairs import read_pairs
from essor.engines.terres.vocabulary import EVERY_CLASS, OutletKind, kind_of
from essor.foundations.errors import FaultGatherer, Place, UserFault

Term = TypeVar("Term", Lot, Outlet, Platform, Site)
MAX_PERIODS = 10_000


def read_instance(data: object, *, defaults: Costs | None = None) -> Instance:
    """Build an instance from decoded JSON.

    defaults : costs taken when the file is silent; None makes the five prices compulsory
    Raises UserFault with every fault: missing or unknown field, negative number, NaN, missing
    coordinates without pairs, duplicate or unknown identifier, empty window.
    """
    if not isinstance(data, Mapping):
        raise UserFault.single(
            "l'instance n'est pas un groupe de champs",
            value=str(data),
            expected="{periods, lots, outlets, costs…}",
        )
    top = TermReader({str(key): value for key, value in data.items()})
    periods = top.whole("periods", least=1, is_required=True) or 0
    if periods > MAX_PERIODS:
        top.refuse("periods", "il y a trop de périodes", periods, f"{MAX_PERIODS} au plus")
        periods = 0
    with FaultGatherer() as faults:
        needs_points = data.get("pairs") is None
        build = _Terms(periods, needs_points=needs_points)
        lots = _terms(top, "lots", build.lot, faults, is_required=True)
        outlets = _terms(top, "outlets", build.outlet, faults, is_required=True)
        platforms = _terms(top, "platforms", build.platform, faults)
        sites = _terms(top, "sites", build.site, faults)
        costs = _costs(top, defaults, faults)
        period_days = top.whole("period_days", least=1)
        starts_on = top.day("starts_on", is_required=False)
        rows = _rows(top, "pairs", faults, is_required=False)
        pairs = None
        if rows is not None:
            pairs = read_pairs(rows, lots=lots, outlets=outlets, platforms=platforms, faults=faults)
        _check_exclusions(lots, outlets, faults)
        with faults.catching():
            top.close()
    return Instance(
        periods=periods,
        lots=lots,
        outlets=outlets,
        platforms=platforms,
        sites=sites,
        pairs=pairs,
        costs=costs,
        period_days=7 if period_days is None else period_days,
        starts_on=starts_on,
    )


def _rows(
    top: TermReader, name: str, faults: FaultGatherer, *, is_required: bool
) -> Sequence[object] | None:
    found = top.take(name)
    if found is None and not is_required:
        return None
    if isinstance(found, list) and (found or not is_required):
        return found
    faults.add_message(
        "la liste manque" if not found else "le champ n'est pas une liste",
        place=Place(field=name),
        expected="[{…}, …]",
        code="champ",
    )
    return None


def _terms(
    top: TermReader,
    name: str,
    build: Callable[[TermReader], Term],
    faults: FaultGatherer,
    *,
    is_required: bool = False,
) -> tuple[Term, ...]:
    found: list[Term] = []
    seen: set[str] = set()
    for rank, row in enumerate(_rows(top, name, faults, is_required=is_required) or ()):
        path = f"{name}[{rank}]"
        if not isinstance(row, Mapping):
            faults.add_message(
                "l'élément n'est pas un groupe de champs",
                place=Place(field=path),
                value=str(row),
                expected="{id…}",
                code="champ",
            )
            continue
        reader = TermReader(row, path=f"{path}.")
        term = build(reader)
        if term.id in seen:
            reader.refuse("id", "l'identifiant est déjà pris", term.id, "un identifiant par ligne")
        seen.add(term.id)
        with faults.catching():
            reader.close()
        found.append(term)
    return tuple(found)


class _Terms:
    """Builds one lot, outlet, platform or site; faults stay in the reader."""

    def __init__(self, periods: int, *, needs_points: bool) -> None:
        self.periods, self.needs_points = periods, needs_points

    def lot(self, reader: TermReader) -> Lot:
        first = reader.whole("first_period", is_required=True) or 0
        tonnes = reader.amounts("tonnes_per_period")
        if self.periods and first + len(tonnes) > self.periods:
            expected = f"au plus {self.periods} périodes depuis la période 0"
            reader.refuse(
                "tonnes_per_period",
                "le lot est excavé après la dernière période",
                first + len(tonnes) - 1,
                expected,
            )
        lon, lat = reader.coordinates(is_required=self.needs_points)
        return Lot(
            id=reader.identifier("id"),
            site=reader.identifier("site", is_required=False),
            soil_class=reader.identifier("class"),
            waste_code=reader.text("waste_code", is_required=False) or None,
            first_period=first,
            tonnes_per_period=tonnes,
            max_wait_periods=reader.whole("max_wait_periods") or 0,
            lon=lon,
            lat=lat,
            analyses=reader.group("analyses"),
            indivisible=reader.flag("indivisible"),
            profile=reader.group("profile"),
            excludes=reader.names("excludes"),
        )

    def outlet(self, reader: TermReader) -> Outlet:
        lon, lat = reader.coordinates(is_required=self.needs_points)
        opens, closes = reader.window()
        return Outlet(
            id=reader.identifier("id"),
            kind=_kind(reader),
            fee_eur_t=reader.signed("fee_eur_t") or 0.0,
            accepts=self._accepts(reader),
            lon=lon,
            lat=lat,
            capacity_t_per_period=reader.per_period("capacity_t_per_period", self.periods),
            capacity_t=reader.amount("capacity_t"),
            need_t=reader.amount("need_t"),
            opens=opens,
            closes=closes,
            virgin_eur_t=reader.amount("virgin_eur_t"),
            virgin_kgco2e_t=reader.amount("virgin_kgco2e_t") or 0.0,
            min_dispatch_t=reader.amount("min_dispatch_t"),
            fixed_fee_eur=reader.amount("fixed_fee_eur") or 0.0,
            sheet=reader.group("sheet"),
        )

    def platform(self, reader: TermReader) -> Platform:
        lon, lat = reader.coordinates(is_required=self.needs_points)
        opens, closes = reader.window()
        return Platform(
            id=reader.identifier("id"),
            accepts=self._accepts(reader),
            lon=lon,
            lat=lat,
            stock_capacity_t=reader.amount("stock_capacity_t"),
            stock_capacity_t_by_class=reader.class_amounts("stock_capacity_t_by_class"),
            throughput_t_per_period=reader.amount("throughput_t_per_period"),
            handling_eur_t=reader.amount("handling_eur_t") or 0.0,
            holding_eur_t_period=reader.amount("holding_eur_t_period") or 0.0,
            opens=opens,
            closes=closes,
            fixed_fee_eur=reader.amount("fixed_fee_eur") or 0.0,
        )

    def site(self, reader: TermReader) -> Site:
        limit = reader.per_period("trucks_t_per_period", self.periods)
        return Site(id=reader.identifier("id"), trucks_t_per_period=limit)

    def _accepts(self, reader: TermReader) -> tuple[str, ...]:
        """Classes taken; compulsory unless explicit pairs already say who goes where."""
        if reader.has("accepts"):
            return reader.names("accepts")
        if self.needs_points:
            reader.refuse("accepts", "le champ manque", None, f'["classe", …] ou ["{EVERY_CLASS}"]')
        return (EVERY_CLASS,)


def _check_exclusions(
    lots: tuple[Lot, ...], outlets: tuple[Outlet, ...], faults: FaultGatherer
) -> None:
    known = {outlet.id for outlet in outlets}
    for rank, lot in enumerate(lots):
        for number, name in enumerate(lot.excludes):
            if name not in known:
                faults.add_message(
                    "cet identifiant est inconnu",
                    place=Place(field=f"lots[{rank}].excludes[{number}]"),
                    value=name,
                    expected="l'id d'un outlet",
                    code="champ",
                )


def _kind(reader: TermReader) -> OutletKind:
    text = reader.text("kind")
    kind = kind_of(text) if text else None
    if text and kind is None:
        expected = ", ".join(member.value for member in OutletKind)
        reader.refuse("kind", "ce genre d'exutoire est inconnu", text, expected)
    return kind or OutletKind.AUTRE


PRICES = (
    "eur_per_tkm",
    "loading_eur_t",
    "holding_eur_t_period",
    "unserved_eur_t",
    "kgco2e_per_tkm",
)
ROADS = {"detour": 1.0, "access_km": 0.0}  # a bare great circle when nobody said better


def _costs(top: TermReader, defaults: Costs | None, faults: FaultGatherer) -> Costs:
    data = top.mapping("costs", is_required=defaults is None) or {}
    reader = TermReader(data, path="costs.")
    found: dict[str, float] = {}
    for name in (*PRICES, *ROADS):
        fallback = ROADS.get(name) if defaults is None else float(getattr(defaults, name))
        value = reader.amount(name, is_required=fallback is None)
        found[name] = (fallback or 0.0) if value is None else value
    with faults.catching():
        reader.close()
    return Costs(**found)
