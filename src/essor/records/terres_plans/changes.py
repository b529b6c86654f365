"""What changed in the soils of a territory since a computation read them, in French."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from essor.foundations.errors import UserFault
from essor.foundations.french import counted
from essor.records.studies.compute import canonical
from essor.records.terres_plans.gather import gather
from essor.records.terres_plans.models import PlanTerres

Json = Mapping[str, Any]
SHOWN = 12
GROUPS = {
    "lots": "lot",
    "outlets": "exutoire",
    "platforms": "plateforme",
    "sites": "chantier",
}
TOP = {
    "periods": "Le nombre de semaines a changé.",
    "starts_on": "Le premier jour a changé.",
    "period_days": "La durée d'une période a changé.",
    "costs": "Les coûts ou les facteurs d'émission ont changé.",
}
FIELDS = {
    "tonnes_per_period": "tonnes",
    "first_period": "première semaine",
    "class": "classe",
    "fee_eur_t": "tarif",
    "capacity_t": "capacité",
    "capacity_t_per_period": "capacité par semaine",
    "need_t": "besoin",
    "opens": "ouverture",
    "closes": "fermeture",
    "accepts": "classes acceptées",
    "analyses": "analyses",
    "trucks_t_per_period": "camions",
    "max_wait_periods": "attente possible",
    "lon": "place",
    "lat": "place",
}
"""Field of the instance -> what people call it; another one is « autres données »."""


def changes_since(
    plan_terres: PlanTerres, instance: Json, *, names: Mapping[str, str], on: dt.date
) -> list[str]:
    """Return what changed since an instance was read, empty when it still holds."""
    try:
        today = gather(plan_terres, on=on)
    except UserFault as error:
        return ["Les terres ne se lisent plus entières\u00a0: " + error.faults[0].sentence()]
    return instance_changes(instance, today.instance, names={**today.names, **names})


def instance_changes(before: Json, after: Json, *, names: Mapping[str, str]) -> list[str]:
    """Return what separates two instances, the first lines of it; empty when nothing does."""
    if canonical(dict(before)) == canonical(dict(after)):
        return []
    found = list(_changes(before, after, names))
    more = len(found) - SHOWN
    if more > 0:
        found = [*found[:SHOWN], f"et {counted(more, 'autre changement', 'autres changements')}"]
    return found or ["Des données de l'instance ont changé."]


def _changes(before: Json, after: Json, names: Mapping[str, str]) -> Iterator[str]:
    for name, said in TOP.items():
        if before.get(name) != after.get(name):
            yield said
    for group, one in GROUPS.items():
        old = {str(row["id"]): row for row in before.get(group) or ()}
        new = {str(row["id"]): row for row in after.get(group) or ()}
        for key in sorted(new.keys() - old.keys()):
            new_one = "Nouvelle" if one == "plateforme" else "Nouveau"
            yield f"{new_one} {one}\u00a0: {_named(names, group, key)}"
        for key in sorted(old.keys() - new.keys()):
            yield f"{one.capitalize()} qui n'y est plus\u00a0: {_named(names, group, key)}"
        for key in sorted(old.keys() & new.keys()):
            if moved := _moved(old[key], new[key]):
                yield f"{one.capitalize()} {_named(names, group, key)}\u00a0: {', '.join(moved)}"
    if before.get("pairs") != after.get("pairs"):
        yield "Des compatibilités ou des distances ont changé."


def _named(names: Mapping[str, str], group: str, key: str) -> str:
    return names.get(f"{group.removesuffix('s')}:{key}") or key


def _moved(old: Json, new: Json) -> list[str]:
    fields = {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}
    return sorted({FIELDS.get(name, "autres données") for name in fields})
