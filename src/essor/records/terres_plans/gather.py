"""From what the territory keeps of its soils to the instance that the engine reads.

The instance that is kept names its pairs and their distances one by one: nothing is recomputed
when it is solved again, here or by `essor terres resoudre`.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from essor.engines.terres.inputs import Instance
from essor.engines.terres.writing import instance_json
from essor.foundations.errors import Fault, Place, UserFault
from essor.foundations.french import counted, format_number
from essor.records.accounts.permissions import Access
from essor.records.plans.choices import Confidentialite
from essor.records.plans.models import Plan
from essor.records.studies.compute import canonical
from essor.records.terres.instance import Assembly, assemble
from essor.records.terres.queries import Soils, soils_of
from essor.records.terres.weeks import WEEK, weeks_of
from essor.records.terres.writing import monday
from essor.records.terres_plans.explicit import explicit
from essor.records.terres_plans.models import MAX_PERIODS, PlanTerres

Json = dict[str, Any]
USUAL_WEEKS = 26
LEVELS = (Confidentialite.RESTREINT, Confidentialite.INTERNE, Confidentialite.PUBLIC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """An instance as the territory stands on a day.

    instance : in the documented JSON form
    names : how people call each of its codes, by kind: « lot:C1 », « outlet:ISDI »
    left_out : what could not enter the plan, in sentences
    is_demonstration : any of its numbers is invented for the demonstration
    confidentialite : of the most closed place that it names
    """

    on: dt.date
    instance: Json
    names: Mapping[str, str] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    is_demonstration: bool = False
    confidentialite: str = Confidentialite.PUBLIC.value

    @property
    def names_text(self) -> str:
        """Names in canonical JSON."""
        return canonical(dict(self.names))


def gather(plan_terres: PlanTerres, *, on: dt.date) -> Gathered:
    """Return the instance of a plan of soils as its territory stands.

    Every place is read, whoever asks: the plan is then for those who may read them all.
    Raises UserFault with all that the plan cannot do without.
    """
    soils = _soils(plan_terres.plan)
    found = assemble(soils=soils, starts_on=plan_terres.debut_on, weeks=plan_terres.periods, on=on)
    if found.instance is None:
        raise UserFault(
            Fault(message=one.message, place=Place(), code="terres_incompletes")
            for one in found.missing
            if one.is_blocking
        )
    kept = explicit(found)
    return Gathered(
        on=on,
        instance=instance_json(kept),
        names=names_of(soils),
        left_out=tuple(_left_out(found, kept)),
        is_demonstration=soils.is_demonstration,
        confidentialite=level_of(soils),
    )


def names_of(soils: Soils) -> dict[str, str]:
    """Return how people call each code, by kind."""
    return {
        **{f"lot:{one.code}": one.denomination or one.code for one in soils.lots},
        **{f"site:{one.code}": one.nom for one in soils.chantiers},
        **{f"outlet:{one.code}": one.nom for one in soils.exutoires},
        **{f"platform:{one.code}": one.nom for one in soils.plateformes},
    }


def level_of(soils: Soils) -> str:
    """Return the level of the most closed place."""
    found = {
        one.confidentialite for one in (*soils.chantiers, *soils.exutoires, *soils.plateformes)
    }
    return next((one.value for one in LEVELS if one.value in found), Confidentialite.PUBLIC.value)


def level_for(plan: Plan) -> str:
    """Return the level that a new plan of soils asks: never freer than its places."""
    found = level_of(_soils(plan))
    return Confidentialite.INTERNE.value if found == Confidentialite.PUBLIC.value else found


def horizon_of(plan: Plan, *, on: dt.date) -> tuple[dt.date, int]:
    """Return the first Monday and the number of weeks that hold what is dug from a day on.

    Half a year from that day's week when no lot says when it is dug.
    """
    this = monday(on)
    starts = [
        (week.starts_on, lot.attente_max_semaines)
        for lot in _soils(plan).lots
        for week in weeks_of(lot)
        if week.tonnes and week.starts_on >= this
    ]
    if not starts:
        return this, USUAL_WEEKS
    first = min(day for day, _ in starts)
    last = max(day + wait * WEEK for day, wait in starts)
    return first, min((last - first) // WEEK + 1, MAX_PERIODS)


def arcs_of(instance: Json) -> int:
    """Return the most flows that an instance may hold: lots × outlets and platforms × periods."""
    places = len(instance["outlets"]) + len(instance.get("platforms") or ())
    return len(instance["lots"]) * places * int(instance["periods"])


def _soils(plan: Plan) -> Soils:
    territoire = plan.territoire
    whole = Access.system(territoire_id=territoire.pk, territoire_code=territoire.code)
    return soils_of(plan, whole)


def _left_out(found: Assembly, kept: Instance) -> Iterator[str]:
    for one in found.missing:
        yield one.message
    going = {pair.lot for pair in kept.pairs or ()}
    stuck = [lot.id for lot in kept.lots if lot.id not in going]
    if stuck:
        yield (
            f"{counted(len(stuck), 'lot')} sans exutoire ouvert qui l'admette (refus, ou données "
            f"qui manquent pour conclure)\u00a0: {', '.join(stuck)}."
        )
    if found.before_t:
        yield (
            f"{format_number(round(found.before_t))} t prévues avant le premier jour du plan n'en "
            "font pas partie."
        )
