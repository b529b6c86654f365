"""What the engines share: points, a call, an answer, and the ways a call may fail."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

Row = Sequence["Leg"]


@dataclass(frozen=True, slots=True, order=True)
class Point:
    """A place, WGS 84, degrees rounded to 5 decimals: about a metre."""

    lon: float
    lat: float


def rounded(lon: float, lat: float) -> Point:
    """Return a point as it is asked and kept; + 0.0 makes of a negative zero a plain one."""
    return Point(round(lon, 5) + 0.0, round(lat, 5) + 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """One cell of a table. km, minutes : None when the engine found no way ; why : French."""

    km: float | None = None
    minutes: float | None = None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Legs by origin then destination. data_version : of the roads, as the server says it."""

    legs: Sequence[Row]
    data_version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request. body : JSON to post ; None for a GET."""

    url: str
    body: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back, read as JSON."""

    status: int
    data: Any


Fetch = Callable[[Call], Answer]


class TooLargeError(Exception):
    """The server refuses this many points at once."""


class NoRoadError(Exception):
    """A point has no road near it: the answers of the others are lost with its own."""


class NoWayError(Exception):
    """A pair is refused, and with it the whole table. Says why, in French."""
