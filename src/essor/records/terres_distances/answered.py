"""A distance that a server gave, with where it comes from."""

import datetime as dt
from dataclasses import dataclass

from essor.records.terres_distances.calls import Leg
from essor.records.terres_distances.service import Service


@dataclass(frozen=True, slots=True, kw_only=True)
class Distance:
    """A leg, the server that measured it, the version of its roads, and when."""

    leg: Leg
    service: Service
    data_version: str
    asked_at: dt.datetime

    @property
    def provenance(self) -> str:
        """Return what stands beside the kilometres, in French."""
        roads = f", données {self.data_version}" if self.data_version else ""
        return f"{self.service.label}{roads}, demandé le {self.asked_at:%d/%m/%Y}"
