"""The pairs of an instance that need a distance, and the instance once they have one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from essor.engines.terres.distances import Matrix
from essor.engines.terres.inputs import Instance, Lot, Outlet, Pair, Platform
from essor.engines.terres.planning.pairs import Refuses, admissible_pairs
from essor.engines.terres.vocabulary import Provenance
from essor.foundations.errors import FaultGatherer
from essor.records.terres_distances.calls import Point, rounded

Place = Lot | Outlet | Platform
NOT_IN_MATRIX = "absente de la matrice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a source of distances says of a pair. km : None when it does not know ; why : French."""

    km: float | None
    minutes: float | None = None
    provenance: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """A pair that the source could not measure. is_replaced : an estimate stands in its place."""

    origin_id: str
    destination_id: str
    why: str
    is_replaced: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Pairs with their distances, and those that the source does not know."""

    pairs: tuple[Pair, ...]
    unknown: tuple[Unknown, ...]


def candidates(instance: Instance, *, refuses: Refuses | None = None) -> tuple[Pair, ...]:
    """Return every admissible pair, with the distance it has so far: given, or estimated."""
    if instance.pairs is not None:
        return instance.pairs
    table = admissible_pairs(instance, refuses=refuses)
    lots, outlets = instance.lots, instance.outlets
    platforms = instance.platforms
    found = [
        Pair(lot=lots[a].id, outlet=outlets[b].id, km=float(km), provenance=table.provenance)
        for a, b, km in zip(table.ship_lot, table.ship_outlet, table.ship_km, strict=True)
    ]
    found += [
        Pair(lot=lots[a].id, platform=platforms[b].id, km=float(km), provenance=table.provenance)
        for a, b, km in zip(table.into_lot, table.into_platform, table.into_km, strict=True)
    ]
    ways = {  # several groups of soil leave a platform by the same road
        (int(a), int(b)): float(km)
        for a, b, km in zip(table.out_platform, table.out_outlet, table.out_km, strict=True)
    }
    found += [
        Pair(platform=platforms[a].id, outlet=outlets[b].id, km=km, provenance=table.provenance)
        for (a, b), km in sorted(ways.items())
    ]
    return tuple(found)


def ends(instance: Instance, pairs: Sequence[Pair]) -> dict[Pair, tuple[Point, Point]]:
    """Return where each pair starts and ends. Raises UserFault, naming all places without both."""
    kinds: tuple[tuple[str, Sequence[Place]], ...] = (
        ("lot", instance.lots),
        ("platform", instance.platforms),
        ("outlet", instance.outlets),
    )
    places = {(kind, one.id): one for kind, many in kinds for one in many}
    used = {key for pair in pairs for key in _keys(pair)}
    with FaultGatherer() as faults:
        for key in sorted(used):
            if places[key].lon is None or places[key].lat is None:
                faults.add_message(
                    f"« {key[1]} » n'a pas de coordonnées : aucun itinéraire ne peut en partir",
                    expected="lon et lat, en degrés (WGS 84)",
                    code="coordonnees",
                )
    points = {key: rounded(places[key].lon or 0.0, places[key].lat or 0.0) for key in used}
    return {pair: (points[_keys(pair)[0]], points[_keys(pair)[1]]) for pair in pairs}


def _keys(pair: Pair) -> tuple[tuple[str, str], tuple[str, str]]:
    return (
        (pair.origin_kind.value, pair.origin_id),
        (pair.destination_kind.value, pair.destination_id),
    )


def from_matrix(matrix: Matrix) -> Callable[[Pair], Found]:
    """Return the look-up of a matrix that a person brought."""

    def look(pair: Pair) -> Found:
        row = matrix.find(pair.origin_id, pair.destination_id)
        if row is None:
            return Found(km=None, why=NOT_IN_MATRIX)
        return Found(km=row.km, minutes=row.minutes, provenance=row.provenance)

    return look


def from_answers(found: Mapping[Pair, Found]) -> Callable[[Pair], Found]:
    """Return the look-up of what a routing server answered."""
    return found.__getitem__


def measured(
    pairs: Sequence[Pair], look: Callable[[Pair], Found], *, is_estimate_kept: bool
) -> Measured:
    """Give each pair its distance.

    is_estimate_kept : a pair that the source does not know keeps the distance it had, and says
    so; otherwise it is left out, and nothing may use it
    """
    kept, unknown = [], []
    for pair in pairs:
        found = look(pair)
        if found.km is not None:
            kept.append(
                replace(pair, km=found.km, minutes=found.minutes, provenance=found.provenance)
            )
            continue
        is_replaced = is_estimate_kept and bool(np.isfinite(pair.km))
        unknown.append(
            Unknown(
                origin_id=pair.origin_id,
                destination_id=pair.destination_id,
                why=found.why,
                is_replaced=is_replaced,
            )
        )
        if is_replaced:
            kept.append(replace(pair, provenance=f"{_estimated(pair)} ({found.why})"))
    return Measured(pairs=tuple(kept), unknown=tuple(unknown))


def _estimated(pair: Pair) -> str:
    return pair.provenance or Provenance.DONNEE
