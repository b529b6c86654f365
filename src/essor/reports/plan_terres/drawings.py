"""From the sheet of a plan to its drawings."""

from collections import defaultdict

from essor.foundations.french import counted
from essor.reports.plan_terres.facts import Place, PlanSheet, located
from essor.reports.plan_terres.flow_map import FlowMap, MapFlow, MapPlace
from essor.reports.plan_terres.gantt import FlowGantt, GanttLine
from essor.reports.plan_terres.words import tonnes


def flow_map(sheet: PlanSheet, period: int | None = None) -> FlowMap | None:
    """Return the map of the flows of a period, of all when it is None; None without coordinates."""
    every = [*sheet.sites.values(), *sheet.places.values()]
    places = [_map_place(one) for one in located(every)]
    if not places:
        return None
    ways = sheet.ways(period)
    flows = [
        MapFlow(
            origin=_key(a),
            destination=_key(b),
            tonnes=sent,
            said=f"{a.name} → {b.name}\u00a0: {tonnes(sent)}",
        )
        for a, b, sent, _ in ways
    ]
    when = "tout le plan" if period is None else sheet.days(period)
    total = sum(one.tonnes for one in flows)
    title = f"Carte des flux, {when}\u00a0: {counted(len(flows), 'trajet')}, {tonnes(total)}"
    return FlowMap(title=title, places=places, flows=flows)


def unplaced(sheet: PlanSheet) -> list[str]:
    """Return the names of what the map cannot show: nobody said where it is."""
    every = [*sheet.sites.values(), *sheet.places.values()]
    return sorted({one.name for one in every if one.lon is None or one.lat is None})


def flow_gantt(sheet: PlanSheet) -> FlowGantt:
    """Return the chart of the flows week after week, heaviest way first."""
    by_way: dict[tuple[Place, Place], dict[int, float]] = defaultdict(dict)
    for one in sheet.flows:
        mine = by_way[one.origin, one.destination]
        mine[one.period] = mine.get(one.period, 0.0) + one.tonnes
    lines = [
        GanttLine(
            origin=origin.name,
            destination=destination.name,
            nature=destination.nature,
            tonnes=by_way[origin, destination],
        )
        for origin, destination, _, _ in sheet.ways()
    ]
    title = f"Flux semaine par semaine\u00a0: {counted(len(lines), 'trajet')}"
    return FlowGantt(title=title, lines=lines, starts=sheet.starts)


def _map_place(one: Place) -> MapPlace:
    assert one.lon is not None
    assert one.lat is not None
    return MapPlace(
        key=_key(one),
        name=one.name,
        nature=one.nature,
        lon=one.lon,
        lat=one.lat,
        said=f"{one.name} ({one.kind_label})",
    )


def _key(one: Place) -> str:
    return f"{one.nature}:{one.key}"
