"""What is not known of a territory, and what to do about it: said calmly, beside the rest."""

from dataclasses import dataclass

from essor.observatory.catalogue import list_sources
from essor.observatory.geography import Niveau
from essor.observatory.indicators.definition import Indicator, list_indicators
from essor.observatory.portrait.facts import Facts
from essor.observatory.portrait.french import NBSP, listed, number

SHOWN = 4
TO_LOAD = "essor observatoire rafraichir"
ONLY_PARKS = ("vacance_zae", "surface_zae_disponible")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """One line: what is not known, what to do; command : to type, empty when there is none."""

    text: str
    to_do: str = ""
    command: str = ""


def unknowns(facts: Facts) -> tuple[Unknown, ...]:
    """Return the lines, nothing when everything is known."""
    missing = [one for one in list_sources() if one.name not in facts.loaded]
    needed = {name for one in list_indicators() for name in one.sources}
    lines = []
    if absent := [one.title for one in missing if one.name in needed]:
        lines.append(
            Unknown(
                text=f"{_some(len(absent), 'source non chargée', 'sources non chargées')}"
                f"{NBSP}: {_shown(absent)}.",
                to_do="L'administrateur les charge avec ",
                command=TO_LOAD,
            )
        )
    silent = [one for one in list_indicators() if _is_silent(facts, one)]
    if silent:
        lines.append(
            Unknown(
                text=f"Rien n'est publié pour ce territoire sur{NBSP}: "
                f"{_shown([_lowered(one.title) for one in silent])}.",
                to_do=_park_advice(silent),
            )
        )
    if partial := [one for one in list_indicators() if _is_partial(facts, one)]:
        lines.append(
            Unknown(
                text=f"Connus par leurs seules bornes (secret statistique ou publication "
                f"partielle){NBSP}: {_shown([_lowered(one.title) for one in partial])}.",
            )
        )
    lines += _zones(facts)
    return tuple(lines)


def _zones(facts: Facts) -> list[Unknown]:
    zones = [one for one in facts.zones if one.niveau == Niveau.ZONE_EMPLOI]
    if len(zones) < 2:  # noqa: PLR2004
        return []
    named = [f"{one.nom} ({_percent(one.part)} des habitants)" for one in zones[:SHOWN]]
    more = f" et {len(zones) - SHOWN} autres" if len(zones) > SHOWN else ""
    told = ", ".join(named) + more if more else listed(named)
    return [
        Unknown(
            text=f"L'industrie de tout le territoire{NBSP}: il est partagé entre "
            f"{number(len(zones))} zones d'emploi, {told}, et l'emploi par branche n'est publié "
            "que par zone."
        )
    ]


def _percent(part: float) -> str:
    return f"{round(100 * part)}{NBSP}%" if part >= 0.01 else f"moins de 1{NBSP}%"  # noqa: PLR2004


def _is_silent(facts: Facts, indicator: Indicator) -> bool:
    """Whether its sources are loaded and say nothing of the territory nor of its zones."""
    if not set(indicator.sources) <= facts.loaded:
        return False
    places = (facts.lieu, *(one for one in facts.zones if one.niveau != Niveau.FRANCE))
    return not any(facts.breakdown(indicator.id, one) for one in (*places, facts.france))


def _is_partial(facts: Facts, indicator: Indicator) -> bool:
    """Whether only bounds are known, at the finest level that has something."""
    for place in (facts.lieu, *facts.zones):
        found = facts.breakdown(indicator.id, place)
        if found:
            return all(one.status == "intervalle" for one in found.values())
    return False


def _park_advice(silent: list[Indicator]) -> str:
    if not any(one.id in ONLY_PARKS for one in silent):
        return ""
    return (
        "Les zones d'activité apparaîtront quand chaque intercommunalité aura déposé son "
        "inventaire au format du CNIG."
    )


def _some(count: int, one: str, many: str) -> str:
    return f"{number(count)}{NBSP}{one if count < 2 else many}"  # noqa: PLR2004


def _shown(names: list[str]) -> str:
    if len(names) <= SHOWN + 1:  # « et 1 autre » would be longer than its name
        return f"{NBSP}; ".join(names)
    return f"{f'{NBSP}; '.join(names[:SHOWN])}, et {len(names) - SHOWN} autres"


def _lowered(title: str) -> str:
    """Return a title inside a sentence; an acronym keeps its capitals."""
    return title if title[1:2].isupper() or title[1:2].isdigit() else title[:1].lower() + title[1:]
