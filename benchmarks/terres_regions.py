"""Claim: two workers plan sixteen regions 1.5 times faster than one, and answer the same bits.

Three ways are timed in one run on the same invented territory (seed fixed): the regions one after
the other, the same on two processes, and the whole instance solved at once. A second part lets
regions that share their outlets agree by prices, and shows how many rounds and how long a gap of
1e-3 and 1e-6 takes against the whole: there the whole is faster as long as one machine
holds it. The regions are for what one machine does not hold, and for whom several planners decide.

Wall clock, the start of the workers counted apart. Exit code 1 when the bits differ, when a value
differs from the whole by more than its gap, or when the ratio is below the target and two cores
are there.

    .venv/bin/python benchmarks/terres_regions.py [--json] [--regions 16] [--lots 400]
"""

import argparse
import json
import os
import platform
import random
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
TARGET = 1.5
SEED = 20261123
PERIODS = 24
GAPS = (1e-3, 1e-6)
Found = TypeVar("Found")


def territory(number: int, *, lots: int, classes: int = 5) -> Any:
    """Return one territory of 60 × 60 km: its lots, outlets, one platform, trucks by site."""
    from essor.engines.terres.inputs import Costs, Instance, Lot, Outlet, Platform, Site
    from essor.engines.terres.vocabulary import OutletKind

    chance = random.Random(SEED * 1000 + number)
    west, south = 2.0 + (number % 4) * 1.0, 44.0 + (number // 4) * 0.7
    kinds = (OutletKind.AMENAGEMENT, OutletKind.CARRIERE, OutletKind.ISDI)

    def place() -> dict[str, float]:
        return {"lon": west + 0.8 * chance.random(), "lat": south + 0.55 * chance.random()}

    sites = [f"T{number}S{rank}" for rank in range(max(2, lots // 6))]
    where = {site: place() for site in sites}

    def lot(rank: int) -> Lot:
        first, site = chance.randrange(PERIODS - 6), chance.choice(sites)
        return Lot(
            id=f"T{number}L{rank}",
            site=site,
            soil_class=f"K{chance.randrange(classes)}",
            first_period=first,
            tonnes_per_period=tuple(
                round(chance.lognormvariate(5.5, 0.8)) for _ in range(chance.randint(2, 5))
            ),
            max_wait_periods=2,
            **where[site],
        )

    def outlet(rank: int) -> Outlet:
        kind = kinds[rank % len(kinds)]
        opens = chance.randrange(PERIODS // 2)
        taken = chance.sample(range(classes), 2)
        return Outlet(
            id=f"T{number}R{rank}",
            kind=kind,
            accepts=("*",) if kind is OutletKind.ISDI else tuple(f"K{one}" for one in taken),
            fee_eur_t=round({"isdi": 18, "carriere": 6}.get(kind, -2) + 4 * chance.random(), 2),
            capacity_t_per_period=float(chance.randint(300, 1200)),
            opens=0 if kind is OutletKind.ISDI else opens,
            **place(),
        )

    return Instance(
        periods=PERIODS,
        lots=tuple(lot(rank) for rank in range(lots)),
        outlets=tuple(outlet(rank) for rank in range(max(3, lots // 2))),
        platforms=(
            Platform(
                id=f"T{number}P",
                stock_capacity_t=5000.0,
                handling_eur_t=1.5,
                holding_eur_t_period=0.1,
                **place(),
            ),
        ),
        sites=tuple(Site(id=site, trucks_t_per_period=2500.0) for site in sites),
        costs=Costs(
            eur_per_tkm=0.13,
            loading_eur_t=2.0,
            holding_eur_t_period=0.1,
            unserved_eur_t=200.0,
            kgco2e_per_tkm=0.106,
            detour=1.3,
            access_km=1.5,
        ),
    )


def together(parts: list[Any]) -> Any:
    """Return one instance out of territories; a lot may only leave for its own territory."""
    lots, outlets, platforms, sites = [], [], [], []
    for number, one in enumerate(parts):
        lots += [replace(lot, soil_class=f"{number}-{lot.soil_class}") for lot in one.lots]
        names = tuple(sorted({lot.soil_class for lot in one.lots}))
        for place, kept in ((one.outlets, outlets), (one.platforms, platforms)):
            for each in place:
                taken = names if "*" in each.accepts else each.accepts
                kept.append(replace(each, accepts=tuple(f"{number}-{name}" for name in taken)))
        sites += one.sites
    return replace(
        parts[0],
        lots=tuple(lots),
        outlets=tuple(outlets),
        platforms=tuple(platforms),
        sites=tuple(sites),
    )


def timed(work: Callable[[], Found]) -> tuple[Found, float]:
    """Return what some work gives, and its wall time in seconds."""
    started = time.perf_counter()
    found = work()
    return found, time.perf_counter() - started


def measure_pieces(count: int, lots: int) -> dict[str, Any]:
    """Time independent regions: one worker, two workers, and the whole at once."""
    from essor.commands.terres_executors import Processes
    from essor.engines.terres.planning.solve import solve
    from essor.engines.terres.regions.executors import Sequential
    from essor.engines.terres.regions.planning import plan_by_pieces, solve_one
    from essor.engines.terres.vocabulary import Objective

    parts = [territory(number, lots=lots) for number in range(count)]
    instance = together(parts)
    pieces, cutting_s = timed(lambda: plan_by_pieces(instance))
    goals = [Objective.COUT] * count
    with Sequential().hold(parts) as held:
        once, one_s = timed(lambda: held.map(solve_one, goals))
    with Processes(2).hold(parts) as held:
        held.map(len_of, goals)  # the workers are started, and have read the engines
        twice, two_s = timed(lambda: held.map(solve_one, goals))
    whole, whole_s = timed(lambda: solve(instance=instance))
    value = sum(plan.totals.total_cost_eur for plan in once)
    return {
        "regions": count,
        "lots": len(instance.lots),
        "pieces": len(pieces.regions),
        "one_worker_s": one_s,
        "two_workers_s": two_s,
        "whole_s": whole_s,
        "cut_and_plan_s": cutting_s,
        "ratio": one_s / two_s,
        "ratio_whole": whole_s / one_s,
        "same_bits": once == twice,
        "value_gap": abs(value - whole.totals.total_cost_eur) / whole.totals.total_cost_eur,
    }


def len_of(instance: Any, goal: object) -> int:
    """Return a trifle: makes a worker start."""
    from essor.engines.terres.planning.solve import solve  # noqa: F401

    return len(instance.lots)


def measure_prices() -> list[dict[str, Any]]:
    """Time regions that share their outlets, for several gaps, against the whole at once."""
    from essor.engines.terres.planning.solve import solve
    from essor.engines.terres.regions.partition import halves_of_map
    from essor.engines.terres.regions.planning import plan_by_regions

    instance = replace(territory(99, lots=40), platforms=())
    whole, whole_s = timed(lambda: solve(instance=instance))
    rows = []
    for gap in GAPS:
        regions = halves_of_map(instance, 4)
        found, seconds = timed(lambda: plan_by_regions(instance, regions, gap=gap))  # noqa: B023
        above = found.plan.totals.total_cost_eur / whole.totals.total_cost_eur - 1
        rows.append(
            {
                "gap": gap,
                "reached": found.gap,
                "above_optimum": above,
                "rounds": len(found.rounds),
                "seconds": seconds,
                "whole_s": whole_s,
            }
        )
    return rows


def faults(pieces: dict[str, Any], prices: list[dict[str, Any]]) -> list[str]:
    """Return what does not hold."""
    found = []
    if not pieces["same_bits"]:
        found.append("les réponses dépendent de qui calcule")
    if pieces["value_gap"] > 1e-6:
        found.append("la somme des régions n'est pas la valeur de l'ensemble")
    if (os.cpu_count() or 1) >= 2 and pieces["ratio"] < TARGET:
        found.append(f"rapport sous {TARGET}")
    found += [
        f"écart {row['gap']:g} non tenu" for row in prices if row["above_optimum"] > row["gap"]
    ]
    return found


def main() -> int:
    """Measure, print, and say by the exit code whether the claim holds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--regions", type=int, default=16)
    parser.add_argument("--lots", type=int, default=400)
    options = parser.parse_args()
    machine = f"{platform.machine()}, {os.cpu_count()} cœurs, charge {os.getloadavg()[0]:.1f}"
    pieces = measure_pieces(options.regions, options.lots)
    prices = measure_prices()
    missed = faults(pieces, prices)
    if options.json:
        print(json.dumps({"machine": machine, "pieces": pieces, "prices": prices}, indent=2))
    else:
        print(machine)
        print(
            f"{pieces['pieces']} régions, {pieces['lots']} lots : un processus "
            f"{pieces['one_worker_s']:.1f} s, deux {pieces['two_workers_s']:.1f} s "
            f"(rapport {pieces['ratio']:.2f}), instance entière {pieces['whole_s']:.1f} s "
            f"({pieces['ratio_whole']:.1f} fois les régions une à une)"
        )
        for row in prices:
            print(
                f"exutoires partagés, écart demandé {row['gap']:.0e} : {row['rounds']} tours, "
                f"{row['seconds']:.1f} s (entière {row['whole_s']:.2f} s), "
                f"à {row['above_optimum']:.1e} de l'optimum"
            )
    for fault in missed:
        print(f"MANQUÉ : {fault}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
