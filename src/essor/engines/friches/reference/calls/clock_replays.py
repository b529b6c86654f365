"""Replays of weights, sums over years, break-even and services of nature."""

from typing import Any

import numpy as np

from essor.engines.friches import clocks, flows, nature, results
from essor.engines.friches.appraise import clocks_of
from essor.engines.friches.profiles import Profile
from essor.engines.friches.quantities import round_half_up
from essor.engines.friches.reference.calls import facts as read
from essor.engines.friches.reference.calls.facts import Replay

Window = dict[str, int]


def series(name: clocks.Series) -> Replay:
    """One yearly series, one year."""

    def run(profile: Profile, args: list[Any], _: Any) -> float:
        frame = clocks.TimeFrame(first_year=args[0], n_years=1)
        ticks = clocks_of(read.case(profile, frame=frame))
        return float(ticks.weights(frozenset({name}))[0])

    return run


def discount(profile: Profile, args: list[Any], _: Any) -> float:
    """Discount factor of a year index."""
    rate = profile.parameters["actualisation.taux"]
    return float(clocks.discount_series(rate=rate, n_years=args[0] + 1)[-1])


def _flow(amount: float, clock: clocks.Clock, window: Window) -> flows.Flow:
    return flows.Flow(
        impact="x",
        amount=amount,
        clock=clock,
        start=window.get("startYearIndex", 0),
        stop=window.get("endYearIndex", flows.FOREVER),
    )


def _ticks(profile: Profile, ctor: Any) -> clocks.Clocks:
    frame = clocks.TimeFrame(
        first_year=ctor[0]["operationsFirstYear"], n_years=ctor[0]["evaluationPeriodInYears"]
    )
    return clocks_of(read.case(profile, frame=frame))


def weighted_sum(clock: clocks.Clock, *, scale: float = 1.0) -> Replay:
    """Rounded sum of a yearly amount over its years."""

    def run(profile: Profile, args: list[Any], ctor: Any) -> float:
        flow = _flow(args[0] * scale, clock, args[1] if args[1:] else {})
        return float(round_half_up(flows.present_value(flow, _ticks(profile, ctor))))

    return run


def weighted_years(profile: Profile, args: list[Any], ctor: Any) -> list[float]:
    """Yearly values of an amount."""
    known = {"discount": clocks.Series.DISCOUNT}
    clock = frozenset(known[name] for name in args[1])
    flow = _flow(args[0], clock, args[2] if args[2:] else {})
    return list(flows.yearly_values(flow, _ticks(profile, ctor)))


def break_even(_: Profile, args: list[Any], __: Any) -> str | None:
    """First year of a running total that is not negative."""
    facts = args[0]
    rows = [
        *facts["aggregatedIndirectEconomicImpacts"],
        *facts["projectEconomicBalance"]["details"],
    ]
    once = sum(row["total"] for row in rows if "detailsByYear" not in row)
    yearly = np.sum([row["detailsByYear"] for row in rows if "detailsByYear" in row], axis=0)
    frame = clocks.TimeFrame(
        first_year=facts["operationsFirstYear"], n_years=facts["evaluationPeriodInYears"]
    )
    year = results.break_even(once + np.cumsum(yearly), frame)
    return None if np.isnan(year) else str(int(year))


def service(name: str) -> Replay:
    """One service of nature, from areas given by name or in order."""

    def run(profile: Profile, args: list[Any], _: Any) -> float:
        return float(nature.service_values(_cover(name, args), profile.parameters)[name])

    return run


def _cover(name: str, args: list[Any]) -> nature.Cover:
    areas = dict.fromkeys(("forest", "prairie", "wetland", "permanent", "permeable", "clean"), 0.0)
    if isinstance(args[0], dict):
        areas |= {
            "forest": args[0].get("forestSurfaceArea") or 0.0,
            "prairie": args[0].get("prairieSurfaceArea") or 0.0,
            "wetland": args[0].get("wetLandSurfaceArea") or 0.0,
            "clean": args[0].get("decontaminatedSurfaceArea") or 0.0,
        }
    elif name == "produits_forestiers":
        areas["forest"] = args[0]
    else:
        areas |= {"permanent": args[0], "permeable": args[1] if args[1:] else 0.0}
    return nature.Cover(**areas)


def change_of_service(name: str) -> Replay:
    """One service of nature, gained or lost between two soils."""

    def run(profile: Profile, _: list[Any], ctor: Any) -> float:
        facts = ctor[0]
        clean = facts.get("projectDecontaminedSurfaceArea", 0)
        before = nature.cover_of(read.soils(facts["siteSoilsDistribution"]), clean_m2=0)
        after = nature.cover_of(read.soils(facts["projectSoilsDistribution"]), clean_m2=clean)
        return float(nature.service_values(after - before, profile.parameters)[name])

    return run
