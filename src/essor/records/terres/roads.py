"""Distances of a plan measured by a routing server, written beside those that people measured."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from essor.foundations.errors import FaultGatherer
from essor.records.accounts.permissions import Access
from essor.records.plans.models import Plan
from essor.records.terres.models import Chantier, Distance, Exutoire, Plateforme
from essor.records.terres.permissions import require_write
from essor.records.terres.queries import Soils
from essor.records.terres.writing import open_on
from essor.records.terres_distances.calls import Point, rounded
from essor.records.terres_distances.service import Engine

HUNDREDTH = Decimal("0.01")
Ends = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredRoad:
    """One way by road, by codes; source_title : engine, vehicle, address, roads and day."""

    origine: str
    destination: str
    km: float
    source_title: str


def ways_of(soils: Soils) -> dict[Ends, tuple[Point, Point]]:
    """Return where each way starts and ends, by codes: from sites and platforms to the rest.

    Raises UserFault naming every place without a position.
    """
    places: tuple[Chantier | Exutoire | Plateforme, ...] = (
        *soils.chantiers,
        *soils.plateformes,
        *soils.exutoires,
    )
    with FaultGatherer() as faults:
        for one in places:
            if not one.is_placed:
                faults.add_message(
                    f"« {one.code} » n'a pas de position : aucun itinéraire ne peut en partir",
                    expected="une latitude et une longitude",
                    code="coordonnees",
                )
    at = {one.code: rounded(float(one.longitude or 0), float(one.latitude or 0)) for one in places}
    sites, platforms = soils.chantiers, soils.plateformes
    ends = [(a.code, b.code) for a in sites for b in (*platforms, *soils.exutoires)]
    ends += [(a.code, b.code) for a in platforms for b in soils.exutoires]
    return {(a, b): (at[a], at[b]) for a, b in ends}


def is_from_a_server(source_title: str) -> bool:
    """Tell whether a distance was measured by a routing server, and may be measured again."""
    return any(source_title.startswith(f"{engine.label} (") for engine in Engine)


def measure_distances(
    *, by: Access, plan: Plan, rows: Sequence[MeasuredRoad], read_on: dt.date
) -> int:
    """Write measured distances in one operation; return how many are new or changed.

    What a person measured stays. Raises Forbidden, UserFault.
    """
    require_write(by, plan)
    with open_on(by, "distance.mesurer") as op:
        kept: Mapping[Ends, Distance] = {
            (one.origine, one.destination): one for one in Distance.objects.filter(plan=plan)
        }
        for row in rows:
            old = kept.get((row.origine, row.destination))
            said: dict[str, Any] = {
                "distance_km": Decimal(row.km).quantize(HUNDREDTH),
                "read_on": read_on,
            }
            said["source_title"] = row.source_title[:300]
            if old is None:
                ends = {"origine": row.origine, "destination": row.destination}
                op.create(Distance(plan=plan, **ends, **said))
            elif is_from_a_server(old.source_title):
                op.change(old, **said)
        return op.touched
