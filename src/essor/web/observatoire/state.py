"""The state of the data in one line: how many sources, since when, what is missing."""

from dataclasses import dataclass
from datetime import date, datetime

from essor.observatory.catalogue import list_sources
from essor.observatory.freshness import alerts
from essor.observatory.indicators.definition import list_indicators
from essor.observatory.lake import Lake
from essor.observatory.provenance import provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What is in the lake.

    samples : sources of which only the shipped sample is there
    old : loaded sources older than what their producer publishes
    """

    sources: int
    loaded: int
    samples: int
    indicators: int
    known: int
    last_at: datetime | None
    old: int

    @property
    def missing(self) -> int:
        """Number of sources that were never loaded."""
        return self.sources - self.loaded


def state_of(lake: Lake, *, on: date) -> State:
    """Return the state of a lake on a day."""
    found = [provenance(lake, source) for source in list_sources()]
    loaded = {one.source.name for one in found if one.loaded_at}
    instants = [one.loaded_at for one in found if one.loaded_at]
    indicators = list_indicators()
    return State(
        sources=len(found),
        loaded=len(loaded),
        samples=sum(one.is_sample for one in found),
        indicators=len(indicators),
        known=sum(set(one.sources) <= loaded for one in indicators),
        last_at=max(instants, default=None),
        old=len(alerts(lake, on=on)),
    )
