"""The demonstration studies, as their file gives them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

FILE = "etudes.yaml"
Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class EtudeFact:
    """One study: the first words of its action's title, its notice, what the engine is asked.

    localisation : where the site is, empty when nothing is published
    zones, incertitudes : as the engine reads them, dates in ISO 8601
    """

    action: str
    titre: str
    notice: str
    tirages: int
    code_commune_insee: str
    localisation: dict[str, Any]
    zones: list[dict[str, Any]]
    incertitudes: dict[str, Any]


@cache
def etudes() -> tuple[EtudeFact, ...]:
    """Return the demonstration studies shipped with Essor."""
    text = resources.files(__package__).joinpath(FILE).read_text(encoding="utf-8")
    return tuple(_etude(row) for row in yaml.safe_load(text)["etudes"])


def _etude(row: Data) -> EtudeFact:
    return EtudeFact(
        action=row["action"],
        titre=row["titre"],
        notice=row["notice"],
        tirages=row["tirages"],
        code_commune_insee=row["code_commune_insee"],
        localisation=dict(row.get("localisation", {})),
        zones=[_zone(zone) for zone in row["zones"]],
        incertitudes=dict(row["incertitudes"]),
    )


def _zone(zone: Data) -> dict[str, Any]:
    project = {**zone["projet"], "decide_le": zone["projet"]["decide_le"].isoformat()}
    return {"nom": zone["nom"], "site": dict(zone["site"]), "projet": project}
