"""The demonstration firms, as their file gives them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

FILE = "entreprises.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class EntrepriseFact:
    """One firm: its card, the first words of its action's title, its projects and exchanges."""

    card: Mapping[str, Any]
    action: str
    role: str
    projets: tuple[Mapping[str, Any], ...]
    echanges: tuple[Mapping[str, Any], ...]
    read_on: dt.date


@cache
def entreprises() -> tuple[EntrepriseFact, ...]:
    """Return the demonstration firms shipped with Essor."""
    text = resources.files(__package__).joinpath(FILE).read_text(encoding="utf-8")
    data = yaml.safe_load(text)
    return tuple(_fact(dict(row), data["read_on"]) for row in data["entreprises"])


def _fact(row: dict[str, Any], read_on: dt.date) -> EntrepriseFact:
    return EntrepriseFact(
        action=row.pop("action"),
        role=row.pop("role"),
        projets=tuple(row.pop("projets")),
        echanges=tuple(row.pop("echanges")),
        read_on=read_on,
        card=row,
    )
