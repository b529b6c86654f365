"""Asks a routing server for the pairs wanted, by tables of a size that it accepts.

One bad point, or one pair too far, makes a server refuse a whole table: the bad point is found by
halves and set aside, the table of the others is asked again.
"""

from collections.abc import Collection, Iterator, Sequence

from essor.foundations.errors import UserFault
from essor.records.terres_distances import osrm, valhalla
from essor.records.terres_distances.calls import (
    Fetch,
    Leg,
    NoRoadError,
    NoWayError,
    Point,
    Table,
    TooLargeError,
)
from essor.records.terres_distances.service import Engine, Service

SIDE = 50  # 50 × 50: under the usual limits, 10 000 cells for OSRM and 2 500 for Valhalla
Ends = tuple[Point, Point]
Batch = tuple[dict[Ends, Leg], str]


def ask(service: Service, wanted: Collection[Ends], *, fetch: Fetch) -> Iterator[Batch]:
    """Yield the legs table by table, with the version of the roads that the server says.

    A table holds all the pairs of its points: some come without being wanted, and are as true.
    Raises UserFault when the server is down, refuses, or answers what cannot be read.
    """
    version = _version(service, fetch) if wanted and service.engine is Engine.VALHALLA else ""
    origins = sorted({origin for origin, _ in wanted})
    for start in range(0, len(origins), SIDE):
        some = origins[start : start + SIDE]
        inside = set(some)
        ends = sorted({end for origin, end in wanted if origin in inside})
        for place in range(0, len(ends), SIDE):
            legs, said = _legs(service, some, ends[place : place + SIDE], fetch)
            yield legs, said or version


def _version(service: Service, fetch: Fetch) -> str:
    try:
        return valhalla.read_version(fetch(valhalla.status_call(service)))
    except UserFault:
        return ""  # distances are worth having without it; a server that is down says so next


def _table(
    service: Service, origins: Sequence[Point], ends: Sequence[Point], fetch: Fetch
) -> Table:
    if service.engine is Engine.OSRM:
        answer = fetch(osrm.table_call(service, origins, ends))
        return osrm.read_table(service, answer, len(origins), len(ends))
    answer = fetch(valhalla.table_call(service, origins, ends))
    return valhalla.read_table(service, answer, len(origins), len(ends))


def _legs(service: Service, origins: Sequence[Point], ends: Sequence[Point], fetch: Fetch) -> Batch:
    """Return the legs of a table, cut in pieces as long as the server refuses it."""
    try:
        table = _table(service, origins, ends, fetch)
    except NoRoadError as error:
        return _without_lost_points(service, origins, ends, fetch, str(error))
    except (TooLargeError, NoWayError) as error:
        return _halves(service, origins, ends, fetch, error)
    legs = {
        (origin, end): leg
        for origin, row in zip(origins, table.legs, strict=True)
        for end, leg in zip(ends, row, strict=True)
    }
    return legs, table.data_version


def _halves(
    service: Service,
    origins: Sequence[Point],
    ends: Sequence[Point],
    fetch: Fetch,
    error: Exception,
) -> Batch:
    """Cut the longer side in two. Raises UserFault when a single pair is already too large."""
    if len(origins) == len(ends) == 1:
        if isinstance(error, NoWayError):
            return {(origins[0], ends[0]): Leg(why=str(error))}, ""
        raise UserFault.single(
            "le serveur d'itinéraires refuse un tableau d'une seule case, comme trop grand",
            value=service.base,
            expected="un serveur dont les limites laissent passer au moins deux points",
            code="itineraires_refus",
        ) from error
    if len(origins) >= len(ends):
        half = len(origins) // 2
        parts = [(origins[:half], ends), (origins[half:], ends)]
    else:
        half = len(ends) // 2
        parts = [(origins, ends[:half]), (origins, ends[half:])]
    found = [_legs(service, *part, fetch) for part in parts]
    return found[0][0] | found[1][0], found[0][1] or found[1][1]


def _without_lost_points(
    service: Service, origins: Sequence[Point], ends: Sequence[Point], fetch: Fetch, why: str
) -> Batch:
    lost = _lost(service, sorted({*origins, *ends}), fetch)
    if not lost:
        return _halves(service, origins, ends, fetch, NoWayError(why))
    near = [one for one in origins if one not in lost]
    far = [one for one in ends if one not in lost]
    legs, version = _legs(service, near, far, fetch) if near and far else ({}, "")
    alone = {
        (origin, end): Leg(why=why)
        for origin in origins
        for end in ends
        if origin in lost or end in lost
    }
    return legs | alone, version


def _lost(service: Service, points: Sequence[Point], fetch: Fetch) -> set[Point]:
    """Return the points without a road, by halves: one among a hundred costs some 14 calls."""
    try:
        _table(service, points, points[:1], fetch)
    except (NoRoadError, NoWayError, TooLargeError) as error:
        if len(points) == 1:
            return set(points) if isinstance(error, NoRoadError) else set()
        half = len(points) // 2
        return _lost(service, points[:half], fetch) | _lost(service, points[half:], fetch)
    return set()
