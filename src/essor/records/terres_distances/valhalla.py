"""The matrix service of Valhalla: kilometres and seconds for a truck.

Source: https://valhalla.github.io/valhalla/api/matrix/api-reference/ (`sources_to_targets`): a
nested list of cells with `distance` and `time`, `null` when there is no way, or, from servers
asked to be brief, two nested lists; https://valhalla.github.io/valhalla/api/status/api-reference/
for the version of the roads. Errors carry `error_code`: 150 too many points, 154 too far,
171 no road near a point, 442 no path.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from essor.foundations.errors import UserFault
from essor.records.terres_distances.calls import (
    Answer,
    Call,
    Leg,
    NoRoadError,
    NoWayError,
    Point,
    Table,
    TooLargeError,
)
from essor.records.terres_distances.cells import number, square, unreadable
from essor.records.terres_distances.service import Service

NO_WAY = "aucun itinéraire trouvé par Valhalla"
TOO_MANY, NO_ROAD = 150, 171
NO_WAYS = {
    154: "trajet plus long que ce que ce serveur Valhalla accepte",
    170: "points dans deux réseaux routiers sans lien, d'après Valhalla",
    442: NO_WAY,
}
FAULTS = {
    106: "ce serveur Valhalla ne propose pas le service « sources_to_targets »",
    125: "ce serveur Valhalla ne connaît pas ce profil de véhicule",
}


def table_call(service: Service, origins: Sequence[Point], destinations: Sequence[Point]) -> Call:
    """Return the request of a table, in kilometres."""
    return Call(
        url=f"{service.base}/sources_to_targets",
        body={
            "sources": [{"lon": one.lon, "lat": one.lat} for one in origins],
            "targets": [{"lon": one.lon, "lat": one.lat} for one in destinations],
            "costing": service.profile,
            "units": "kilometers",
        },
    )


def status_call(service: Service) -> Call:
    """Return the request that asks the version of the server and of its roads."""
    return Call(url=f"{service.base}/status")


def read_version(answer: Answer) -> str:
    """Return « 3.5.1, routes du 2026-01-31 », or what of it is said; a version is a comfort."""
    data: Any = answer.data if isinstance(answer.data, dict) else {}
    version, stamp = data.get("version"), data.get("tileset_last_modified")
    said = [str(version)] if isinstance(version, str) else []
    if isinstance(stamp, int) and 0 < stamp < 2**33:
        said.append(f"routes du {dt.datetime.fromtimestamp(stamp, dt.UTC).date().isoformat()}")
    return ", ".join(said)


def read_table(service: Service, answer: Answer, n_origins: int, n_destinations: int) -> Table:
    """Read an answer. Raises TooLargeError, NoRoadError, NoWayError, UserFault."""
    data: Any = answer.data if isinstance(answer.data, dict) else {}
    code = data.get("error_code")
    if code == TOO_MANY or answer.status in (413, 414):
        raise TooLargeError
    if code == NO_ROAD:
        raise NoRoadError("aucune route près de ce point, d'après Valhalla")
    if code in NO_WAYS:
        raise NoWayError(NO_WAYS[code])
    if code is not None or answer.status != 200:
        raise UserFault.single(
            FAULTS.get(code, "le serveur Valhalla refuse la demande"),
            value=f"{service.base} : code {answer.status}, {code} {data.get('error', '')}",
            code="itineraires_refus",
        )
    if data.get("units", "kilometers") not in ("kilometers", "km"):
        raise unreadable(service, f"unité {data['units']}")
    cells = data.get("sources_to_targets")
    if isinstance(cells, dict):
        return _brief(service, cells, n_origins, n_destinations)
    rows = square(cells, n_origins, n_destinations, service)
    return Table(legs=[[_cell(one, service) for one in row] for row in rows])


def _brief(service: Service, cells: dict[str, Any], n_origins: int, n_destinations: int) -> Table:
    distances = square(cells.get("distances"), n_origins, n_destinations, service)
    times = square(cells.get("durations"), n_origins, n_destinations, service)
    return Table(
        legs=[
            [_leg(*pair, service) for pair in zip(*rows, strict=True)]
            for rows in zip(distances, times, strict=True)
        ]
    )


def _cell(cell: object, service: Service) -> Leg:
    if not isinstance(cell, dict):
        raise unreadable(service, "une case sans distance")
    return _leg(cell.get("distance"), cell.get("time"), service)


def _leg(km: object, seconds: object, service: Service) -> Leg:
    length, time = number(km, service), number(seconds, service)
    if length is None:
        return Leg(why=NO_WAY)
    return Leg(km=length, minutes=None if time is None else time / 60)
