"""The life of the demonstration convention: what is published, and no more."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from essor.foundations.periods import Period, parse_period_fr

FILE = "conventions.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelFact:
    """The label of one phase, with its source."""

    phase: str
    obtenu: Period
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class MouvementFact:
    """A movement that is only prepared; avant : title of the action that leaves, empty if none."""

    nature: str
    motif: str
    avant: str
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConventionFacts:
    """All that the file holds."""

    labels: tuple[LabelFact, ...]
    mouvements: tuple[MouvementFact, ...]


@cache
def convention_facts() -> ConventionFacts:
    """Return the facts shipped with Essor. Raises UserFault for a date that cannot be read."""
    text = resources.files(__package__).joinpath(FILE).read_text(encoding="utf-8")
    data = yaml.safe_load(text)
    return ConventionFacts(
        labels=tuple(_label(dict(row)) for row in data["labels"]),
        mouvements=tuple(_mouvement(row) for row in data["mouvements"]),
    )


def _label(row: dict[str, Any]) -> LabelFact:
    phase, obtenu = str(row.pop("phase")), parse_period_fr(row.pop("obtenu"))
    return LabelFact(phase=phase, obtenu=obtenu, values=row)


def _mouvement(row: Mapping[str, Any]) -> MouvementFact:
    return MouvementFact(
        nature=row["nature"],
        motif=row["motif"],
        avant=row.get("avant", ""),
        after=tuple(row["nouvelles"]),
    )
