"""From what the territory keeps of its soils to the instance that the engine reads."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from essor.records.terres_plans.compute import canonical
from essor.records.terres_plans.models import PlanTerres

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """An instance as the territory stands on a day.

    instance : in the documented JSON form ; names : how people call each of its codes
    is_demonstration : any of its numbers is invented for the demonstration
    """

    on: dt.date
    instance: Json
    names: Mapping[str, str] = field(default_factory=dict)
    is_demonstration: bool = False

    @property
    def names_text(self) -> str:
        """Names in canonical JSON."""
        return canonical(dict(self.names))

    @property
    def arcs(self) -> int:
        """Most flows that the instance may hold: lots × outlets and platforms × periods."""
        places = len(self.instance["outlets"]) + len(self.instance.get("platforms") or ())
        return len(self.instance["lots"]) * places * int(self.instance["periods"])


def gather(plan_terres: PlanTerres, *, on: dt.date) -> Gathered:
    """Return the instance of a plan of soils as its territory stands. Raises UserFault."""
    raise NotImplementedError
