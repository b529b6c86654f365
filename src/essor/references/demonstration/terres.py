"""Excavated soils of the demonstration: real places, everything else invented and saying so."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

FILE = "terres.yaml"
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class TerresFacts:
    """The file, by kind. Weeks count from the first week of the plan; tonnes are by week.

    source : what every row says of itself ; bulletin : a whole laboratory report, by code
    past_weeks : weeks of the plan that are over on the day of the demonstration
    """

    source: str
    weeks: int
    past_weeks: int
    bulletin: Mapping[str, str]
    chantiers: tuple[Row, ...]
    lots: tuple[Row, ...]
    exutoires: tuple[Row, ...]
    plateformes: tuple[Row, ...]
    acceptations: tuple[Row, ...]
    plan: Row


@cache
def terres() -> TerresFacts:
    """Return the demonstration soils shipped with Essor."""
    text = resources.files(__package__).joinpath(FILE).read_text(encoding="utf-8")
    data = yaml.safe_load(text)
    return TerresFacts(
        source=data["source"],
        weeks=data["semaines"],
        past_weeks=data["semaines_passees"],
        bulletin=data["bulletin"],
        chantiers=tuple(data["chantiers"]),
        lots=tuple(data["lots"]),
        exutoires=tuple(data["exutoires"]),
        plateformes=tuple(data["plateformes"]),
        acceptations=tuple(data["acceptations"]),
        plan=data["plan"],
    )


def results_of(facts: TerresFacts, bulletin: Row) -> dict[str, str]:
    """Return the results of a report: those of the whole one, with its own, without the absent."""
    merged = {**facts.bulletin, **bulletin.get("valeurs", {})}
    return {code: text for code, text in merged.items() if code not in bulletin.get("absents", ())}
