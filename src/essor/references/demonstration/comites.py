"""The demonstration committees: they did not meet, and each of their texts says so."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

FILE = "comites.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFact:
    """A point or a decision: its card, and the first words of the titles of its actions.

    days : its due day from the day of the demonstration, None for a point
    """

    card: Mapping[str, Any]
    actions: tuple[str, ...]
    days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ComiteFact:
    """One committee, that many days after the day of the demonstration (before, when negative)."""

    card: Mapping[str, Any]
    days: int
    points: tuple[LineFact, ...]
    decisions: tuple[LineFact, ...]


@cache
def comites() -> tuple[ComiteFact, ...]:
    """Return the demonstration committees shipped with Essor."""
    text = resources.files(__package__).joinpath(FILE).read_text(encoding="utf-8")
    return tuple(_fact(dict(row)) for row in yaml.safe_load(text)["comites"])


def _fact(row: dict[str, Any]) -> ComiteFact:
    row["heure"] = dt.time.fromisoformat(row["heure"])
    return ComiteFact(
        days=row.pop("jours"),
        points=tuple(_line(dict(one)) for one in row.pop("points")),
        decisions=tuple(_line(dict(one)) for one in row.pop("decisions")),
        card=row,
    )


def _line(row: dict[str, Any]) -> LineFact:
    return LineFact(actions=tuple(row.pop("actions")), days=row.pop("jours", None), card=row)
