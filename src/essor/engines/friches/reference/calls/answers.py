"""Answers of the reference's tests, read under the engine's names."""

from collections.abc import Callable
from typing import Any

from essor.engines.friches.reference import names
from essor.engines.friches.reference.calls import facts as read
from essor.engines.friches.reference.calls.facts import Facts
from essor.engines.friches.reference.calls.part_replays import amounts

Answer = Callable[[Facts], Any]
Rows = dict[str, list[float]]
# The reference's own tests still call the benefit of an activity by its older name.
LINES = (
    names.BALANCE
    | names.INDIRECT
    | names.STATUS_QUO
    | {"operatingEconomicBalance": "benefice_exploitation"}
)


def result(call: Facts) -> Any:
    """Take the answer as it is."""
    return call["result"]


def key(*path: str) -> Answer:
    """Take one value of the answer, or nothing."""

    def read_value(call: Facts) -> Any:
        found = call["result"]
        for name in path:
            found = found.get(name)
        return found

    return read_value


def row_amounts(call: Facts) -> list[float]:
    """Take the amounts of a list."""
    return [row["amount"] for row in call["result"]]


def by_purpose(call: Facts) -> dict[str, float]:
    """Take the amounts of a site's expenses by purpose."""
    return {read.EXPENSES[row["purpose"]]: row["amount"] for row in call["result"]}


def by_yearly(call: Facts) -> dict[str, float]:
    """Take the amounts of an operation by purpose."""
    return {names.YEARLY[row["purpose"]]: row["amount"] for row in call["result"]}


def by_work(call: Facts) -> dict[str, float]:
    """Take one-off costs by purpose."""
    return amounts(call["result"])


def by_soil(call: Facts) -> dict[str, float]:
    """Take areas by soil, from a list."""
    return {names.SOILS[row["soilType"]]: row["surfaceArea"] for row in call["result"]}


def soil_map(call: Facts) -> dict[str, float]:
    """Take areas by soil, from a mapping."""
    return {str(soil): area for soil, area in read.soils(call["result"]).items()}


def dates(call: Facts) -> Any:
    """Take the two dates of some works."""
    return read.period(call["result"])


def rise(call: Facts) -> list[Any]:
    """Take the rise of prices around the site, and the duties it brings."""
    found = call["result"]
    return [
        [*found["propertyValueIncreaseDetailsByYear"], found["propertyValueIncrease"]],
        [
            *found["propertyTransferDutiesIncreaseDetailsByYear"],
            found["propertyTransferDutiesIncrease"],
        ],
    ]


# Older names of the reference for some of its impacts.
ACTOR_IMPACTS = {
    "avoided_air_conditioning_expenses": "climatisation_evitee",
    "avoided_air_pollution": "pollution_air_evitee",
    "avoided_car_related_expenses": "depenses_voiture_evitees",
    "avoided_property_damages_expenses": "degats_materiels_evites",
    "travel_time_saved": "temps_trajet_gagne",
    "avoided_accidents_minor_injuries_expenses": "blesses_legers_evites",
    "avoided_accidents_severe_injuries_expenses": "blesses_graves_evites",
    "avoided_accidents_deaths_expenses": "deces_evites",
}


def by_actor(call: Facts) -> dict[str, float]:
    """Take the electricity spared by each actor; carbon has its own call."""
    rows = (row for row in call["result"] if row["impact"] in ACTOR_IMPACTS)
    return {row["actor"]: row["amount"] for row in rows}


def actor_amounts(call: Facts) -> dict[str, float]:
    """Take the total of each impact, all actors together; carbon has its own call."""
    found: dict[str, float] = {}
    for row in call["result"]:
        name = ACTOR_IMPACTS.get(row["impact"])
        if name is not None:
            found[name] = found.get(name, 0.0) + row["amount"]
    return found


def is_stub(call: Facts) -> bool:
    """Tell whether the call replaces the clocks."""
    return any(read.is_stub(facts) for facts in (call.get("args") or []) if isinstance(facts, dict))


def impact_lines(call: Facts) -> Rows:
    """Take a list of impacts; one impact alone is a list of one; nothing is an empty list."""
    rows = call["result"] or []
    return lines([rows] if isinstance(rows, dict) else rows, is_stub=is_stub(call))


def impacts_and_metrics(call: Facts) -> dict[str, Any]:
    """Take impacts and metrics."""
    found = call["result"]
    rows = found["economicImpacts"]
    rows = rows["details"] if isinstance(rows, dict) else rows
    return {
        "lignes": lines(rows, is_stub=is_stub(call)),
        "mesures": counts(found["impactMetrics"]),
    }


def metric_counts(call: Facts) -> dict[str, float]:
    """Take metrics."""
    return counts(call["result"])


def status_quo(call: Facts) -> Rows:
    """Take the lines of a site left as it is."""
    return lines(call["result"]["economicImpacts"]["details"])


def full(call: Facts) -> dict[str, Any]:
    """Take a complete evaluation."""
    found = call["result"]
    after, before = found["aggregatedReconversionImpacts"], found["reconversionImpactsBreakdown"]
    year = after.get("breakEvenYear")
    return {
        "bilan": {
            name: row[-1] for name, row in lines(found["projectEconomicBalance"]["details"]).items()
        },
        "lignes": lines(after["indirectEconomicImpacts"]["details"]),
        "mesures": counts(after["impactsMetrics"]),
        "statu_quo": lines(before["siteStatuQuoIndirectEconomicImpactsData"]["details"]),
        "cumul": after["cumulativeBalanceByYear"],
        "equilibre": float("nan") if year is None else float(year),
    }


def sprawl(call: Facts) -> dict[str, Any]:
    """Take a comparison with open land."""
    found = call["result"]
    return {
        "bilan": {
            name: row[-1] for name, row in lines(found["projectEconomicBalance"]["details"]).items()
        },
        "lignes": lines(found["projectOnSiteIndirectEconomicImpactsData"]["details"]),
        "statu_quo": lines(found["siteStatuQuoIndirectEconomicImpactsData"]["details"]),
        "mesures_statu_quo": counts(found["siteStatuQuoImpactMetrics"]),
    }


def lines(rows: list[Facts], *, is_stub: bool = False) -> Rows:
    """Read lines: yearly values then total, or yearly values only when clocks are replaced."""
    found: Rows = {}
    for row in rows:
        label = _label(row)
        values = [*row.get("detailsByYear", []), *([] if is_stub else [row["total"]])]
        before = found.get(label, [0.0] * len(values))
        found[label] = [a + b for a, b in zip(before, values, strict=True)]
    return found


def _label(row: Facts) -> str:
    impact, detail = LINES[row["name"]], row.get("details")
    if impact == "benefice_exploitation":
        return impact
    if detail is not None and impact in ("charges_exploitation", "recettes_exploitation"):
        detail = names.YEARLY[detail]
    elif detail is not None:
        detail = (names.WORKS | read.EXPENSES).get(detail, detail)
    return ".".join(filter(None, (impact, detail)))


def counts(rows: list[Facts]) -> dict[str, float]:
    """Read metrics."""
    found: dict[str, float] = {}
    for row in rows:
        name = str(row["name"])
        is_soil = name == "soilsDistribution"
        name = f"sols_m2.{names.SOILS[row['soilType']]}" if is_soil else names.METRICS[name]
        found[name] = found.get(name, 0.0) + row["total"]
    return found
