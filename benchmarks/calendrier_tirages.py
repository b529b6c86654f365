"""Ten thousand schedules of two hundred milestones, drawn at once and one after the other.

Claim: `essor.engines.calendrier.simulate` draws 10,000 schedules of a network of 200 milestones and
about 400 dependencies in under a second; the same drawing written as a plain loop is many times
slower. Both results are compared: the medians of the last milestone agree (four standard errors).

How: the loop draws `--loop` schedules (500) and its time is scaled; the engine is timed `--repeat`
times and the best is kept. Exit code 1 when the target is missed. No network, no database.

    .venv/bin/python benchmarks/calendrier_tirages.py [--draws 10000] [--loop 500] [--repeat 3]
"""

import argparse
import datetime as dt
import math
import platform
import random
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from essor.engines.calendrier.inputs import (  # noqa: E402
    Link,
    LinkKind,
    Milestone,
    Network,
    Triangular,
)
from essor.engines.calendrier.simulate import simulate  # noqa: E402

MILESTONES = 200
TARGET_S = 1.0
START = dt.date(2027, 1, 1)


def network() -> Network:
    chance = random.Random(2027)
    keys = [f"J{rank:03d}" for rank in range(MILESTONES)]
    nodes = [
        Milestone(
            key=key,
            due_on=START + dt.timedelta(days=2 * rank),
            due_spread=Triangular(-10, 0, 40),
            duration=Triangular(5, 10 + rank % 7, 60),
        )
        for rank, key in enumerate(keys)
    ]
    links = [
        Link(before=keys[before], after=key, kind=chance.choice(list(LinkKind)), lag_days=2)
        for rank, key in enumerate(keys)
        for before in sorted(chance.sample(range(max(0, rank - 12), rank), min(rank, 2)))
    ]
    return Network(nodes, links)


def one_by_one(net: Network, draws: int, seed: int) -> list[float]:
    """Draw schedules one after the other, as a plain program would."""
    chance = random.Random(seed)
    found = []
    for _ in range(draws):
        finish: dict[str, float] = {}
        lasts: dict[str, float] = {}
        for key in net.order:
            one = net.milestones[key]
            due, work = one.due_spread, one.duration
            lasts[key] = chance.triangular(work.low, work.high, work.mode)
            day = one.due_on.toordinal() + chance.triangular(due.low, due.high, due.mode)
            for link in net.into[key]:
                first = finish[link.before] + link.lag_days + lasts[key]
                if link.kind is LinkKind.DEBUT_DEBUT:
                    first -= lasts[link.before]
                day = max(day, first)
            finish[key] = day
        found.append(finish[net.order[-1]])
    return found


def timed(net: Network, draws: int, repeat: int) -> tuple[float, dt.date]:
    best, middle = float("inf"), START
    for _ in range(repeat):
        begun = time.perf_counter()
        found = simulate(net, target=net.order[-1], draws=draws, seed=1)
        best = min(best, time.perf_counter() - begun)
        middle = found.quantile(net.order[-1], 0.5)
    return best, middle


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--draws", type=int, default=10_000)
    parser.add_argument("--loop", type=int, default=500)
    parser.add_argument("--repeat", type=int, default=3)
    asked = parser.parse_args()
    net = network()
    fast_s, middle = timed(net, asked.draws, asked.repeat)
    begun = time.perf_counter()
    slow = one_by_one(net, asked.loop, 1)
    slow_s = (time.perf_counter() - begun) * asked.draws / asked.loop
    allowed = 1 + 4 * 1.2533 * statistics.stdev(slow) / math.sqrt(asked.loop)  # normal median
    gap = abs(statistics.median(slow) - middle.toordinal())
    print(f"{platform.platform()}, Python {platform.python_version()}")
    print(f"{MILESTONES} jalons, {len(net.links)} dépendances, {asked.draws} tirages")
    print(f"moteur : {fast_s:.3f} s ; boucle simple : {slow_s:.1f} s (extrapolé)")
    print(f"rapport : {slow_s / fast_s:.0f}")
    print(f"écart des médianes : {gap:.1f} jour(s) (au plus {allowed:.1f})")
    return 0 if fast_s < TARGET_S and gap <= allowed else 1


if __name__ == "__main__":
    sys.exit(main())
