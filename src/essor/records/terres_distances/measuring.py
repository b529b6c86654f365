"""Road distances of an instance: looked up in what is kept, asked for the rest, kept in turn."""

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from essor.engines.terres.inputs import Instance, Pair
from essor.records.terres_distances.answered import Distance
from essor.records.terres_distances.asking import Ends, ask
from essor.records.terres_distances.calls import Fetch, Leg
from essor.records.terres_distances.routes import Found, ends
from essor.records.terres_distances.service import Service


class Kept(Protocol):
    """Where answers are kept: the database, or nothing."""

    def known(self, service: Service, wanted: Collection[Ends]) -> dict[Ends, Distance]:
        """Return, of the pairs wanted, those already asked to this server."""
        ...

    def remember(
        self, service: Service, legs: Mapping[Ends, Leg], *, data_version: str, at: dt.datetime
    ) -> None:
        """Keep what a server answered."""
        ...


class Forgetful:
    """Keeps nothing: for who has no database."""

    def known(self, service: Service, wanted: Collection[Ends]) -> dict[Ends, Distance]:
        """Know nothing."""
        return {}

    def remember(
        self, service: Service, legs: Mapping[Ends, Leg], *, data_version: str, at: dt.datetime
    ) -> None:
        """Keep nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Roads:
    """What a server says of each pair. kept, asked : ways known before, and asked now."""

    found: dict[Pair, Found]
    kept: int
    asked: int


def road_distances(
    instance: Instance,
    pairs: Sequence[Pair],
    *,
    service: Service,
    fetch: Fetch,
    kept: Kept,
    clock: Callable[[], dt.datetime],
    is_fresh: bool = False,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> Roads:
    """Return the distance by road of each pair; each table is kept as soon as it comes.

    is_fresh : ask again what is already kept ; on_progress : ways done, ways to ask
    Raises UserFault when a place has no coordinates, when the server does not answer or refuses.
    """
    places = ends(instance, pairs)
    answers, n_asked = measured_ways(
        set(places.values()),
        service=service,
        fetch=fetch,
        kept=kept,
        clock=clock,
        is_fresh=is_fresh,
        on_progress=on_progress,
    )
    found = {pair: _found(answers[way]) for pair, way in places.items()}
    return Roads(found=found, kept=len(set(places.values())) - n_asked, asked=n_asked)


def measured_ways(
    wanted: Collection[Ends],
    *,
    service: Service,
    fetch: Fetch,
    kept: Kept,
    clock: Callable[[], dt.datetime],
    is_fresh: bool = False,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> tuple[dict[Ends, Distance], int]:
    """Return what a server says of each way, and how many had to be asked. Raises UserFault."""
    answers = {} if is_fresh else kept.known(service, wanted)
    asked = set(wanted) - answers.keys()
    for legs, version in ask(service, asked, fetch=fetch):
        at = clock()
        kept.remember(service, legs, data_version=version, at=at)
        answers |= {
            way: Distance(leg=leg, service=service, data_version=version, asked_at=at)
            for way, leg in legs.items()
        }
        on_progress(len(asked & answers.keys()), len(asked))
    return answers, len(asked)


def _found(distance: Distance) -> Found:
    leg = distance.leg
    return Found(km=leg.km, minutes=leg.minutes, provenance=distance.provenance, why=leg.why)
