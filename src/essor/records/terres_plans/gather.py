"""From what the territory keeps of its soils to the instance that the engine reads."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from essor.records.plans.choices import Confidentialite
from essor.records.plans.models import Plan
from essor.records.studies.compute import canonical
from essor.records.terres_plans.models import PlanTerres

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """An instance as the territory stands on a day.

    instance : in the documented JSON form
    names : how people call each of its codes, by kind: « lot:C1 », « outlet:ISDI »
    is_demonstration : any of its numbers is invented for the demonstration
    confidentialite : of the most closed place that it names
    """

    on: dt.date
    instance: Json
    names: Mapping[str, str] = field(default_factory=dict)
    is_demonstration: bool = False
    confidentialite: str = Confidentialite.PUBLIC.value

    @property
    def names_text(self) -> str:
        """Names in canonical JSON."""
        return canonical(dict(self.names))


def arcs_of(instance: Json) -> int:
    """Return the most flows that an instance may hold: lots × outlets and platforms × periods."""
    places = len(instance["outlets"]) + len(instance.get("platforms") or ())
    return len(instance["lots"]) * places * int(instance["periods"])


def horizon_of(plan: Plan, *, on: dt.date) -> tuple[dt.date, int]:
    """Return the first Monday and the number of weeks that hold what is dug from a day on."""
    raise NotImplementedError


def gather(plan_terres: PlanTerres, *, on: dt.date) -> Gathered:
    """Return the instance of a plan of soils as its territory stands. Raises UserFault."""
    raise NotImplementedError
