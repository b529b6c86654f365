"""What the form of the map offers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from essor.observatory.across import levels_across, rubriques_across, vintages_across
from essor.observatory.geography import Niveau
from essor.observatory.headings import heading_of
from essor.observatory.indicators.definition import Indicator, list_indicators
from essor.observatory.lake import Lake
from essor.observatory.themes import THEMES
from essor.observatory.wording import LEVELS
from essor.web.carte.asked import NIVEAUX, CarteAsked

OFFERED = {
    Niveau.TERRITOIRE: "Les 183 territoires",
    Niveau.EPCI: "Leurs intercommunalités",
    Niveau.COMMUNE: "Les communes d'un territoire",
    Niveau.ZONE_EMPLOI: "Leurs zones d'emploi",
    Niveau.BASSIN_EMPLOI: "Leurs bassins d'emploi",
    Niveau.DEPARTEMENT: "Leurs départements",
    Niveau.REGION: "Leurs régions",
}
PLURALS = {
    Niveau.TERRITOIRE: "territoires",
    Niveau.EPCI: "intercommunalités",
    Niveau.COMMUNE: "communes",
    Niveau.ZONE_EMPLOI: "zones d'emploi",
    Niveau.BASSIN_EMPLOI: "bassins d'emploi",
    Niveau.DEPARTEMENT: "départements",
    Niveau.REGION: "régions",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One entry of a list. why : what is said where it cannot be chosen."""

    value: str
    label: str
    is_chosen: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """Every list of the form; indicators come theme by theme."""

    themes: tuple[tuple[str, tuple[Choice, ...]], ...]
    rubriques: tuple[Choice, ...]
    vintages: tuple[Choice, ...]
    niveaux: tuple[Choice, ...]
    territoires: tuple[Choice, ...]


def choices_of(lake: Lake, asked: CarteAsked, noms: Mapping[str, str]) -> Choices:
    """Return what can be chosen from here. noms : code -> name of the territories."""
    what = {"indicator": asked.indicator.id, "niveau": asked.niveau}
    rubriques = rubriques_across(lake, **what)
    vintages = vintages_across(lake, rubrique=asked.rubrique, **what)
    return Choices(
        themes=tuple(_themes(lake, asked)),
        rubriques=tuple(
            Choice(
                value=one, label=heading_of(asked.indicator, one), is_chosen=one == asked.rubrique
            )
            for one in rubriques
        ),
        vintages=tuple(
            Choice(value=one, label=one, is_chosen=one == asked.vintage)
            for one in reversed(vintages)
        ),
        niveaux=tuple(
            Choice(value=one, label=OFFERED[one], is_chosen=one is asked.niveau) for one in NIVEAUX
        ),
        territoires=tuple(
            Choice(value=code, label=f"{nom} ({code})", is_chosen=code == asked.territoire)
            for code, nom in sorted(noms.items(), key=lambda pair: pair[1].casefold())
        ),
    )


def _themes(lake: Lake, asked: CarteAsked) -> Iterator[tuple[str, tuple[Choice, ...]]]:
    levels = levels_across(lake)
    for theme in THEMES:
        mine = [one for one in list_indicators() if one.theme == theme.key]
        if mine:
            yield theme.label, tuple(_indicator(one, asked, levels) for one in mine)


def _indicator(
    indicator: Indicator, asked: CarteAsked, levels: Mapping[str, frozenset[str]]
) -> Choice:
    return Choice(
        value=indicator.id,
        label=indicator.title,
        is_chosen=indicator.id == asked.indicator.id,
        why=why_not(indicator, asked.niveau, levels),
    )


def why_not(indicator: Indicator, niveau: Niveau, levels: Mapping[str, frozenset[str]]) -> str:
    """Tell why an indicator has no map at a level; nothing when it has one."""
    known = levels.get(indicator.id, frozenset())
    if niveau in known:
        return ""
    if not known:
        return "source non chargée"
    finest = next((LEVELS[one] for one in Niveau if one in known), "")
    return f"publié par {finest}"
