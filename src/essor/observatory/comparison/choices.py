"""What can be compared for a territory, at which level, and where it is read."""

import re
from dataclasses import dataclass

from essor.observatory.across import (
    levels_across,
    names_of,
    rubriques_across,
    values_across,
    vintages_across,
    zones_across,
)
from essor.observatory.comparison.measured import Measured, measured
from essor.observatory.geography import COVERING, Niveau
from essor.observatory.indicators.definition import Indicator, list_indicators
from essor.observatory.lake import Lake
from essor.observatory.reading import Lieu

LEVELS = (Niveau.TERRITOIRE, *(one for one in COVERING if one != Niveau.FRANCE))
DATED = re.compile(r"(?P<year>\d{4})(-(0[1-9]|1[0-2]))?")  # 2024, 2024-12; not 2019-2024


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One indicator to compare, and where.

    niveau : the territory's own level when the indicator has it, else the finest that covers it
    lieux : the place compared; the zones to choose from, the most inhabited first
    rubriques : breakdowns at this level, "" first when there is a whole
    """

    indicator: Indicator
    niveau: str
    lieux: tuple[Lieu, ...]
    rubriques: tuple[str, ...]


def grounds_of(lake: Lake, *, territoire: str) -> tuple[Ground, ...]:
    """Return what can be compared for a territory, by theme; nothing before the first refresh.

    An indicator that exists for the country only is not there, nor one of which only the sample
    shipped with Essor is loaded: there is nothing to compare with.
    """
    levels, samples = levels_across(lake), lake.samples()
    own = Lieu(
        niveau=Niveau.TERRITOIRE,
        code=territoire,
        nom=names_of(lake, Niveau.TERRITOIRE).get(territoire, territoire),
    )
    found = []
    for indicator in list_indicators():
        if not samples.isdisjoint(indicator.sources):
            continue
        held = levels.get(indicator.id, frozenset())
        niveau = next((str(one) for one in LEVELS if one in held), "")
        lieux = (
            (own,)
            if niveau == Niveau.TERRITOIRE
            else zones_across(lake, niveau).get(territoire, ())
        )
        if niveau and lieux:
            rubriques = rubriques_across(lake, indicator=indicator.id, niveau=niveau)
            found.append(
                Ground(indicator=indicator, niveau=niveau, lieux=lieux, rubriques=rubriques)
            )
    return tuple(found)


def measured_across(
    lake: Lake, *, indicator: str, niveau: str, rubrique: str = "", vintage: str | None = None
) -> list[Measured]:
    """Return the values of every place as the comparison takes them."""
    return [
        measured(one.code, value=one.value, low=one.low, high=one.high)
        for one in values_across(
            lake, indicator=indicator, niveau=niveau, rubrique=rubrique, vintage=vintage
        )
    ]


def dated_vintages(
    lake: Lake, *, indicator: str, niveau: str, rubrique: str = ""
) -> tuple[str, ...]:
    """Return the vintages that are a year or a month of a year, the oldest first."""
    found = vintages_across(lake, indicator=indicator, niveau=niveau, rubrique=rubrique)
    return tuple(one for one in found if DATED.fullmatch(one))


def year_of(vintage: str) -> int | None:
    """Return the year of a vintage, None when it covers several."""
    found = DATED.fullmatch(vintage)
    return int(found["year"]) if found else None
