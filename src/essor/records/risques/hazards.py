"""Risks put into the schedule: each delays what it threatens, or not, in each draw."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from essor.engines.calendrier.inputs import (
    Discrete,
    Link,
    LinkKind,
    Milestone,
    Network,
    Triangular,
)
from essor.engines.calendrier.propagate import propagate
from essor.records.risques.models import Risque
from essor.records.risques.scale import Echelle

SLICES = 200  # equal shares of the triangular law, each held by its median
FIN, TODAY = "fin", "aujourd'hui"


def chance_of(risque: Risque, echelle: Echelle, *, measured: bool) -> float:
    """Return the chance that a risk happens; ``measured`` : once its measures are taken."""
    after = risque.probabilite_apres if measured else None
    return echelle.chances[(risque.probabilite if after is None else after) - 1]


def delay_of(risque: Risque) -> Triangular | None:
    """Return the three-point delay of a risk in days, None when nobody gave one."""
    low, likely, high = risque.retard_min_days, risque.retard_days, risque.retard_max_days
    if low is None or likely is None or high is None:
        return None
    return Triangular(low, likely, high)


def hazard(delay: Triangular, *, chance: float) -> Discrete:
    """Return the delay in days: 0 when the risk does not happen, else drawn from its range."""
    values = tuple(_quantile(delay, (rank + 0.5) / SLICES) for rank in range(SLICES))
    return Discrete((0.0, *values), (1 - chance, *[chance / SLICES] * SLICES))


def with_risks(
    base: Network,
    *,
    mine: Iterable[str],
    threatened: Mapping[str, tuple[str, Discrete]],
    today: date,
) -> tuple[Network, dict[str, str]]:
    """Return the network of an action with its risks and its end, and where each milestone ends.

    mine : milestones of the action, the last of which is the end ; threatened : risk -> the
    milestone it delays (``FIN`` : the end itself) and its delay. What rests on the end of a
    milestone waits for its risks; what rests on its start does not. A reached milestone is
    delayed by nothing; one that is not ends today at the earliest, whatever was said of it.
    """
    kept = set[str]().union(*(base.above(key) for key in mine))
    milestones = [base.milestones[key] for key in base.order if key in kept]
    links: list[Link] = []
    tail = {one.key: one.key for one in milestones} | {FIN: FIN}
    placed = propagate(base)
    milestones.append(Milestone(key=TODAY, reached_on=today))
    for key in sorted(kept):
        if base.milestones[key].reached_on or placed[key].on is None:
            continue
        tail[key] = f"{key} {TODAY}"
        milestones.append(Milestone(key=tail[key]))
        links += [Link(before=key, after=tail[key]), Link(before=TODAY, after=tail[key])]
    for risk, (key, delay) in sorted(threatened.items()):
        if key == FIN or key not in kept or base.milestones[key].reached_on:
            continue
        milestones.append(Milestone(key=risk, duration=delay))
        links.append(Link(before=tail[key], after=risk))
        tail[key] = risk
    for link in base.links:
        if link.before in kept and link.after in kept:
            follows = link.kind is LinkKind.FIN_DEBUT
            links.append(replace(link, before=tail[link.before]) if follows else link)
    milestones.append(Milestone(key=FIN))
    links += [Link(before=tail[key], after=FIN) for key in mine]
    for risk, (key, delay) in sorted(threatened.items()):
        if key == FIN:
            milestones.append(Milestone(key=risk, duration=delay))
            links.append(Link(before=tail[FIN], after=risk))
            tail[FIN] = risk
    return Network(milestones, links), tail


def _quantile(delay: Triangular, share: float) -> float:
    width, left = delay.high - delay.low, delay.mode - delay.low
    if width == 0:
        return float(delay.mode)
    if share * width < left:
        return delay.low + math.sqrt(share * width * left)
    return delay.high - math.sqrt((1 - share) * width * (delay.high - delay.mode))
