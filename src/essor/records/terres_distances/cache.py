"""Distances kept in the database: looked up before asking, written as they come."""

import datetime as dt
from collections.abc import Collection, Mapping

from essor.records.terres_distances.answered import Distance
from essor.records.terres_distances.asking import Ends
from essor.records.terres_distances.calls import Leg, Point
from essor.records.terres_distances.models import UNITS_PER_DEGREE, DistanceRoutiere
from essor.records.terres_distances.service import Service

KEY = ("engine", "address", "profile", "from_lon", "from_lat", "to_lon", "to_lat")
BATCH = 1000


def known(service: Service, wanted: Collection[Ends]) -> dict[Ends, Distance]:
    """Return, of the pairs wanted, those already asked to this server."""
    if not wanted:
        return {}
    west, east = _span([origin.lon for origin, _ in wanted])
    south, north = _span([origin.lat for origin, _ in wanted])
    rows = DistanceRoutiere.objects.filter(
        engine=service.engine,
        address=service.base,
        profile=service.profile,
        from_lon__range=(west, east),
        from_lat__range=(south, north),
    )
    asked, found = set(wanted), {}
    for row in rows.order_by("id").iterator(chunk_size=BATCH):
        pair = (_point(row.from_lon, row.from_lat), _point(row.to_lon, row.to_lat))
        if pair in asked:
            found[pair] = Distance(
                leg=Leg(km=row.km, minutes=row.minutes, why=row.why),
                service=service,
                data_version=row.data_version,
                asked_at=row.asked_at,
            )
    return found


def remember(
    service: Service, legs: Mapping[Ends, Leg], *, data_version: str, at: dt.datetime
) -> None:
    """Write what a server answered; an older answer to the same question gives way."""
    DistanceRoutiere.objects.bulk_create(
        [
            DistanceRoutiere(
                engine=service.engine,
                address=service.base,
                profile=service.profile,
                from_lon=_units(origin.lon),
                from_lat=_units(origin.lat),
                to_lon=_units(end.lon),
                to_lat=_units(end.lat),
                km=leg.km,
                minutes=leg.minutes,
                why=leg.why,
                data_version=data_version[:200],
                asked_at=at,
            )
            for (origin, end), leg in legs.items()
        ],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=KEY,
        update_fields=("km", "minutes", "why", "data_version", "asked_at"),
    )


def _units(degrees: float) -> int:
    return round(degrees * UNITS_PER_DEGREE)


def _point(lon: int, lat: int) -> Point:
    return Point(lon / UNITS_PER_DEGREE, lat / UNITS_PER_DEGREE)


def _span(values: list[float]) -> tuple[int, int]:
    return _units(min(values)), _units(max(values))
