"""The demonstration indicators, as their file gives them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

import yaml

FILE = "indicateurs.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChiffreFact:
    """A figure said for a year, in the words of its source."""

    annee: int
    value: Decimal
    commentaire: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicateurFact:
    """One indicator: its definition, the first words of its action's title, its figures."""

    definition: Mapping[str, Any]
    action: str
    reference: ChiffreFact
    cibles: tuple[ChiffreFact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicateursDemonstration:
    """What the demonstration shows; ``jeux`` are lines of the starting sets, definitions only."""

    indicateurs: tuple[IndicateurFact, ...]
    jeux: tuple[str, ...]
    source_title: str
    licence: str
    read_on: dt.date


@cache
def indicateurs() -> IndicateursDemonstration:
    """Return the demonstration indicators shipped with Essor."""
    text = resources.files(__package__).joinpath(FILE).read_text(encoding="utf-8")
    data = yaml.safe_load(text)
    return IndicateursDemonstration(
        indicateurs=tuple(_fact(dict(row)) for row in data["indicateurs"]),
        jeux=tuple(data["jeux"]),
        source_title=" ".join(data["source_title"].split()),
        licence=data["licence"],
        read_on=data["read_on"],
    )


def _fact(row: dict[str, Any]) -> IndicateurFact:
    return IndicateurFact(
        action=row.pop("action"),
        reference=_chiffre(row.pop("reference")),
        cibles=tuple(_chiffre(one) for one in row.pop("cibles")),
        definition=row,
    )


def _chiffre(row: Mapping[str, Any]) -> ChiffreFact:
    return ChiffreFact(
        annee=row["annee"], value=Decimal(row["value"]), commentaire=row["commentaire"]
    )
