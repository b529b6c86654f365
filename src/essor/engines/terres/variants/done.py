"""What really happened, made possible: an instance corrected so that the past fits in it.

A truck slip cannot be argued with. When more left than was to be dug, the lot is larger; when an
outlet took more than it said, its capacity of that period was larger; when a pair was not
foreseen, it exists. A flow that no column can carry (a class the outlet does not take) is set
apart and its tonnes leave the lot. Every correction is told.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from essor.engines.terres.inputs import Instance, Lot, Outlet, Pair, PerPeriod, Platform, Site
from essor.engines.terres.results import Flow
from essor.engines.terres.variants.wording import TINY, quoted, tonnes
from essor.engines.terres.vocabulary import PlaceKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """kept : executed flows that the plan holds; outside : those it cannot hold."""

    instance: Instance
    kept: tuple[Flow, ...]
    outside: tuple[Flow, ...]
    sentences: tuple[str, ...]


def observed(
    instance: Instance, executed: Sequence[Flow], *, apart: Sequence[Flow] = ()
) -> Observed:
    """Correct an instance until every executed flow it can name fits in it.

    apart : executed flows known to have no place in the plan
    """
    real = [flow for flow in executed if flow.tonnes > TINY]
    kept = [flow for flow in real if flow not in apart and _is_known(instance, flow)]
    outside = [flow for flow in real if flow not in kept]
    sentences = [_outside_sentence(flow) for flow in outside]
    lots = []
    for lot in instance.lots:
        lost = sum(flow.tonnes for flow in outside if flow.origin_id == lot.id)
        mine = [flow for flow in kept if flow.origin_id == lot.id]
        found = _with_departures(_smaller(lot, lost), mine, instance.last_period(lot))
        if found.total_t > lot.total_t - lost + 1e-3:
            sentences.append(_larger_sentence(lot, found.total_t - lot.total_t + lost))
        lots.append(found)
    corrected = replace(
        instance,
        lots=tuple(lots),
        outlets=tuple(_outlet(outlet, instance, kept) for outlet in instance.outlets),
        platforms=tuple(_platform(platform, kept) for platform in instance.platforms),
        sites=tuple(_site(site, instance, kept) for site in instance.sites),
        pairs=_pairs(instance, kept),
    )
    return Observed(
        instance=corrected,
        kept=tuple(kept),
        outside=tuple(outside),
        sentences=tuple(sentences),
    )


def _is_known(instance: Instance, flow: Flow) -> bool:
    """Whether the instance has both ends, lets the class in and reaches that period."""
    lots = {lot.id: lot for lot in instance.lots}
    places: dict[str, Outlet | Platform] = {outlet.id: outlet for outlet in instance.outlets}
    places |= {platform.id: platform for platform in instance.platforms}
    place = places.get(flow.destination_id)
    if place is None or not 0 <= flow.period < instance.periods:
        return False
    if flow.origin_kind is PlaceKind.PLATFORM:
        return flow.origin_id in places and place.takes(flow.soil_class)
    lot = lots.get(flow.origin_id)
    return lot is not None and place.takes(lot.soil_class)


def _smaller(lot: Lot, lost_t: float) -> Lot:
    """The lot without tonnes that left another way, the earliest dug first."""
    left, found = lost_t, []
    for dug in lot.tonnes_per_period:
        taken = min(dug, left)
        left -= taken
        found.append(dug - taken)
    return replace(lot, tonnes_per_period=tuple(found))


def _with_departures(lot: Lot, flows: Sequence[Flow], last_period: int) -> Lot:
    """Dug early enough, and enough, for what left: later tonnes come forward, then new ones."""
    if not flows:
        return lot
    first = min(lot.first_period, *(flow.period for flow in flows))
    last = max(last_period, *(flow.period for flow in flows))
    dug = [0.0] * (lot.first_period - first) + list(lot.tonnes_per_period)
    dug += [0.0] * (last - first + 1 - len(dug))
    left = _by_period(flows)
    stock = 0.0
    for step in range(len(dug)):
        stock += dug[step] - left.get(first + step, 0.0)
        if stock < 0:
            _bring_forward(dug, step, -stock)
            stock = 0.0
    return replace(lot, first_period=first, tonnes_per_period=tuple(dug), max_wait_periods=0)


def _bring_forward(dug: list[float], step: int, missing_t: float) -> None:
    dug[step] += missing_t
    for later in range(step + 1, len(dug)):
        taken = min(dug[later], missing_t)
        dug[later] -= taken
        missing_t -= taken


def _outlet(outlet: Outlet, instance: Instance, flows: Sequence[Flow]) -> Outlet:
    mine = [flow for flow in flows if flow.destination_id == outlet.id]
    if not mine:
        return outlet
    opens, closes = instance.window(outlet)
    total = sum(flow.tonnes for flow in mine)
    room = outlet.capacity_t
    return replace(
        outlet,
        opens=min(opens, *(flow.period for flow in mine)),
        closes=max(closes, *(flow.period for flow in mine)),
        capacity_t=None if room is None else max(room, total),
        capacity_t_per_period=_raised(outlet.capacity_t_per_period, mine, instance.periods),
    )


def _platform(platform: Platform, flows: Sequence[Flow]) -> Platform:
    coming = [flow for flow in flows if flow.destination_id == platform.id]
    going = [flow for flow in flows if flow.origin_id == platform.id]
    periods = [flow.period for flow in (*coming, *going)]
    if not periods:
        return platform
    limit, closes = platform.throughput_t_per_period, platform.closes
    return replace(
        platform,
        opens=min(platform.opens, *periods),
        closes=None if closes is None else max(closes, *periods),
        throughput_t_per_period=None
        if limit is None
        else max(limit, *_by_period(coming).values(), 0.0),
    )


def _site(site: Site, instance: Instance, flows: Sequence[Flow]) -> Site:
    lots = {lot.id for lot in instance.lots if lot.site == site.id}
    mine = [flow for flow in flows if flow.origin_id in lots]
    return replace(
        site, trucks_t_per_period=_raised(site.trucks_t_per_period, mine, instance.periods)
    )


def _raised(limit: PerPeriod, flows: Sequence[Flow], periods: int) -> PerPeriod:
    """The limit, raised in the periods when more was done."""
    if limit is None:
        return None
    before = limit if isinstance(limit, tuple) else (limit,) * periods
    before += (0.0,) * (periods - len(before))
    done = _by_period(flows)
    return tuple(max(most, done.get(period, 0.0)) for period, most in enumerate(before))


def _pairs(instance: Instance, flows: Sequence[Flow]) -> tuple[Pair, ...] | None:
    """The pairs given, and those that were driven without being foreseen."""
    if instance.pairs is None:
        return None
    known = {(pair.origin_id, pair.destination_id) for pair in instance.pairs}
    found = list(instance.pairs)
    for flow in flows:
        if (flow.origin_id, flow.destination_id) not in known:
            known.add((flow.origin_id, flow.destination_id))
            found.append(_pair(flow))
    return tuple(found)


def _pair(flow: Flow) -> Pair:
    is_lot, is_outlet = (
        flow.origin_kind is PlaceKind.LOT,
        flow.destination_kind is PlaceKind.OUTLET,
    )
    return Pair(
        km=flow.km,
        lot=flow.origin_id if is_lot else None,
        outlet=flow.destination_id if is_outlet else None,
        platform=(flow.destination_id if is_lot else flow.origin_id)
        if not (is_lot and is_outlet)
        else None,
    )


def _by_period(flows: Iterable[Flow]) -> dict[int, float]:
    found: dict[int, float] = defaultdict(float)
    for flow in flows:
        found[flow.period] += flow.tonnes
    return found


def _outside_sentence(flow: Flow) -> str:
    return (
        f"{tonnes(flow.tonnes)} parties de {quoted(flow.origin_id)} vers "
        f"{quoted(flow.destination_id)} ne peuvent pas entrer dans le plan\u00a0: lieu, classe ou "
        "période que l’instance ne connaît pas."
    )


def _larger_sentence(lot: Lot, more_t: float) -> str:
    return (
        f"Le lot {quoted(lot.id)} a déjà évacué {tonnes(more_t)} de plus que prévu\u00a0: son "
        "volume est relevé d’autant."
    )
