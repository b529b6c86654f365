"""The zones of a site and the phases of their projects, inside the inputs of a study.

The laws of a zone are named after it once the site has several: adding, renaming or removing
a zone renames them, so that no range is lost nor given to another zone.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from essor.engines.friches.study import is_zone_path
from essor.foundations.errors import UserFault
from essor.records.studies.answers import M2_PER_HECTARE

Json = dict[str, Any]
CORRELATIONS = "correlations"


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseAnswer:
    """A share of the project (1 for the whole), opened ``delay_years`` after the first."""

    share: float
    delay_years: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneAnswer:
    """What a person says of a zone; the rest of its numbers are assumptions."""

    nom: str
    surface_ha: float
    activite: str
    programme: str
    porteur: str
    decide_le: dt.date
    phases: tuple[PhaseAnswer, ...] = ()


def zones_of(inputs: Mapping[str, Any]) -> list[ZoneAnswer]:
    """Return the answers of each zone, in order."""
    return [_answer_of(zone) for zone in inputs["zones"]]


def _answer_of(zone: Mapping[str, Any]) -> ZoneAnswer:
    site, projet = zone["site"], zone["projet"]
    return ZoneAnswer(
        nom=zone["nom"],
        surface_ha=site["surface_m2"] / M2_PER_HECTARE,
        activite=site["activite"],
        programme=projet["programme"],
        porteur=projet.get("porteur", ""),
        decide_le=dt.date.fromisoformat(projet["decide_le"]),
        phases=tuple(
            PhaseAnswer(share=row["part"], delay_years=row.get("delai_ans", 0))
            for row in projet.get("phases", ())
        ),
    )


def with_zone(inputs: Json, answer: ZoneAnswer, *, number: int | None = None) -> Json:
    """Return the inputs with one more zone, or with zone ``number`` answered anew.

    The numbers already given for that zone are kept. Raises UserFault when the name is taken.
    """
    others = [zone["nom"] for place, zone in enumerate(inputs["zones"]) if place != number]
    if answer.nom in others:
        raise UserFault.single(
            "Une autre zone porte déjà ce nom.",
            value=answer.nom,
            expected="un nom par zone",
            field="nom",
        )
    found = deepcopy(inputs)
    if number is None:
        found["zones"].append(_written(answer, {"site": {}, "projet": {}}))
        kept: list[int | None] = [*range(len(inputs["zones"])), None]
    else:
        found["zones"][number] = _written(answer, found["zones"][number])
        kept = list(range(len(inputs["zones"])))
    return _with_laws_of(found, inputs, kept)


def without_zone(inputs: Json, *, number: int) -> Json:
    """Return the inputs without a zone. Raises UserFault when it is the last one."""
    if len(inputs["zones"]) == 1:
        raise UserFault.single(
            "Un site garde au moins une zone.", expected="supprimer l'étude", code="derniere_zone"
        )
    found = deepcopy(inputs)
    del found["zones"][number]
    return _with_laws_of(found, inputs, [i for i in range(len(inputs["zones"])) if i != number])


def _written(answer: ZoneAnswer, zone: Mapping[str, Any]) -> Json:
    site = {
        **zone["site"],
        "activite": answer.activite,
        "surface_m2": answer.surface_ha * M2_PER_HECTARE,
    }
    projet = {
        **zone["projet"],
        "programme": answer.programme,
        "porteur": answer.porteur,
        "decide_le": answer.decide_le.isoformat(),
    }
    projet.pop("phases", None)
    if answer.phases:
        projet["phases"] = [
            {"part": phase.share, "delai_ans": phase.delay_years} for phase in answer.phases
        ]
    return {**zone, "nom": answer.nom, "site": site, "projet": projet}


def _prefixes(inputs: Mapping[str, Any]) -> list[str]:
    zones = inputs["zones"]
    return [""] if len(zones) == 1 else [f"{zone['nom']}/" for zone in zones]


def _with_laws_of(found: Json, before: Json, kept: Sequence[int | None]) -> Json:
    """Rename the laws of the zones that stay, drop those of the zone that left.

    kept : for each zone of ``found``, its place in ``before``, None for a new one
    """
    old, new = _prefixes(before), _prefixes(found)
    places = {old[was]: new[now] for now, was in enumerate(kept) if was is not None}
    laws: Json = {}
    for name, law in before.get("incertitudes", {}).items():
        owner = next((prefix for prefix in old if _belongs(name, prefix)), None)
        if name == CORRELATIONS or owner is None:
            laws[name] = law
        elif owner in places:
            laws[places[owner] + name.removeprefix(owner)] = law
    found.pop("incertitudes", None)
    return found | ({"incertitudes": laws} if laws else {})


def _belongs(name: str, prefix: str) -> bool:
    return name.startswith(prefix) and is_zone_path(name, prefix)
