"""The table service of OSRM: metres and seconds of the fastest way by road.

Source: https://project-osrm.org/docs/ (HTTP API, « Table service »): `distances` and `durations`
in row-major order, `null` when there is no route; code `NoSegment` when a point has no road near
it, `TooBig` over the size the server accepts, `NotImplemented` by servers that compute durations
only (some prepared for multi-level Dijkstra).
"""

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
from essor.records.terres_distances.cells import number, square
from essor.records.terres_distances.service import Service

NO_WAY = "aucun itinéraire trouvé par OSRM"
FAULTS = {
    "InvalidUrl": "l'adresse ne mène pas à un serveur OSRM",
    "InvalidService": "ce serveur ne propose pas le service « table »",
    "InvalidVersion": "ce serveur ne parle pas la version 1 de l'interface d'OSRM",
    "NotImplemented": "ce serveur OSRM ne calcule pas les distances : il lui faut les données "
    "préparées par « osrm-contract », ou une version plus récente",
}


def table_call(service: Service, origins: Sequence[Point], destinations: Sequence[Point]) -> Call:
    """Return the request of a table: origins first, then destinations, each by its index."""
    points = ";".join(f"{one.lon:.5f},{one.lat:.5f}" for one in (*origins, *destinations))
    sources = ";".join(str(i) for i in range(len(origins)))
    targets = ";".join(str(len(origins) + i) for i in range(len(destinations)))
    return Call(
        url=f"{service.base}/table/v1/{service.profile}/{points}?annotations=distance,duration"
        f"&sources={sources}&destinations={targets}&generate_hints=false"
    )


def read_table(service: Service, answer: Answer, n_origins: int, n_destinations: int) -> Table:
    """Read an answer. Raises TooLargeError, NoRoadError, NoWayError, UserFault."""
    data: Any = answer.data if isinstance(answer.data, dict) else {}
    code = data.get("code")
    if code == "TooBig" or answer.status in (413, 414):
        raise TooLargeError
    if code == "NoSegment":
        raise NoRoadError("aucune route près de ce point, d'après OSRM")
    if code == "NoTable":
        raise NoWayError(NO_WAY)
    if code != "Ok":
        raise UserFault.single(
            FAULTS.get(code, "le serveur OSRM refuse la demande"),
            value=f"{service.base} : code {answer.status}, {code} {data.get('message', '')}",
            code="itineraires_refus",
        )
    metres = square(data.get("distances"), n_origins, n_destinations, service)
    seconds = square(data.get("durations"), n_origins, n_destinations, service)
    return Table(
        legs=[
            [_leg(*cells, service) for cells in zip(*rows, strict=True)]
            for rows in zip(metres, seconds, strict=True)
        ],
        data_version=str(data.get("data_version") or ""),
    )


def _leg(metres: object, seconds: object, service: Service) -> Leg:
    length, time = number(metres, service), number(seconds, service)
    if length is None:
        return Leg(why=NO_WAY)
    return Leg(km=length / 1000, minutes=None if time is None else time / 60)
